"""Rows of a school's collection form."""

from __future__ import annotations

import re

from msoko.facts.incoming import Hint
from msoko.facts.login import organisation_of
from msoko.sources.reading import Options, Reading, Recognition, told, work_file
from msoko.sources.reading.scales import Scales
from msoko.sources.reading.told import Told
from msoko.sources.sheets import Book
from msoko.sources.vpr_school_form.recognise import layout_of


def read(book: Book, recognition: Recognition, options: Options, scales: Scales) -> Reading:
    """One work of one school; the form says neither whose it is nor the subject nor the year."""
    layout = layout_of(book)
    assert layout is not None
    settled = told.settle(book, options, recognition.hints)
    organisation = _organisation(book, options)
    if organisation is None:
        problems = (*settled.problems, told.unsaid("organisation"))
        return Reading(None, problems)
    settled = Told(settled.work, (*settled.hints, organisation), settled.problems)
    return work_file.read(
        recognition.kind, layout.sheet, layout.columns, settled, options, scales,
        organisation=organisation.value,
    )  # fmt: skip


def _organisation(book: Book, options: Options) -> Hint | None:
    """From the option, else a login or its six digits in the file name or the nearest folder."""
    if options.organisation is not None:
        return Hint("organisation", options.organisation, "option")
    if (code := _code(book.name)) is not None:
        return Hint("organisation", code, "name")
    code = _code(book.path.parent.name)
    return None if code is None else Hint("organisation", code, "folder")


def _code(text: str) -> str | None:
    bare = re.search(r"(?<![\d.])(\d{6})(?![\d.]*\d)", text)
    return organisation_of(text) or (bare[1] if bare else None)
