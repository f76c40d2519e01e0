"""Rows of report Ф3: how many participants of each group have which mark."""

from __future__ import annotations

from msoko.problem import Problem
from msoko.sources.reading import Options, Reading, Recognition, aggregates
from msoko.sources.reading.aggregates import Counted
from msoko.sources.reading.cells import known_number
from msoko.sources.reading.groups import group_of, whole_number
from msoko.sources.reading.reports import Report
from msoko.sources.reading.scales import Scales
from msoko.sources.sheets import Book
from msoko.sources.vpr_report_f3.recognise import MARKS, reports_of


def read(book: Book, recognition: Recognition, options: Options, scales: Scales) -> Reading:
    """Percentages as written; the number behind one where only one whole number fits."""
    return aggregates.read(recognition.kind, book, options, reports_of(book), _counted)


def _counted(report: Report) -> tuple[list[Counted], list[Problem]]:
    at, sheet = report.header.columns, report.sheet
    counted = []
    for row in range(report.header.row + 1, sheet.n_rows):
        name = sheet.cell(row, at["group"])
        participants = known_number(sheet.cell(row, at["participants"]))
        if name is None or participants is None:
            continue
        for mark in MARKS:
            percent = known_number(sheet.cell(row, at[mark]))
            if percent is not None:
                number = whole_number(percent, participants)
                counted.append(
                    Counted(group_of(name), f"mark_{mark}", participants, number, percent, row + 1)
                )
    return counted, []
