"""What an entry of a cycle says, part by part, as the journal tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msoko.cycle.kinds import KINDS
from msoko.cycle.snapshot import day_in
from web.ui.numbers import day

_FIELDS = {field.name: field for kind in KINDS.values() for field in kind.fields}
_PERSON = "person"  # whom a recommendation is for: only its own page names them
_CLOSED = "•••"


def differing(old: Any, new: Any) -> tuple[Any, Any]:
    """Of two contents the parts that differ; anything else as it is."""
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        return old, new
    other = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    return _only(old, other), _only(new, other)


def _only(said: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name in names}


def parts_words(said: Mapping[str, Any]) -> str:
    """«Целевое значение: 3; Достичь к: 31.05.2025»; parts without a name are only counted."""
    told = [_part(name, value) for name, value in said.items() if value and name in _FIELDS]
    rest = sum(bool(value) for name, value in said.items() if name not in _FIELDS)
    return "; ".join([*told, f"записано частей: {rest}"] if rest else told)


def _part(name: str, value: Any) -> str:
    field = _FIELDS[name]
    if name == _PERSON:
        return f"{field.ru}: {_CLOSED}"
    if isinstance(value, list):
        return f"{field.ru}: {', '.join(map(str, value))}"
    if field.type == "date":
        return f"{field.ru}: {day(day_in({name: value}, name))}"
    return f"{field.ru}: {dict(field.choices).get(value, value)}"
