"""What the content of a ВПР file tells: grade by participant codes, subject by textbooks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from msoko.facts.incoming import Hint
from msoko.sources.reading.cells import Coded
from msoko.sources.reading.words import grade_of_code, subject_of
from msoko.sources.sheets import Sheet

# A few spoilt lines must not hide what all the others say.
_AGREE = 0.95


def by_codes(sheet: Sheet, column: int, first: int, put_off: int = 0) -> Iterator[Hint]:
    """Grade of the work by participant codes, less the years the work was put off."""
    yield from by_meaning(
        "grade", sheet, column, first, lambda word: _text(grade_of_code(word), put_off)
    )


def by_textbooks(sheet: Sheet, column: int | None, first: int) -> Iterator[Hint]:
    """Subject by the titles or codes of textbooks."""
    if column is not None:
        yield from by_meaning("subject", sheet, column, first, subject_of)


def by_meaning(
    what: str, sheet: Sheet, column: int, first: int, meaning: Callable[[str], str | None]
) -> Iterator[Hint]:
    """A hint when nearly all cells of a column that mean something mean the same."""
    if (value := _agreed(sheet, column, first, meaning)) is not None:
        yield Hint(what, value, "file")


def _text(grade: int | None, less: int) -> str | None:
    return None if grade is None else str(grade - less)


def _agreed(
    sheet: Sheet, column: int, first: int, meaning: Callable[[str], str | None]
) -> str | None:
    """What nearly all cells that mean something mean; None when they disagree."""
    coded = Coded.of(sheet.columns[column].slice(first))
    counts = np.bincount(coded.codes, minlength=len(coded.words))
    told: dict[str, int] = {}
    for word, count in zip(coded.words, counts, strict=True):
        if word is not None and count and (value := meaning(word)) is not None:
            told[value] = told.get(value, 0) + int(count)
    best = max(told, key=lambda value: told[value], default=None)
    return best if best is not None and told[best] >= _AGREE * sum(told.values()) else None
