"""What the cells of one pupil's line mean: task scores, variants, sex, journal marks, class."""

from __future__ import annotations

from typing import Final

import numpy as np

from msoko.sources.reading.cells import number

ABSENT: Final = "отсутствовал"
NO_MARK: Final = "нет отметки"
# States of a task cell; the first three are the states of `items`.
DONE, NOT_ATTEMPTED, NOT_TAUGHT, BLANK, UNREADABLE = range(5)
STATES = ("done", "not_attempted", "not_taught")
_CROSSES = frozenset("xXхХ")  # Latin and Cyrillic letters look alike


def state_of(word: str | None) -> int:
    """State of a task cell: a number, X, «не пройд.», empty, or none of these (FIELD A1 g)."""
    if word is None:
        return BLANK
    if word.strip() in _CROSSES:
        return NOT_ATTEMPTED
    if word.lower().replace(" ", "").startswith("непройд"):
        return NOT_TAUGHT
    value = number(word)
    return UNREADABLE if np.isnan(value) or value < 0 else DONE


def points_of(word: str | None) -> float:
    """Points of a task cell: X is 0, a topic not taught and anything unreadable is unknown."""
    state = state_of(word)
    if state == DONE:
        return number(word)
    return 0.0 if state == NOT_ATTEMPTED else np.nan


def is_absent(word: str | None) -> bool:
    """Whether a variant cell says the pupil was absent."""
    return word is not None and word.lower().startswith(ABSENT)


def mark_of(word: str | None) -> float:
    """A mark 2–5; anything else is unknown."""
    value = number(word)
    return value if value in (2, 3, 4, 5) else np.nan


def is_impossible_mark(word: str | None) -> bool:
    """A cell that is neither a mark 2–5 nor «нет отметки» nor empty (met: 1, 8, «ж»)."""
    return word is not None and word.lower() != NO_MARK and bool(np.isnan(mark_of(word)))


def sex_of(word: str | None) -> str | None:
    """м → m, ж → f, whatever the case; anything else is unknown."""
    letter = (word or "").strip().lower()[:1]
    return {"м": "m", "ж": "f", "m": "m", "f": "f"}.get(letter)


def class_group_of(word: str | None) -> str | None:
    """Letter or number of the class; «нет» says there is none. Case is levelled: «А» and «а»."""
    plain = (word or "").strip().lower()
    return None if plain in ("", "нет", "-", "—") else plain


def after_bar(word: str | None) -> str | None:
    """«reg22_m019 | Красногорский муниципальный район» → the name after the bar."""
    return (word.split("|", 1)[-1].strip() or None) if word else None
