"""Whether targets of a cycle's indicators are reached by the values of today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.utils import timezone

from msoko.cycle.target import Judged, Measured, Target, judged, target_of
from msoko.indicators.values import STATE_RU
from web import regulation
from web.cycle.models import Entry
from web.figures.read import figures, labels_of, of_indicator, seen_by
from web.policy.scope import Scope
from web.ui.templatetags.ui import period


def targets_of(scope: Scope, entry: Entry, actions: Iterable[Entry] = ()) -> list[Judged]:
    """Of an indicator its own target; of others those of what their `actions` are to change.

    A target is of the whole municipality, so it is told to those who see all of it.
    """
    if not scope.reaches_all("findings.see"):
        return []
    told = []
    for one in [entry] if entry.kind == "indicator" else _changed(entry, actions):
        target = target_of(one.said)
        if target is not None:
            told += list(_judged(scope, str(one.said.get("indicator")), target))
    return told


def _changed(entry: Entry, actions: Iterable[Entry]) -> list[Entry]:
    """Indicators of the same cycle that the actions name."""
    names = {str(one.said.get("indicator") or "") for one in actions} - {""}
    if not names:
        return []
    every = Entry.objects.filter(cycle=entry.cycle_id, kind="indicator").exclude(state="withdrawn")
    return [one for one in every if one.said.get("indicator") in names]


def _judged(scope: Scope, name: str, target: Target) -> Iterator[Judged]:
    """Against the latest total of each municipality within reach; one line when there is none."""
    known, day = regulation.profile().indicators.get(name), timezone.localdate()
    totals = _latest(scope, name) if known else []
    for row in totals if known else ():
        year = period(str(row["period"]))
        label = f"{year}, {row['unit']}" if len(totals) > 1 else year
        yield judged(target, _measured(row, known.unit, label), day)
    if not totals:
        yield judged(target, None, day)


def _latest(scope: Scope, name: str) -> list[dict[str, Any]]:
    """Totals of municipalities in the last year that has any."""
    found = figures()
    if found is None:
        return []
    table = of_indicator(found, name)
    words = {one: table[one].cast(pa.string()) for one in ("unit_kind", "breakdown")}
    whole = pc.and_(
        pc.equal(words["unit_kind"], "municipality"), pc.equal(words["breakdown"], "")
    )  # fmt: skip
    rows = seen_by(scope, table.filter(whole), regulation.profile(), "values.see").to_pylist()
    known = [row for row in rows if row["value"] is not None]
    for year in sorted(found.years, reverse=True):
        there = [row for row in known if row["period"] in labels_of(year)]
        if there:
            return there
    return []


def _measured(row: dict[str, Any], unit: str, label: str) -> Measured:
    """A value exactly: from its counts where it has them."""
    top, bottom = row["numerator"], row["denominator"]
    value = Fraction(row["value"])
    if unit in ("percent", "share") and top is not None and bottom:
        value = Fraction(top) / Fraction(bottom) * (100 if unit == "percent" else 1)
    low, high = (None if row[one] is None else Fraction(row[one]) for one in ("low", "high"))
    state = str(row["status"])
    doubt = "" if state == "ok" else STATE_RU.get(state, state)
    return Measured(value, unit, low, high, label, doubt)
