"""Headings of consolidated collection forms, and what the sheet of classes tells."""

from __future__ import annotations

from dataclasses import dataclass

from msoko.facts.incoming import Hint
from msoko.sources.reading import Recognition, hinting
from msoko.sources.reading.headers import Header, Heading, find
from msoko.sources.reading.lines import Columns
from msoko.sources.reading.tasks import tasks_of
from msoko.sources.reading.words import subject_of, vpr_year, work_code
from msoko.sources.sheets import Book, Sheet

HEADINGS = {
    "login": Heading("Пользователь"),
    "region": Heading("Регион"),
    "municipality": Heading("Муниципалитет"),
    "school": Heading("Школа"),
    "loaded": Heading("Дата загрузки"),
    "pupil": Heading("Код"),
    "variant": Heading("Вариант"),
    "class_group": Heading("Наименование класса"),
    "sex": Heading("Пол"),
    "journal": Heading("Отметка за предыдущий триместр/ четверть/полугодие", r"отметка за пред.*"),
    "total": Heading("Итого баллов"),
}
CLASSES = {
    "login": Heading("Пользователь"),
    "class_group": Heading("Буква (цифра) класса", r"буква \(цифра\) класса.*"),
    "textbook": Heading("Основной учебник по предмету"),
}


@dataclass(frozen=True)
class Layout:
    """The sheet of results with its headings."""

    sheet: Sheet
    header: Header

    @property
    def columns(self) -> Columns:
        """Places of the columns; what stands right of the total is no part of the table."""
        at = self.header.columns
        return Columns(
            first=self.header.row + 1,
            organisation=at["login"],
            pupil=at["pupil"],
            variants=(at["variant"],),
            class_group=at["class_group"],
            sex=at["sex"],
            journal=at["journal"],
            total=at["total"],
            tasks=tasks_of(self.header.texts, at["total"]),
        )


def layout_of(book: Book) -> Layout | None:
    """The sheet that has most of the headings."""
    layouts = [Layout(sheet, find(sheet, HEADINGS)) for sheet in book.sheets if sheet.n_rows]
    return max(layouts, key=lambda layout: layout.header.share, default=None)


def recognise(book: Book) -> Recognition | None:
    """By headings; subject, grade and year by textbook codes, participant codes, loading dates."""
    layout = layout_of(book)
    if layout is None:
        return None
    header, sheet = layout.header, layout.sheet
    missing = header.missing
    if not missing and not layout.columns.tasks:
        missing = ("1 (1б)",)
    name = "vpr_consolidated"
    if missing:
        return Recognition(name, confidence=header.share, sheet=sheet.name, missing=missing)
    first = header.row + 1
    hints = (
        *_by_classes(book),
        *hinting.by_codes(sheet, header.columns["pupil"], first),
        *_by_dates(sheet, header.columns["loaded"], first),
    )
    return Recognition(name, hints, sheet=sheet.name)


def _by_classes(book: Book) -> tuple[Hint, ...]:
    """Subject by the codes of textbooks («ma4.8 | … Математика …») in the sheet of classes."""
    for sheet in book.sheets:
        header = find(sheet, CLASSES)
        if not header.missing:
            column, first = header.columns["textbook"], header.row + 1
            return tuple(hinting.by_meaning("subject", sheet, column, first, _subject))
    return ()


def _subject(textbook: str) -> str | None:
    coded = work_code(textbook.split("|", 1)[0])
    return coded[0] if coded else subject_of(textbook)


def _by_dates(sheet: Sheet, column: int, first: int) -> tuple[Hint, ...]:
    def year(date: str) -> str | None:
        told = vpr_year(date)
        return None if told is None else str(told)

    return tuple(hinting.by_meaning("year", sheet, column, first, year))
