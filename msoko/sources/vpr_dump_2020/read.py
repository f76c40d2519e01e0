"""Rows of the raw 2020 dump."""

from __future__ import annotations

from msoko.facts.incoming import Hint
from msoko.sources.reading import Options, Reading, Recognition, told, work_file
from msoko.sources.reading.scales import Scales
from msoko.sources.sheets import Book
from msoko.sources.vpr_dump_2020.recognise import layout_of

# Stored as the work of 2019-20: the grade is that of its programme, and a spring 2021 work of the
# same grade by other children must not meet it in one academic year.
PUT_OFF = Hint("round", "перенесённые работы 2019/20, написаны осенью 2020", "default")


def read(book: Book, recognition: Recognition, options: Options, scales: Scales) -> Reading:
    """One work of one region; the tags of «groups» hold only codes of municipalities, no names."""
    layout = layout_of(book)
    assert layout is not None
    settled = told.settle(book, options, (*recognition.hints, PUT_OFF))
    return work_file.read(recognition.kind, layout.sheet, layout.columns, settled, options, scales)
