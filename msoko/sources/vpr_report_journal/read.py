"""Rows of the report that compares marks of the work with marks of the journal."""

from __future__ import annotations

from msoko.problem import Problem
from msoko.sources.reading import Options, Reading, Recognition, aggregates
from msoko.sources.reading.aggregates import Counted
from msoko.sources.reading.cells import known_number
from msoko.sources.reading.groups import Group, group_of
from msoko.sources.reading.reports import Report
from msoko.sources.reading.scales import Scales
from msoko.sources.reading.words import plain
from msoko.sources.sheets import Book
from msoko.sources.vpr_report_journal.recognise import CATEGORIES, reports_of

_TOTAL = "всего"


def read(book: Book, recognition: Recognition, options: Options, scales: Scales) -> Reading:
    """Percentages and numbers as written, in either layout."""
    return aggregates.read(recognition.kind, book, options, reports_of(book), _counted)


def _counted(report: Report) -> tuple[list[Counted], list[Problem]]:
    older = "number" in report.header.columns
    return (_long(report) if older else _wide(report)), []


def _wide(report: Report) -> list[Counted]:
    """A line for each group, two columns for each category."""
    at, sheet = report.header.columns, report.sheet
    counted = []
    for row in range(report.header.row + 1, sheet.n_rows):
        name = sheet.cell(row, at["group"])
        participants = known_number(sheet.cell(row, at["participants"]))
        if name is None or participants is None:
            continue
        for category in CATEGORIES:
            number = known_number(sheet.cell(row, at[f"{category}_number"]))
            percent = known_number(sheet.cell(row, at[f"{category}_percent"]))
            counted.append(
                Counted(group_of(name), category, participants, number, percent, row + 1)
            )
    return counted


def _long(report: Report) -> list[Counted]:
    """A line with the name of the group, then a line for each category and one for all."""
    at, sheet = report.header.columns, report.sheet
    counted: list[Counted] = []
    pending: list[Counted] = []
    group: Group | None = None
    for row in range(report.header.row + 1, sheet.n_rows):
        name = sheet.cell(row, at["group"])
        if name is None:
            continue
        number = known_number(sheet.cell(row, at["number"]))
        percent = known_number(sheet.cell(row, at["percent"]))
        category = _category(name)
        if category in CATEGORIES and group is not None:
            pending.append(Counted(group, category, None, number, percent, row + 1))
        elif category == _TOTAL:
            counted += [_with_total(one, number) for one in pending]
            pending = []
        else:
            counted, pending, group = [*counted, *pending], [], group_of(name)
    return [*counted, *pending]


def _with_total(one: Counted, participants: float | None) -> Counted:
    return Counted(one.group, one.category, participants, one.number, one.percent, one.row)


def _category(name: str) -> str:
    heading = plain(name)
    for category, word in CATEGORIES.items():
        if heading.startswith(word.lower()):
            return category
    return _TOTAL if heading.startswith(_TOTAL) else ""
