"""Headings of the report «Сравнение отметок с отметками по журналу», newer and older layout."""

from __future__ import annotations

from dataclasses import replace

from msoko.sources.reading import Recognition, reports
from msoko.sources.reading.headers import Heading, find
from msoko.sources.reading.reports import Report
from msoko.sources.sheets import Book

TITLE = "Сравнение отметок с отметками по журналу"
CATEGORIES = {"lowered": "Понизили", "confirmed": "Подтвердили", "raised": "Повысили"}
WIDE = {
    "group": Heading("Группы участников"),
    "participants": Heading("Кол-во участников(всего)", r"кол-во участников ?\(всего\)"),
    **{
        f"{category}_{what}": Heading(f"{word} … {ending}", rf"{word.lower()}.*{pattern}")
        for category, word in CATEGORIES.items()
        for what, ending, pattern in (
            ("percent", "%", "%"),
            ("number", "Кол-во участников", "кол-во участников"),
        )
    },
}
LONG = {
    "group": Heading("Группы участников"),
    "number": Heading("Кол-во участников"),
    "percent": Heading("%"),
}


def reports_of(book: Book) -> tuple[Report, ...]:
    """Sheets of this report, each with the headings of the layout it has."""
    return tuple(map(_older_or_newer, reports.reports_of(book, TITLE, WIDE)))


def _older_or_newer(report: Report) -> Report:
    """The older layout has a line for each category below the line of its group."""
    older = find(report.sheet, LONG)
    return replace(report, header=older) if report.header.missing and not older.missing else report


def recognise(book: Book) -> Recognition | None:
    """By the title and the headings; the title says subject, grade and year."""
    return reports.recognition("vpr_report_journal", reports_of(book))
