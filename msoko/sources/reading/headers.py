"""Finding the heading row of a table and its columns by what the headings say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from msoko.sources.reading.words import plain
from msoko.sources.sheets import Sheet

# A heading row stands near the top in every known layout.
_WITHIN = 15


@dataclass(frozen=True)
class Heading:
    """A heading as people know it; `pattern` fits its plain form, when spellings differ."""

    ru: str
    pattern: str | None = None
    required: bool = True

    def fits(self, heading: str) -> bool:
        """Whether a plain heading is this one."""
        return _fits(self.ru, self.pattern, heading)


@lru_cache(maxsize=1 << 18)
def _fits(ru: str, pattern: str | None, heading: str) -> bool:
    """Remembered: the same few headings are asked about by every kind, file after file."""
    if pattern is None:
        return heading == plain(ru)
    return re.fullmatch(pattern, heading) is not None


@dataclass(frozen=True)
class Header:
    """Where the headings are: row from 0, wanted name → column from 0, required ones not found."""

    row: int
    columns: Mapping[str, int]
    texts: tuple[str | None, ...]
    missing: tuple[str, ...]
    share: float


def find(sheet: Sheet, wanted: Mapping[str, Heading], within: int = _WITHIN) -> Header:
    """The row with most of the wanted headings; `share` is of the required ones."""
    best: tuple[int, dict[str, int], tuple[str | None, ...]] = (0, {}, ())
    for row in range(min(within, sheet.n_rows)):
        texts = tuple(sheet.row(row))
        columns = _matches(texts, wanted)
        if len(columns) > len(best[1]):
            best = (row, columns, texts)
    row, columns, texts = best
    required = [name for name, heading in wanted.items() if heading.required]
    missing = tuple(wanted[name].ru for name in required if name not in columns)
    return Header(row, columns, texts, missing, 1 - len(missing) / len(required))


def _matches(texts: tuple[str | None, ...], wanted: Mapping[str, Heading]) -> dict[str, int]:
    columns: dict[str, int] = {}
    headings = [(column, plain(text)) for column, text in enumerate(texts) if text is not None]
    for name, sought in wanted.items():
        for column, heading in headings:
            if sought.fits(heading):
                columns[name] = column
                break
    return columns
