"""A profile as plain values for `msoko check --format json`."""

from __future__ import annotations

from typing import Any

from msoko.profile.clause import ClauseRef
from msoko.profile.indicator import Indicator, Line, Threshold
from msoko.profile.model_area import Area
from msoko.profile.profile import Profile


def profile_json(profile: Profile | None, name: str) -> dict[str, Any]:
    """Areas and indicators in the regulation's order; empty lists without a profile."""
    return {
        "profile": profile.id if profile else name,
        "version": profile.version if profile else "",
        "areas": [_area(area) for area in profile.texts.areas.values()] if profile else [],
        "indicators": [_indicator(one) for one in profile.indicators.values()] if profile else [],
    }


def _area(area: Area) -> dict[str, Any]:
    goals = [
        {"id": goal.id, "catalogue": goal.catalogue, "title": goal.title} for goal in area.goals
    ]
    return {
        "id": area.id,
        "number": area.number,
        "mechanism": area.mechanism,
        "title": area.title,
        "goals": goals,
    }


def _indicator(indicator: Indicator) -> dict[str, Any]:
    return {
        "id": indicator.id,
        "area": indicator.area,
        "group": indicator.group,
        "uses": indicator.uses,
        "catalogue": indicator.catalogue,
        **_clause(indicator.clause),
        "kind": indicator.formula.kind,
        "label": indicator.label,
        "unit": indicator.unit,
        "polarity": indicator.polarity,
        "level": list(indicator.level),
        "goals": list(indicator.goals),
        "readings": list(indicator.readings),
        "breakdowns": [list(names) for names in indicator.breakdowns],
        "variants": [variant.id for variant in indicator.variants],
        "lines": [_line(line) for line in indicator.lines],
        "thresholds": [_threshold(one) for one in indicator.thresholds.values()],
        "file": indicator.path,
        "line": indicator.line,
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "catalogue": line.catalogue,
        "label": line.label,
        "unit": line.unit,
        "kind": line.formula.kind,
        **_clause(line.clause),
    }


def _clause(ref: ClauseRef | None) -> dict[str, Any]:
    return {
        "clause": {"act": ref.act, "at": ref.at} if ref else None,
        "quote": ref.quote if ref else None,
    }


def _threshold(threshold: Threshold) -> dict[str, Any]:
    dated = {since.isoformat(): float(number) for since, number in threshold.dated}
    return {"name": threshold.name, threshold.operator: dated, "line": threshold.line}
