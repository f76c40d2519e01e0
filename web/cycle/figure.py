"""One value of an indicator as it stands today, for what is frozen and what is compared with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow.compute as pc

from msoko.indicators.values import STATE_RU
from web import regulation
from web.figures.read import figures, of_indicator, seen_by
from web.policy.scope import Scope
from web.ui.numbers import plain, worded

_KEPT = ("numerator", "denominator", "value", "low", "high", "status", "period", "breakdown")


def figure(
    scope: Scope, indicator: str, unit: str, period: str, cell: str = "", state: str = ""
) -> dict[str, Any] | None:
    """The numbers of one cell, those the scope reaches; None when there are none.

    With a `state` only if the values of today are of that very state.
    """
    found = figures()
    if found is None or (state and found.state != state):
        return None
    table = of_indicator(found, indicator)
    for name, word in (("unit", unit), ("period", period), ("breakdown", cell)):
        table = table.filter(pc.equal(table[name].cast("string"), word))
    rows = seen_by(scope, table, regulation.profile(), "values.see").to_pylist()
    return {name: rows[0][name] for name in _KEPT} if rows else None


def figure_words(told: Mapping[str, Any] | None, unit: str) -> str:
    """«20,0 % (8 из 40)», or why there is no number."""
    if told is None:
        return "значения нет"
    if told["value"] is None:
        return str(STATE_RU.get(told["status"], told["status"]))
    if told["numerator"] is None or told["denominator"] is None:
        return worded(told["value"], unit)
    counts = f"{plain(told['numerator'])} из {plain(told['denominator'])}"
    return f"{worded(told['value'], unit)} ({counts})"


def same_figure(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    """Whether two say the same numbers."""
    names = ("numerator", "denominator", "value", "status")
    return all((one or {}).get(name) == (other or {}).get(name) for name in names)
