"""Rows of the 2021 regional export."""

from __future__ import annotations

import pyarrow as pa

from msoko.sources.reading import Options, Reading, Recognition, told, units, work_file
from msoko.sources.reading.lines import Lines
from msoko.sources.reading.scales import Scales
from msoko.sources.reading.told import Work
from msoko.sources.sheets import Book
from msoko.sources.vpr_export_2021.recognise import layout_of


def read(book: Book, recognition: Recognition, options: Options, scales: Scales) -> Reading:
    """One work of one region; «регион» of this layout is the name of the municipality."""
    layout = layout_of(book)
    assert layout is not None
    column = layout.header.columns["municipality"]

    def units_of(lines: Lines, work: Work) -> pa.Table | None:
        return units.of_lines(
            lines, work.year, municipality=lines.of(column), region=options.region
        )

    settled = told.settle(book, options, recognition.hints)
    return work_file.read(
        recognition.kind, layout.sheet, layout.columns, settled, options, scales, units=units_of
    )
