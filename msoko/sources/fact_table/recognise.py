"""Which fact table a sheet holds, told by its headings (Russian or identifiers) or the marker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from msoko.facts.column import Column, Table
from msoko.facts.schema import TABLES
from msoko.facts.templates import layout
from msoko.sources.reading import Recognition
from msoko.sources.reading.words import plain
from msoko.sources.sheets import Book, Sheet

_WITHIN = 15
# A heading row has at least this share of its headings in common with a table.
_ALIKE = 0.6
_LEAST = 2


@dataclass(frozen=True)
class Found:
    """A table in a sheet: row of the headings from 0, column → place from 0, the rest.

    `row_place` is the service column of examples; `foreign` are headings of no column.
    """

    sheet: Sheet | None
    table: Table
    row: int
    places: Mapping[str, int]
    row_place: int | None
    foreign: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Headings of columns that must be there and are not."""
        return tuple(
            column.ru
            for column in self.table.columns
            if not column.unknown and column.name not in self.places
        )

    @property
    def share(self) -> float:
        """Which part of the headings belongs to the table, and of the required ones is there."""
        needed = [column for column in self.table.columns if not column.unknown]
        known = len(self.places) / (len(self.places) + len(self.foreign))
        return known * (1 - len(self.missing) / len(needed))


def recognise(book: Book) -> Recognition | None:
    """Sure when a sheet has every required heading of one table and mostly headings of it."""
    found = tables_of(book)
    if not found:
        return None
    best = max(found, key=lambda one: one.share)
    assert best.sheet is not None
    name = best.sheet.name
    if best.missing:
        return Recognition("fact_table", confidence=best.share, sheet=name, missing=best.missing)
    return Recognition("fact_table", confidence=best.share, sheet=name)


def tables_of(book: Book) -> list[Found]:
    """The tables of the visible sheets; whole ones only, or the nearest when none is whole."""
    marked = marked_table(book)
    found = [
        one
        for sheet in book.sheets
        if not sheet.hidden and (one := table_of_sheet(sheet, marked)) is not None
    ]
    whole = [one for one in found if not one.missing]
    return whole or found


def table_of_sheet(sheet: Sheet, marked: Table | None) -> Found | None:
    """The table whose headings a row near the top has; the marked one goes first."""
    best: Found | None = None
    for row in range(min(_WITHIN, sheet.n_rows)):
        texts = sheet.row(row)
        for found in candidates(texts, row, sheet, (marked,) if marked else TABLES.values()):
            if best is None or _rank(found, sheet.name) > _rank(best, sheet.name):
                best = found
    return best


def candidates(
    headings: Sequence[str | None], row: int, sheet: Sheet | None, tables: Iterable[Table]
) -> list[Found]:
    """Tables with which a row of headings has most in common."""
    found = []
    written = [plain((text or "").rstrip(layout.REQUIRED + " ")) for text in headings]
    if sum(bool(heading) for heading in written) < _LEAST:
        return []
    for table in tables:
        columns = _by_heading(table.name)
        places: dict[str, int] = {}
        foreign: list[str] = []
        row_place = None
        for place, heading in enumerate(written):
            if heading == plain(layout.ROW_HEADING):
                row_place = place
            elif heading in columns and columns[heading].name not in places:
                places[columns[heading].name] = place
            elif heading:
                foreign.append(str(headings[place]))
        one = Found(sheet, table, row, places, row_place, tuple(foreign))
        if len(places) >= _LEAST and one.share >= _ALIKE:
            found.append(one)
    return found


def rivals(found: Found, headings: Sequence[str | None]) -> list[Table]:
    """Other tables the same headings fit exactly as well: the file must say more."""
    others = candidates(headings, found.row, found.sheet, TABLES.values())
    return [
        one.table
        for one in others
        if one.table is not found.table and not one.missing and len(one.places) == len(found.places)
    ]


@cache
def _by_heading(name: str) -> dict[str, Column]:
    table = TABLES[name]
    named = {plain(column.name): column for column in table.columns}
    return named | {plain(column.ru): column for column in table.columns}


def _rank(found: Found, sheet: str) -> tuple[bool, int, bool, int]:
    """Whole before spoilt, more headings before fewer, the table the sheet is named after."""
    called = is_called(found.table, sheet)
    return not found.missing, len(found.places), called, -len(found.table.columns)


def is_called(table: Table, sheet: str) -> bool:
    """Whether a sheet (of a CSV: the file) bears the table's name."""
    return plain(sheet) in (plain(table.ru[:31]), plain(table.name))


def marked_table(book: Book) -> Table | None:
    """The table a template says it is for; None when the book is no template."""
    for sheet in book.sheets:
        if sheet.name == layout.LISTS and sheet.cell(0, 0) == layout.MARKER:
            return TABLES.get(sheet.cell(0, 1) or "")
    return None
