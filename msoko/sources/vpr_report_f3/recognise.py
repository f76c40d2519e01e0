"""Headings of report Ф3 «Статистика по отметкам»."""

from __future__ import annotations

from msoko.sources.reading import Recognition, reports
from msoko.sources.reading.headers import Heading
from msoko.sources.reading.reports import Report
from msoko.sources.sheets import Book

TITLE = "Статистика по отметкам"
MARKS = ("2", "3", "4", "5")
HEADINGS = {
    "group": Heading("Группы участников"),
    "schools": Heading("Кол-во ОО"),
    "participants": Heading("Кол-во участников"),
    **{mark: Heading(mark) for mark in MARKS},
}


def reports_of(book: Book) -> tuple[Report, ...]:
    """Sheets of this report."""
    return reports.reports_of(book, TITLE, HEADINGS)


def recognise(book: Book) -> Recognition | None:
    """By the title and the headings; the title says subject, grade and year."""
    return reports.recognition("vpr_report_f3", reports_of(book))
