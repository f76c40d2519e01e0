"""Rows of consolidated collection forms."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from msoko.checks import mixed_years
from msoko.problem import has_errors
from msoko.sources.reading import Options, Reading, Recognition, told, units, work_file
from msoko.sources.reading.answers import after_bar
from msoko.sources.reading.cells import Coded
from msoko.sources.reading.lines import Lines
from msoko.sources.reading.scales import Scales
from msoko.sources.reading.told import Work
from msoko.sources.reading.words import vpr_year
from msoko.sources.sheets import Book
from msoko.sources.vpr_consolidated.recognise import Layout, layout_of
from msoko.vocabulary import AcademicYear


def read(book: Book, recognition: Recognition, options: Options, scales: Scales) -> Reading:
    """One work of many schools; names of schools and municipalities stand after a bar."""
    layout = layout_of(book)
    assert layout is not None
    at = layout.header.columns

    def units_of(lines: Lines, work: Work) -> pa.Table | None:
        named = {
            what: Coded.of(lines.of(at[column]).texts(after_bar))
            for what, column in (
                ("name", "school"), ("municipality", "municipality"), ("region", "region"),
            )
        }  # fmt: skip
        return units.of_lines(lines, work.year, **named)

    settled = told.settle(book, options, recognition.hints)
    reading = work_file.read(
        recognition.kind, layout.sheet, layout.columns, settled, options, scales, units=units_of
    )
    years = mixed_years.find(_years(layout), layout.sheet.name)
    incoming = None if has_errors(years) else reading.incoming
    return replace(reading, incoming=incoming, problems=(*years, *reading.problems))


def _years(layout: Layout) -> list[AcademicYear]:
    column = layout.sheet.columns[layout.header.columns["loaded"]].slice(layout.header.row + 1)
    told_years = (vpr_year(word) for word in Coded.of(column).used())
    return [year for year in told_years if year is not None]
