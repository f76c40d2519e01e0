"""Conditions on one row, read off their definition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msoko.profile.conditions import All, Any_, Bound, Compare, Condition

ORDER = {
    "is": lambda a, b: a == b,
    "at_least": lambda a, b: a >= b,
    "above": lambda a, b: a > b,
    "at_most": lambda a, b: a <= b,
    "below": lambda a, b: a < b,
}


def meets(row: Mapping[str, Any], condition: Condition, keep: Mapping[str, str]) -> bool:
    """An unknown cell meets a comparison only where `keep` says keep."""
    if isinstance(condition, All):
        return all(meets(row, part, keep) for part in condition.parts)
    if isinstance(condition, Any_):
        return any(meets(row, part, keep) for part in condition.parts)
    return _compare(row.get(condition.column), condition, keep)


def _compare(cell: Any, condition: Compare, keep: Mapping[str, str]) -> bool:
    if condition.op == "known":
        return (cell is not None) == condition.value
    if cell is None:
        return keep.get(condition.column) == "keep"
    value = condition.value
    if condition.op == "one_of":
        return cell in value  # type: ignore[operator]
    if condition.op == "not":
        return cell not in value if isinstance(value, tuple) else cell != value
    return bool(ORDER[condition.op](cell, value))


def looked_at(condition: Condition) -> set[str]:
    """Columns compared with something (not merely asked whether they are known)."""
    if isinstance(condition, Compare):
        return set() if condition.op == "known" else {condition.column}
    return {name for part in condition.parts for name in looked_at(part)}


def all_columns(condition: Condition) -> set[str]:
    """Every column a condition names."""
    if isinstance(condition, Compare):
        return {condition.column}
    return {name for part in condition.parts for name in all_columns(part)}


def told(row: Mapping[str, Any], condition: Condition, unknown: Mapping[str, str]) -> bool:
    """Whether a row stays in the denominator of a numerator: no dropped cell is unknown."""
    dropped = [name for name in looked_at(condition) if unknown.get(name) == "drop"]
    return all(row.get(name) is not None for name in dropped)


def needed(condition: Condition) -> list[Condition]:
    """Parts that must all hold."""
    if isinstance(condition, All):
        return [one for part in condition.parts for one in needed(part)]
    return [condition]


def within(value: Any, bounds: tuple[Bound, ...]) -> bool:
    """A number within all borders."""
    return all(ORDER[bound.operator](value, bound.number) for bound in bounds)
