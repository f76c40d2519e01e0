"""States in words with a tone; a state is never told by colour alone."""

from __future__ import annotations

from msoko.indicators.values import STATE_RU

TONES = {
    "ok": "good",
    "going": "work",
    "whole": "good",
    "part": "warn",
    "none": "bad",
    "not_asked": "",
    "alive": "good",
    "dead": "bad",
    "unchecked": "warn",
    "partial": "warn",
    "too_small": "warn",
    "disputed": "bad",
    "raised": "bad",
    "confirmed": "good",
    "rejected": "",
    "sure": "good",
    "likely": "warn",
    "signal": "warn",
    "accepted": "good",
    "screened": "warn",
    "refused": "bad",
    "failed": "bad",
    "running": "warn",
    "successful": "good",
    "waiting": "",
    "storing": "",
    "withdrawn": "",
    "asked": "warn",
    "withdrawing": "",
    "superseded": "",
    "not_started": "",
    "in_work": "warn",
    "done": "good",
    "not_needed": "",
    "late": "bad",
    "expected": "warn",
    "undecided": "warn",
    "delivered": "good",
}


def tone(state: str) -> str:
    """The tone of a state's badge; plain for the quiet ones."""
    return TONES.get(state, "")


def value_state(state: str) -> str:
    """The state of a value in words."""
    return STATE_RU.get(state, state)
