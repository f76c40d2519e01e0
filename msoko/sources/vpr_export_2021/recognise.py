"""Headings of the 2021 regional export, and what its content tells."""

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
    "login": Heading("логин школы"),
    "municipality": Heading("регион"),
    "pupil": Heading("код обучающегося"),
    "journal": Heading("отметка за предыдущую четверть/триместр", r"отметка за предыдущ.*"),
    "sex": Heading("пол"),
    "class_group": Heading("класс"),
    "variant": Heading("вариант"),
    "total": Heading("всего баллов"),
    "task": Heading("балл за 1"),
    "textbook": Heading("Учебник", required=False),
}
_TASK = re.compile(r"балл за (\d+)")


@dataclass(frozen=True)
class Layout:
    """The sheet with its headings."""

    sheet: Sheet
    header: Header

    @property
    def columns(self) -> Columns:
        """Places of the columns; right of the last heading a filled cell betrays a shifted line."""
        at, texts = self.header.columns, self.header.texts
        last = max(column for column, text in enumerate(texts) if text is not None)
        return Columns(
            first=self.header.row + 1,
            organisation=at["login"],
            pupil=at["pupil"],
            variants=(at["variant"],),
            class_group=at["class_group"],
            sex=at["sex"],
            journal=at["journal"],
            total=at["total"],
            tasks=_tasks(texts),
            beside=tuple(range(last + 1, self.sheet.n_columns)),
        )


def _tasks(headings: tuple[str | None, ...]) -> tuple[Task, ...]:
    found = ((column, _TASK.fullmatch(plain(text))) for column, text in enumerate(headings) if text)
    return tuple(Task(match[1], None, column) for column, match in found if match)


def layout_of(book: Book) -> Layout | None:
    """The sheet that has most of the headings."""
    layouts = [Layout(sheet, find(sheet, HEADINGS)) for sheet in book.sheets if sheet.n_rows]
    return max(layouts, key=lambda layout: layout.header.share, default=None)


def recognise(book: Book) -> Recognition | None:
    """By headings; the grade is told by participant codes, the subject by the textbooks."""
    layout = layout_of(book)
    if layout is None:
        return None
    header, sheet = layout.header, layout.sheet
    name = "vpr_export_2021"
    if header.missing:
        return Recognition(name, confidence=header.share, sheet=sheet.name, missing=header.missing)
    first = header.row + 1
    hints = (
        *hinting.by_textbooks(sheet, header.columns.get("textbook"), first),
        *hinting.by_codes(sheet, header.columns["pupil"], first),
    )
    return Recognition(name, hints, sheet=sheet.name)
