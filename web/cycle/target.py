"""Whether targets of a cycle's indicators are reached by the values of today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.urls import reverse
from django.utils import timezone

from msoko.analysis.aimed_by import aimed_by
from msoko.analysis.aspects import Number
from msoko.analysis.natures import agreed, nature_of
from msoko.cycle.target import Aimed, Measured, Target, judged, target_of
from msoko.indicators.values import STATE_RU
from msoko.profile.indicator import Indicator
from msoko.vocabulary import AcademicYear
from web import regulation
from web.cycle.models import Entry
from web.figures.read import figures, labels_of, of_indicator, seen_by
from web.organisations.tree import tree_now
from web.policy.scope import Scope
from web.ui.templatetags.ui import period


def targets_of(scope: Scope, entry: Entry, actions: Iterable[Entry] = ()) -> list[Aimed]:
    """Of an indicator its own target; of others those of what their `actions` are to change."""
    return judged_of(scope, [entry] if entry.kind == "indicator" else _changed(entry, actions))


def targets_in(scope: Scope, cycle: object, year: str = "") -> list[Aimed]:
    """Every target of a cycle, by the values of one academic year or by the latest."""
    return judged_of(scope, _standing(cycle), year)


def standing_targets() -> dict[tuple[str, str, str], Target]:
    """Targets of all cycles that are not ended, by indicator; of two the one of the later cycle."""
    entries = Entry.objects.filter(kind="indicator", cycle__ended_at=None)
    found = {}
    for one in entries.exclude(state="withdrawn").order_by("cycle__period", "cycle__opened_at"):
        if target := target_of(one.said):
            found[str(one.said.get("indicator") or ""), "", ""] = target
    known = regulation.profile().indicators
    return {key: target for key, target in found.items() if key[0] in known}


def judged_of(scope: Scope, indicators: Iterable[Entry], year: str = "") -> list[Aimed]:
    """Targets of indicators of cycles; none for an indicator without one.

    A target is of the whole municipality, so it is told to those who see all of it.
    """
    if not scope.reaches_all("findings.see"):
        return []
    aimed = ((one, target_of(one.said)) for one in indicators)
    return [told for one, target in aimed if target for told in _judged(scope, one, target, year)]


def _changed(entry: Entry, actions: Iterable[Entry]) -> list[Entry]:
    """Indicators of the same cycle that the actions name."""
    names = {str(one.said.get("indicator") or "") for one in actions} - {""}
    if not names:
        return []
    return [one for one in _standing(entry.cycle) if one.said.get("indicator") in names]


def _standing(cycle: object) -> Iterable[Entry]:
    return Entry.objects.filter(cycle=cycle, kind="indicator").exclude(state="withdrawn")


def _judged(scope: Scope, entry: Entry, target: Target, year: str) -> Iterator[Aimed]:
    """Against the total of each municipality within reach; one line when there is none."""
    name, day = str(entry.said.get("indicator") or ""), timezone.localdate()
    known = regulation.profile().indicators.get(name)
    label, address = known.label if known else name, reverse("cycles:entry", args=[entry.pk])
    totals = _totals(scope, name, year, target.by) if known else []
    for row in totals:
        when = period(str(row["period"]))
        told = f"{when}, {row['unit']}" if len(totals) > 1 else when
        now = measured(row, known, told, _of_schools(name, row))
        yield Aimed(label, judged(target, now, day), address)
    if not totals:
        yield Aimed(label, judged(target, None, day), address)


def _totals(scope: Scope, name: str, asked: str, by: date | None) -> list[dict[str, Any]]:
    """Totals of municipalities in the year asked for, or in the last one that has any.

    What was to be reached by a day is not judged by a later academic year than the day's own.
    """
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
    years = [AcademicYear.parse(asked).start] if asked else sorted(found.years, reverse=True)
    last = AcademicYear.of_date(by.year, by.month).start if by else max(years, default=0)
    for year in (one for one in years if one <= last):
        there = [row for row in known if row["period"] in labels_of(year)]
        if there:
            return there
    return []


def _of_schools(name: str, row: Mapping[str, Any]) -> list[Number]:
    """Numbers of the organisations of a municipality behind its total."""
    found, tree = figures(), tree_now()
    if found is None:
        return []
    table = of_indicator(found, name)
    same = {"unit_kind": "organisation", "breakdown": "", "period": row["period"]}
    wanted = [pc.equal(table[one].cast(pa.string()), word) for one, word in same.items()]
    rows = table.filter(pc.and_(pc.and_(wanted[0], wanted[1]), wanted[2])).to_pylist()
    inside = [one for one in rows if tree.municipality(one["unit"]) == row["unit"]]
    return [_number(one) for one in inside if one["denominator"]]


def _number(row: Mapping[str, Any]) -> Number:
    parts = (row[name] for name in ("numerator", "denominator", "value", "low", "high"))
    known = (float("nan") if part is None else float(part) for part in parts)
    return Number(*known, row["status"] == "ok")


def measured(
    row: Mapping[str, Any], indicator: Indicator, label: str, schools: Sequence[Number]
) -> Measured:
    """A municipality's number with what its target is judged by, as in the analysis.

    Its value is exact: from its counts where it has them. Schools that do not add up to it do not
    tell how it varies.
    """
    top, bottom, unit = row["numerator"], row["denominator"], indicator.unit
    value = Fraction(row["value"])
    if unit in ("percent", "share") and top is not None and bottom:
        value = Fraction(top) / Fraction(bottom) * (100 if unit == "percent" else 1)
    added = (sum(one.top for one in schools), sum(one.bottom for one in schools))
    inside = schools if added == (top, bottom) else []
    nature = nature_of(indicator.formula, agreed(indicator.formula))
    ends = aimed_by(nature, unit, _number(row), inside)
    state = str(row["status"])
    doubts = [] if state == "ok" else [STATE_RU.get(state, state)]
    if isinstance(ends, str):
        return Measured(value, unit, None, None, label, "; ".join([*doubts, ends]))
    low, high = (None, None) if ends is None else (Fraction(ends[0]), Fraction(ends[1]))
    return Measured(value, unit, low, high, label, "; ".join(doubts))
