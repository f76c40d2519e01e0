"""Sheets of an unknown layout: where the headings stand and what lies below, without the data."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any

from msoko.facts.column import Table
from msoko.sources.reading.cells import Coded, number
from msoko.sources.reading.words import plain
from msoko.sources.sheets import Book, Sheet

_WITHIN = 15
# A table of facts has at least so many columns: whose, when, what.
_LEAST = 3
_COLUMNS = 200
_ALIKE = 0.8
_NUMBER = re.compile(r"[\d\s.,%()+-]+")


def keys_of(texts: Iterable[str | None]) -> list[str | None]:
    """The headings of a row told apart: plain words, a second one of the same words «… (2)»."""
    seen: dict[str, int] = {}
    keys: list[str | None] = []
    for text in texts:
        words = plain(text or "")[:200]
        if not words:
            keys.append(None)
            continue
        seen[words] = seen.get(words, 0) + 1
        keys.append(words if seen[words] == 1 else f"{words} ({seen[words]})")
    return keys


def signature(keys: Iterable[str | None]) -> str:
    """What tells one layout from another: its headings in any order."""
    return hashlib.sha256("\n".join(sorted(filter(None, keys))).encode()).hexdigest()


def rows_of(sheet: Sheet) -> range:
    """The rows in which headings are looked for."""
    return range(min(_WITHIN, sheet.n_rows))


def layouts(book: Book) -> list[dict[str, Any]]:
    """Visible sheets that may hold a table: name, row of the headings, and each heading."""
    found = (_layout(sheet) for sheet in book.sheets if not sheet.hidden)
    return [one for one in found if one is not None]


def _layout(sheet: Sheet) -> dict[str, Any] | None:
    """The first of the rows with most words is taken for the headings."""
    counts = {row: sum(map(_is_heading, sheet.row(row))) for row in rows_of(sheet)}
    row = max(counts, key=lambda one: counts[one], default=None)
    if row is None or counts[row] < _LEAST or row + 1 >= sheet.n_rows:
        return None
    keys = keys_of(sheet.row(row)[:_COLUMNS])
    headings = [
        {"key": key, "text": sheet.cell(row, place), "letters": sheet.address(row, place)}
        | {"holds": _holds(sheet, row, place)}
        for place, key in enumerate(keys)
        if key
    ]
    return {
        "sheet": sheet.name, "row": row, "lines": sheet.n_rows - row - 1,
        "signature": signature(keys_of(sheet.row(row))), "headings": headings,
    }  # fmt: skip


def _is_heading(text: str | None) -> bool:
    return bool(text) and not _NUMBER.fullmatch(text or "")


def _holds(sheet: Sheet, row: int, place: int) -> str:
    """What a column holds, in words that tell nothing of anybody."""
    coded = Coded.of(sheet.columns[place].slice(row + 1))
    words = [word for word in coded.words if word is not None]
    if not words:
        return "пусто"
    numbers = [value for word in words if (value := number(word)) == value]
    if len(numbers) == len(words):
        low, high = (f"{value:g}".replace(".", ",") for value in (min(numbers), max(numbers)))
        return f"числа от {low} до {high}" if low != high else f"всюду {low}"
    return f"разных слов: {len(words)}"


def guesses(table: Table, layout: dict[str, Any]) -> dict[str, str]:
    """Columns of the table → the heading most like them, each heading once."""
    scored = sorted(
        (
            (_alike(column.ru, one["key"], column.name), column.name, one["key"])
            for column in table.columns
            for one in layout["headings"]
        ),
        reverse=True,
    )
    found: dict[str, str] = {}
    for score, name, key in scored:
        if score >= _ALIKE and name not in found and key not in found.values():
            found[name] = key
    return found


def _alike(ru: str, key: str, name: str) -> float:
    if key in (plain(ru), plain(name)):
        return 1.0
    return SequenceMatcher(None, plain(ru), key).ratio()
