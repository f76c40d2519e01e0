"""Headings of report Ф1 «Индивидуальные результаты»."""

from __future__ import annotations

from msoko.sources.reading import Recognition, reports
from msoko.sources.reading.headers import Heading
from msoko.sources.reading.lines import Columns
from msoko.sources.reading.reports import Report
from msoko.sources.reading.tasks import tasks_of
from msoko.sources.sheets import Book

TITLE = "Индивидуальные результаты"
HEADINGS = {
    "login": Heading("ОО"),
    "municipality": Heading("Муниципалитет"),
    "school": Heading("Название ОО"),
    "pupil": Heading("Код участника"),
    "class_group": Heading("Класс"),
    "variant": Heading("Вариант"),
    "total": Heading("Первичный балл"),
    "mark": Heading("Отметка"),
    "journal": Heading("Отметка по журналу"),
}


def reports_of(book: Book) -> tuple[Report, ...]:
    """Sheets of this report."""
    return reports.reports_of(book, TITLE, HEADINGS)


def columns_of(report: Report) -> Columns:
    """Places of the columns; «Класс» is the ordinal number of the class, not a letter."""
    at = report.header.columns
    return Columns(
        first=report.header.row + 1,
        organisation=at["login"],
        pupil=at["pupil"],
        variants=(at["variant"],),
        class_group=at["class_group"],
        journal=at["journal"],
        total=at["total"],
        mark=at["mark"],
        tasks=tasks_of(report.header.texts, at["total"]),
    )


def recognise(book: Book) -> Recognition | None:
    """By the title and the headings; the title says subject, grade and year."""
    return reports.recognition("vpr_report_f1", reports_of(book))
