"""An act kept as JSON: frozen when it goes for approval, read by `msoko render`."""

from __future__ import annotations

from pydantic import TypeAdapter, ValidationError

from msoko.documents.act_text import ActText
from msoko.problem import Problem

_ACT: TypeAdapter[ActText] = TypeAdapter(ActText)
LARGEST = 5_000_000


def to_json(act: ActText) -> str:
    """The act as JSON text; reading it gives an equal act."""
    return _ACT.dump_json(act, indent=2).decode()


def from_json(raw: bytes | str, file: str = "") -> tuple[ActText | None, tuple[Problem, ...]]:
    """The act, or why the JSON is none: every wrong place is named."""
    if len(raw) > LARGEST:
        what = f"описание акта больше {LARGEST // 1_000_000} МБ"
        return None, (Problem("act_json", what, "сократите таблицы", file=file or None),)
    try:
        return _ACT.validate_json(raw), ()
    except ValidationError as wrong:
        return None, tuple(_told(error, file) for error in wrong.errors()[:20])


def _told(error: object, file: str) -> Problem:
    words = dict(error) if isinstance(error, dict) else {}
    place = ".".join(str(part) for part in words.get("loc", ()))
    what = f"поле «{place}» заполнено неверно" if place else "файл — не описание акта в JSON"
    mend = "сравните файл с образцом в справочнике «Акты» (docs/reference/acts.md)"
    return Problem("act_json", what, mend, file=file or None)
