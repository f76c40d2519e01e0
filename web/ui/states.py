"""States in words with a tone; a state is never told by colour alone."""

from __future__ import annotations

from msoko.indicators.values import STATE_RU

TONES = {
    "ok": "good",
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
    "waiting": "",
    "storing": "",
    "withdrawn": "",
    "asked": "warn",
    "withdrawing": "",
    "superseded": "",
}


def tone(state: str) -> str:
    """The tone of a state's badge; plain for the quiet ones."""
    return TONES.get(state, "")


def value_state(state: str) -> str:
    """The state of a value in words."""
    return STATE_RU.get(state, state)
