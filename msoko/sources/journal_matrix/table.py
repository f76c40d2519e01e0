"""The lines below the headings of a journal's table, whose they are and of which year."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from msoko.checks.place import Place
from msoko.facts.incoming import Hint
from msoko.facts.login import organisation_of
from msoko.sources.reading import Options
from msoko.sources.reading.cells import Coded, Ints
from msoko.sources.reading.headers import Header
from msoko.sources.reading.words import vpr_year
from msoko.sources.sheets import Book, Sheet
from msoko.sources.sheets.book import column_letters


class Below:
    """Lines in which the given columns are filled; `kept` counts from the first one below."""

    def __init__(self, sheet: Sheet, header: Header, filled: tuple[str, ...]) -> None:
        self.sheet, self.header, self.first = sheet, header, header.row + 1
        masks = [~self._whole(name).empty for name in filled]
        self.kept: Ints = np.flatnonzero(np.logical_and.reduce(masks))

    def _whole(self, name: str) -> Coded:
        return Coded.of(self.sheet.columns[self.header.columns[name]].slice(self.first))

    def column(self, name: str) -> Coded:
        """A column on the kept lines; empty when the table has none."""
        if name not in self.header.columns:
            return Coded.constant(None, len(self.kept))
        return self._whole(name).take(self.kept)

    def keys(self, names: tuple[str, ...]) -> Iterator[tuple[str | None, ...]]:
        """Words of several columns, line by line."""
        columns = [self.column(name) for name in names]
        for line in range(len(self.kept)):
            yield tuple(column.words[column.codes[line]] for column in columns)

    def place(self, name: str) -> Place:
        """Where a column stands."""
        return self.place_at(self.header.columns[name])

    def place_at(self, column: int) -> Place:
        """Where the column with this number stands."""
        return Place(self.sheet.name, column_letters(column), self.kept + self.first + 1)

    def organisation(self, options: Options) -> pa.Array:
        """Codes of the column «Школа» (by the login), else the one the user gave."""
        if "school" in self.header.columns and options.organisation is None:
            return self.column("school").texts(lambda word: organisation_of(word) or word)
        return Coded.constant(options.organisation, len(self.kept)).texts(lambda word: word)


def organisation_hint(below: Below, options: Options) -> Hint | None:
    """Where the organisation is taken from; None when nowhere."""
    if options.organisation is not None:
        return Hint("organisation", options.organisation, "option")
    if "school" in below.header.columns and not below.column("school").empty.any():
        return Hint("organisation", "в столбце", "file")
    return None


def year_hint(book: Book, options: Options) -> Hint | None:
    """Academic year by option, by a line above the headings, by the file's name."""
    if options.year is not None:
        return Hint("year", str(options.year), "option")
    for sheet in book.sheets:
        for row in range(min(8, sheet.n_rows)):
            for cell in sheet.row(row):
                if cell and "год" in cell.lower() and (year := vpr_year(cell)) is not None:
                    return Hint("year", str(year), "file")
    year = vpr_year(book.name.rsplit(".", 1)[0])
    return None if year is None else Hint("year", str(year), "name")
