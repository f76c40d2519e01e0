"""A protocol is told by its headings: school, class, surname, primary score."""

from __future__ import annotations

from msoko.sources.gia.headings import REQUIRED, Header
from msoko.sources.gia.sections import headers_of
from msoko.sources.reading import Recognition
from msoko.sources.sheets import Book


def recognise(book: Book) -> Recognition | None:
    """By the header that has most of the required headings, on any visible sheet."""
    best: tuple[float, str, Header] | None = None
    for sheet in book.sheets:
        for header in () if sheet.hidden else headers_of(sheet):
            share = 1 - len(header.missing) / len(REQUIRED)
            if best is None or share > best[0]:
                best = (share, sheet.name, header)
    if best is None:
        return None
    share, name, header = best
    return Recognition("gia", confidence=share, sheet=name, missing=header.missing)
