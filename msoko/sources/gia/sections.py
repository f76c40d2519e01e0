"""A sheet of a protocol → its sections: one table of one exam each, below a title of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from msoko.sources.gia.exams import Exam, exam_of
from msoko.sources.gia.headings import Header, header_of
from msoko.sources.reading.cells import Coded, Ints
from msoko.sources.reading.words import plain
from msoko.sources.sheets import Sheet

_SURNAME = ("фамилия", "surnamecell")
_DATED = r"\d{4}\.\d\d\.\d\d|\d\d\.\d\d\.\d{4}"


@dataclass(frozen=True, eq=False)
class Section:
    """Lines of people below one header; `lines` count rows of the sheet from 0.

    Lines without a surname (Средние, Минимальная граница, Всего участников) are not among them.
    `title` is the nearest line above that names an exam.
    """

    sheet: Sheet
    header: Header
    lines: Ints
    title: Exam | None

    def column(self, name: str) -> Coded:
        """A column on the lines; empty when the layout has none."""
        place = self.header.columns.get(name)
        if place is None:
            return Coded.constant(None, len(self.lines))
        return Coded.of(self.sheet.columns[place]).take(self.lines)


def headers_of(sheet: Sheet) -> list[Header]:
    """Every header of the sheet, from top to bottom."""
    rows: set[int] = set()
    for column in sheet.columns:
        coded = Coded.of(column)
        rows |= set(
            np.flatnonzero(coded.where(lambda word: plain(word or "") in _SURNAME)).tolist()
        )
    found = (header_of(sheet.row(row), sheet.row(row + 1), row) for row in sorted(rows))
    return [header for header in found if header is not None]


def sections_of(sheet: Sheet) -> list[Section]:
    """Tables with their titles; a table without a title of its own goes on with the one before."""
    headers = headers_of(sheet)
    starts = [header.row for header in headers]
    titles = list(_titles(sheet, starts))
    sections = []
    for header, end in zip(headers, [*starts[1:], sheet.n_rows], strict=True):
        above = [exam for row, exam in titles if row < header.row]
        surname = Coded.of(sheet.columns[header.columns["surname"]])
        named = np.flatnonzero(~surname.empty)
        lines = named[(named >= header.first_data) & (named < end)]
        titled = {row for row, _ in titles}
        kept = np.array([line for line in lines if line not in titled], np.int64)
        sections.append(Section(sheet, header, kept, above[-1] if above else None))
    return sections


def _titles(sheet: Sheet, headers: list[int]) -> Iterator[tuple[int, Exam]]:
    """Lines with nothing but a title: few cells are filled, one of them names exam and date."""
    dated: dict[int, str] = {}
    for column in sheet.columns:
        marked = pc.match_substring_regex(column, _DATED).fill_null(False)
        for row in np.flatnonzero(marked.to_numpy(zero_copy_only=False)).tolist():
            dated.setdefault(row, column[row].as_py())
    for row, text in sorted(dated.items()):
        if row in headers or sum(cell is not None for cell in sheet.row(row)) > 2:
            continue
        if (exam := exam_of(text)) is not None:
            yield row, exam
