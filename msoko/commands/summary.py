"""What a computation showed, area by area: computed, missing and from whom, thresholds crossed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from msoko.indicators.compute import Computed
from msoko.indicators.grain import period_label
from msoko.indicators.rule_sets import Identified, identify
from msoko.indicators.thresholds import Raised, all_raised
from msoko.profile.profile import Profile

_GOOD = frozenset({"ok", "partial", "too_small", "zero_denominator", "disputed"})


@dataclass(frozen=True)
class AreaSummary:
    """One area in one year: indicators by state at the municipality's level."""

    id: str
    title: str
    total: int
    whole: int
    partial: int
    silent: tuple[str, ...]


def areas(profile: Profile, computed: Computed, year: int) -> list[AreaSummary]:
    """Every area of the profile, in the regulation's order."""
    states = _municipal_states(computed.values.table, year)
    found = []
    for area in profile.texts.areas.values():
        own = [i.id for i in profile.indicators.values() if i.area == area.id]
        whole = sum(states.get(name) in _GOOD - {"partial"} for name in own)
        partial = sum(states.get(name) == "partial" for name in own)
        silent = tuple(name for name in own if states.get(name) not in _GOOD)
        found.append(AreaSummary(area.id, area.title, len(own), whole, partial, silent))
    return found


def _municipal_states(table: pa.Table, year: int) -> dict[str, str]:
    """State of every indicator's main value, the best one of several municipalities."""
    mine = pc.and_(
        pc.equal(table["unit_kind"].cast(pa.string()), "municipality"),
        pc.and_(
            pc.equal(table["breakdown"].cast(pa.string()), ""),
            pc.is_in(
                table["period"].cast(pa.string()), pa.array([period_label(year), str(year + 1)])
            ),
        ),
    )
    rows = table.filter(mine).select(["indicator", "status"]).to_pylist()
    best: dict[str, str] = {}
    for row in rows:
        if best.get(row["indicator"]) not in _GOOD:
            best[row["indicator"]] = row["status"]
    return best


def missing_from(computed: Computed, year: int) -> dict[str, int]:
    """Organisations and how many indicators wait for them in a year, most first."""
    waiting: dict[str, int] = {}
    for gap in computed.values.missing:
        if gap.period == period_label(year):
            for code in gap.organisations:
                waiting[code] = waiting.get(code, 0) + 1
    return dict(sorted(waiting.items(), key=lambda one: (-one[1], one[0])))


def crossed(profile: Profile, computed: Computed, year: int) -> list[Raised]:
    """Thresholds raised for the identification year at any level, findings before notices."""
    indicators = list(profile.indicators.values())
    found: list[Raised] = []
    for level in ("organisation", "municipality"):
        found += all_raised(computed.look(level), indicators, [year])
    severity = {(i.id, t.name): t.severity for i in indicators for t in i.thresholds.values()}
    kept = [one for one in found if one.raised]
    return sorted(kept, key=lambda one: severity[one.indicator, one.threshold] != "finding")


def identified(profile: Profile, computed: Computed, year: int) -> list[Identified]:
    """Every organisation through every rule set, those with any data only."""
    known = {**profile.common, **profile.indicators}
    look, units = computed.look(), computed.context.units
    found = []
    for rules in profile.rule_sets.values():
        for code in units.expected(rules.kinds, year) or look.units():
            result = identify(rules, known, look, code, year)
            if result.known:
                found.append(result)
    return found


def names(computed: Computed, codes: Sequence[str], year: int) -> Mapping[str, str]:
    """Codes with the names of the register."""
    units = computed.context.units
    return {code: (units.row(code, year) or {}).get("name") or code for code in codes}
