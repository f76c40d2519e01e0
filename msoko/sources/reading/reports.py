"""What all report workbooks of the federal system share: title cells above the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from msoko.facts.incoming import Hint
from msoko.sources.reading import Recognition
from msoko.sources.reading.headers import Header, Heading, find
from msoko.sources.reading.words import exam_level_of, grade_of, plain, subject_of, vpr_year
from msoko.sources.sheets import Book, Sheet

# «ВПР 2026 Русский язык 4 класс» stands in A3, «Дата:» in A6 (FIELD A1 e).
_TOP = 8


@dataclass(frozen=True)
class Report:
    """One sheet of a report with its headings and what its title says of the work."""

    sheet: Sheet
    header: Header
    hints: tuple[Hint, ...]


def reports_of(book: Book, title: str, wanted: Mapping[str, Heading]) -> tuple[Report, ...]:
    """Sheets whose first cell is the name of the report or that have all of the headings."""
    found = []
    for sheet in book.sheets:
        header = find(sheet, wanted)
        titled = plain(sheet.cell(0, 0) or "").startswith(plain(title))
        if titled or (sheet.n_rows and not header.missing):
            found.append(Report(sheet, header, _hints(sheet)))
    return tuple(found)


def recognition(name: str, reports: tuple[Report, ...]) -> Recognition | None:
    """A report with its title and all headings; with the title alone it is a spoilt one."""
    if not reports:
        return None
    worst = min(reports, key=lambda report: report.header.share)
    if worst.header.missing:
        # The title names the report: however many headings are gone, it is this kind, spoilt.
        share = max(worst.header.share, 0.9)
        return Recognition(
            name, confidence=share, sheet=worst.sheet.name, missing=worst.header.missing
        )
    return Recognition(name, reports[0].hints, sheet=reports[0].sheet.name)


def _hints(sheet: Sheet) -> tuple[Hint, ...]:
    """Subject, grade, year and level of the title «ВПР 2026 Русский язык 4 класс»."""
    cells = (sheet.cell(row, 0) for row in range(1, min(_TOP, sheet.n_rows)))
    title = next((text for text in cells if text and plain(text).startswith("впр")), "")
    told = {
        "subject": subject_of(title),
        "grade": grade_of(title),
        "year": vpr_year(title),
        "exam_level": exam_level_of(title),
    }
    return tuple(Hint(what, str(value), "file") for what, value in told.items() if value)
