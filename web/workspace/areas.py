"""Where each area stands, from the values of the municipality a reader may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from msoko.profile.profile import Profile
from web.figures.read import Figures, seen_by
from web.policy.scope import Scope
from web.ui.numbers import counted
from web.workspace.rows import in_cell, in_year

_WHOLE = frozenset({"ok", "too_small", "zero_denominator", "disputed"})
# Hidden from this reader: whether it is whole is hidden too.
_HIDDEN = "suppressed"


@dataclass(frozen=True)
class AreaState:
    """One area in one year: how many indicators are whole, in part, hidden or silent."""

    id: str
    number: int
    title: str
    mechanism: str
    total: int
    whole: int
    partly: int
    hidden: int
    raised: int

    @property
    def said(self) -> str:
        """«22 показателя: полностью 20, неполно 1, без данных 1»."""
        silent = self.total - self.whole - self.partly - self.hidden
        parts = [
            f"{word} {number}"
            for word, number in (
                ("полностью", self.whole),
                ("неполно", self.partly),
                ("скрыто", self.hidden),
                ("без данных", silent),
            )
            if number
        ]
        head = counted(self.total, "показатель", "показателя", "показателей")
        return f"{head}: {', '.join(parts)}" if parts else head


def area_states(
    profile: Profile, found: Figures | None, year: int, scope: Scope
) -> list[AreaState]:
    """Every area in the regulation's order."""
    statuses = municipal_states(profile, found, year, scope) if found else {}
    codes = scope.codes("values.see")
    raised = [r[0] for r in (found.raised if found else ()) if r[3] == year and r[2] in codes]
    told = []
    for area in profile.texts.areas.values():
        own = [one.id for one in profile.indicators.values() if one.area == area.id]
        whole = sum(statuses.get(name) in _WHOLE for name in own)
        partly = sum(statuses.get(name) == "partial" for name in own)
        hidden = sum(statuses.get(name) == _HIDDEN for name in own)
        crossed = sum(name in set(own) for name in raised)
        counts = (len(own), whole, partly, hidden, crossed)
        told.append(AreaState(area.id, area.number, area.title, area.mechanism, *counts))
    return told


def municipal_states(
    profile: Profile, found: Figures, year: int, scope: Scope
) -> Mapping[str, str]:
    """The state of every indicator's main value; the best one of several municipalities."""
    rows = in_cell(in_year(found.totals, year), "")
    rows = seen_by(scope, rows, profile, "values.see")
    states: dict[str, str] = {}
    names, words = rows["indicator"].to_pylist(), rows["status"].to_pylist()
    for name, state in zip(names, words, strict=True):
        if states.get(name) not in _WHOLE:
            states[name] = state
    return states
