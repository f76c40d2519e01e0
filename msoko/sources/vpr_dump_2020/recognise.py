"""Headings of the raw 2020 dump, and what its content tells."""

from __future__ import annotations

import re
from dataclasses import dataclass

from msoko.sources.reading import Recognition, hinting
from msoko.sources.reading.headers import Header, Heading, find
from msoko.sources.reading.lines import Columns
from msoko.sources.reading.tasks import Task
from msoko.sources.reading.words import plain
from msoko.sources.sheets import Book, Sheet

HEADINGS = {
    "groups": Heading("groups"),
    "login": Heading("user"),
    "pupil": Heading("code"),
    "journal": Heading("otc"),
    "sex": Heading("gender"),
    "class_group": Heading("klass"),
    "variant_1": Heading("var-1"),
    "variant_2": Heading("var-2"),
    "total": Heading("sum"),
    "task": Heading("a-1-grade"),
    "textbook": Heading("Учебник", required=False),
}
_TASK = re.compile(r"a-(\d+)-grade")
# In autumn 2020 pupils wrote the work of the grade before (FIELD C).
PUT_OFF_YEARS = 1


@dataclass(frozen=True)
class Layout:
    """The sheet with its headings."""

    sheet: Sheet
    header: Header

    @property
    def columns(self) -> Columns:
        """Places of the columns; from the textbook on a filled cell betrays a shifted line."""
        at = self.header.columns
        end = at.get("textbook", self.sheet.n_columns)
        return Columns(
            first=self.header.row + 1,
            organisation=at["login"],
            pupil=at["pupil"],
            variants=(at["variant_1"], at["variant_2"]),
            class_group=at["class_group"],
            sex=at["sex"],
            journal=at["journal"],
            total=at["total"],
            tasks=self._tasks(end),
            beside=tuple(range(end, self.sheet.n_columns)),
        )

    def _tasks(self, end: int) -> tuple[Task, ...]:
        """Task columns left of the textbook in which anything is filled below the heading."""
        tasks = []
        for column, text in enumerate(self.header.texts[:end]):
            found = _TASK.fullmatch(plain(text or ""))
            below = self.sheet.columns[column].slice(self.header.row + 1)
            if found and below.null_count < len(below):
                tasks.append(Task(found[1], None, column))
        return tuple(tasks)


def layout_of(book: Book) -> Layout | None:
    """The sheet that has most of the headings."""
    layouts = [Layout(sheet, find(sheet, HEADINGS)) for sheet in book.sheets if sheet.n_rows]
    return max(layouts, key=lambda layout: layout.header.share, default=None)


def recognise(book: Book) -> Recognition | None:
    """By headings; the grade of the work is one less than participant codes tell."""
    layout = layout_of(book)
    if layout is None:
        return None
    header, sheet = layout.header, layout.sheet
    name = "vpr_dump_2020"
    if header.missing:
        return Recognition(name, confidence=header.share, sheet=sheet.name, missing=header.missing)
    first = header.row + 1
    hints = tuple(hinting.by_codes(sheet, header.columns["pupil"], first, PUT_OFF_YEARS))
    return Recognition(name, hints, sheet=sheet.name)
