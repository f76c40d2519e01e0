"""What an upload is about: works of organisations, to notice corrections and clashes."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

# Columns that, with the organisation, say which piece of work a row belongs to.
SCOPE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "results": ("year", "procedure", "subject", "grade", "exam_level", "control_stage", "domain"),
    "items": ("year", "procedure", "subject", "grade", "exam_level"),
    "codifier": ("year", "procedure", "subject", "grade"),
    "scales": ("year", "procedure", "subject", "grade", "region"),
    "aggregates": ("year", "procedure", "subject", "grade", "unit_kind"),
    "graduates": ("year", "grade"),
    "participation": ("year", "event_kind"),
    "coverage": ("year", "form"),
    "prevention": ("year", "case_kind"),
    "staff_events": ("year", "kind"),
    "attributes": ("year", "attribute"),
    "reported": ("year", "field"),
    "activities": ("year", "kind"),
    "procedures": ("year", "procedure"),
    "reviews": ("year", "source"),
    "ratings": ("year", "criterion"),
}

Scope = dict[str, list[str]]


def scope_of(tables: Mapping[str, pa.Table]) -> Scope:
    """Work → organisations it covers, e.g. "results|2024|vpr|math|4|||" → ["220164", …]."""
    found: dict[str, set[str]] = {}
    for name, rows in tables.items():
        columns = [c for c in SCOPE_COLUMNS.get(name, ("year",)) if c in rows.column_names]
        place = ["organisation"] if "organisation" in rows.column_names else []
        for group in (
            rows.select([*columns, *place]).group_by([*columns, *place]).aggregate([]).to_pylist()
        ):
            work = "|".join([name, *("" if group[c] is None else str(group[c]) for c in columns)])
            found.setdefault(work, set()).add(str(group["organisation"]) if place else "")
    return {work: sorted(organisations) for work, organisations in sorted(found.items())}


def covers(later: Scope, earlier: Scope) -> bool:
    """Whether everything the earlier upload told is told anew by the later one."""
    return all(set(earlier[work]) <= set(later.get(work, ())) for work in earlier)


def shared(one: Scope, other: Scope) -> dict[str, list[str]]:
    """Works and organisations both uploads speak of."""
    both = {work: sorted(set(one[work]) & set(other[work])) for work in one if work in other}
    return {work: organisations for work, organisations in both.items() if organisations}
