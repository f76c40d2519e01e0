"""Headings of a school's collection form: the 2026 layout and the older one with two parts."""

from __future__ import annotations

from dataclasses import dataclass

from msoko.sources.reading import Recognition, hinting
from msoko.sources.reading.headers import Header, Heading, find
from msoko.sources.reading.lines import Columns
from msoko.sources.reading.tasks import tasks_of
from msoko.sources.sheets import Book, Sheet

HEADINGS = {
    "pupil": Heading("Код участника", r"код( участника)?"),
    "variant": Heading("Вариант", r"вариант( ?\(часть 1\))?"),
    "variant_2": Heading("Вариант (часть 2)", r"вариант ?\(часть 2\)", required=False),
    "class_group": Heading("Порядковый номер класса", r"порядковый номер класса|класс.*"),
    "sex": Heading("Пол", required=False),
    "journal": Heading("Отметка за предыдущий триместр/ четверть/полугодие", r"отметка за пред.*"),
    "total": Heading("Итого баллов"),
    "login": Heading("Пользователь", required=False),
}


@dataclass(frozen=True)
class Layout:
    """The sheet of results with its headings."""

    sheet: Sheet
    header: Header

    @property
    def columns(self) -> Columns:
        """Places of the columns; right of the total stand the lists of the drop-downs."""
        at = self.header.columns
        variants = (at["variant"], *((at["variant_2"],) if "variant_2" in at else ()))
        return Columns(
            first=self.header.row + 1,
            pupil=at["pupil"],
            variants=variants,
            class_group=at["class_group"],
            sex=at.get("sex"),
            journal=at["journal"],
            total=at["total"],
            tasks=tasks_of(self.header.texts, at["total"]),
        )


def layout_of(book: Book) -> Layout | None:
    """The first sheet that has most of the headings: later ones are copies of the form."""
    layouts = [Layout(sheet, find(sheet, HEADINGS)) for sheet in book.sheets if sheet.n_rows]
    return max(layouts, key=lambda layout: layout.header.share, default=None)


def recognise(book: Book) -> Recognition | None:
    """By headings; a form with the column of logins is a consolidated one and not this kind."""
    layout = layout_of(book)
    if layout is None or "login" in layout.header.columns:
        return None
    header, sheet = layout.header, layout.sheet
    missing = header.missing
    if not missing and not layout.columns.tasks:
        missing = ("1 (1б)",)
    name = "vpr_school_form"
    if missing:
        return Recognition(name, confidence=header.share, sheet=sheet.name, missing=missing)
    hints = tuple(hinting.by_codes(sheet, header.columns["pupil"], header.row + 1))
    return Recognition(name, hints, sheet=sheet.name)
