"""Headings of the list: year, login, a column per work («4 РУ»), the number of markers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from msoko.sources.reading import Recognition
from msoko.sources.reading.headers import Header, Heading, find
from msoko.sources.reading.words import WORK_CODES
from msoko.sources.sheets import Book, Sheet

HEADINGS = {
    "year": Heading("Год", r"год|год впр"),
    "login": Heading("Логин", r"логин( оо)?"),
    "count": Heading("Количество маркеров", r"(количество|число) маркеров"),
    "municipality": Heading("Муниципалитет", required=False),
    "name": Heading("ОО", r"оо|наименование оо|название оо", required=False),
    "region": Heading("Регион", required=False),
}
_MARKER = re.compile(r"(?:(\d{1,2})\s*([а-я]{2})|([а-я]{2})\s*[-_ ]?(\d{1,2}))", re.I)


@dataclass(frozen=True)
class Layout:
    """The sheet, its headings, and the columns of works: place → (subject, grade)."""

    sheet: Sheet
    header: Header
    markers: Mapping[int, tuple[str, int]]


def layout_of(book: Book) -> Layout | None:
    """The visible sheet that has most of the headings."""
    layouts = []
    for sheet in book.sheets:
        if not sheet.hidden and sheet.n_rows:
            header = find(sheet, HEADINGS)
            layouts.append(Layout(sheet, header, _markers(header)))
    return max(layouts, key=lambda layout: layout.header.share, default=None)


def recognise(book: Book) -> Recognition | None:
    """Sure when the headings and at least one column of a work are there."""
    layout = layout_of(book)
    if layout is None or not layout.markers:
        return None
    header = layout.header
    return Recognition("integrity_list", (), header.share, layout.sheet.name, header.missing)


def _markers(header: Header) -> dict[int, tuple[str, int]]:
    found = {}
    for place, text in enumerate(header.texts):
        told = _MARKER.fullmatch((text or "").strip())
        if told is None:
            continue
        letters, grade = (told[2] or told[3]).lower(), int(told[1] or told[4])
        if letters in WORK_CODES:
            found[place] = (WORK_CODES[letters], grade)
    return found
