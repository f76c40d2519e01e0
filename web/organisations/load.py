"""The register from a table: what a list of organisations would change, then changing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from web.organisations import actions
from web.organisations.kinds import MUNICIPALITY, REGION
from web.organisations.models import Organisation
from web.policy.scope import Actor

_CODES = ("login", "oge_code", "ege_code", "inn")
_FLAGS = ("municipal", "rural", "disadvantaged", "low_performing")


@dataclass(frozen=True)
class Plan:
    """What loading would do: organisations new to the register, renamed, and as they are."""

    new: list[Mapping[str, Any]] = field(default_factory=list)
    renamed: list[tuple[Organisation, str]] = field(default_factory=list)
    same: int = 0


def planned(rows: Iterable[Mapping[str, Any]]) -> Plan:
    """Compare rows of the table `units` (the latest a code) with the register; writes nothing."""
    latest: dict[str, Mapping[str, Any]] = {}
    for row in sorted(rows, key=lambda one: one["year"]):
        latest[row["organisation"]] = {**row, "since": _first(latest, row)}
    known = {one.code: one for one in Organisation.objects.filter(code__in=latest)}
    plan = Plan([row for code, row in latest.items() if code not in known])
    renamed = [
        (known[code], row["name"])
        for code, row in latest.items()
        if code in known and row.get("name") and known[code].name != row["name"]
    ]
    return Plan(plan.new, renamed, len(latest) - len(plan.new) - len(renamed))


def _first(latest: Mapping[str, Mapping[str, Any]], row: Mapping[str, Any]) -> int:
    """The first year a code is told of."""
    earlier = latest.get(row["organisation"])
    return int(earlier["since"] if earlier else row["year"])


def load(plan: Plan, *, by: Actor, act: str = "") -> None:
    """Found and rename what the plan says, each by its own action."""
    for row in sorted(plan.new, key=lambda one: bool(one.get("parent"))):
        _found(row, by, act)
    for organisation, name in plan.renamed:
        actions.correct(
            by=by, organisation=organisation, version=organisation.version, name=name,
            full_name=organisation.full_name, opened_on=organisation.opened_on, reason=act,
        )  # fmt: skip


def _found(row: Mapping[str, Any], by: Actor, act: str) -> None:
    opened = date(row["since"], 9, 1)
    parent = Organisation.objects.filter(code=row.get("parent") or "").first()
    parent = parent or _municipality(row, by, opened)
    organisation = actions.found(
        by=by, code=row["organisation"], kind=row["kind"], opened_on=opened, act=act,
        name=row.get("name") or row["organisation"], parent=parent,
    )  # fmt: skip
    for kind in _CODES:
        if row.get(kind):
            actions.identify(
                by=by, organisation=organisation, version=organisation.version, kind=kind,
                value=str(row[kind]), since=opened,
            )  # fmt: skip
    for kind in _FLAGS:
        if row.get(kind):
            actions.flag(
                by=by, organisation=organisation, version=organisation.version, kind=kind,
                since=opened, act=act,
            )  # fmt: skip
    if row.get("cluster"):
        actions.flag(
            by=by, organisation=organisation, version=organisation.version, kind="cluster",
            value=row["cluster"], since=opened,
        )  # fmt: skip


def _municipality(row: Mapping[str, Any], by: Actor, opened: date) -> Organisation:
    known = Organisation.objects.filter(code=row["municipality"]).first()
    if known is not None:
        return known
    region = _region(row, by, opened)
    founded: Organisation = actions.found(
        by=by, code=row["municipality"], kind=MUNICIPALITY, name=row["municipality"],
        opened_on=opened, parent=region,
    )  # fmt: skip
    return founded


def _region(row: Mapping[str, Any], by: Actor, opened: date) -> Organisation | None:
    if not row.get("region"):
        return None
    known = Organisation.objects.filter(code=row["region"]).first()
    if known is not None:
        return known
    founded: Organisation = actions.found(
        by=by, code=row["region"], kind=REGION, name=row["region"], opened_on=opened
    )
    return founded


def rows_of(units: pa.Table | None) -> list[dict[str, Any]]:
    """Rows of the table `units` as plain mappings; none when there is no table."""
    return [] if units is None else units.to_pylist()
