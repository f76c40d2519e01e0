"""Whether targets of a cycle's indicators are reached by the values of today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.urls import reverse
from django.utils import timezone

from msoko.analysis.methods.means import Summary, mean_of_groups
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.methods.two_shares import schools_share
from msoko.analysis.policy import for_schools
from msoko.cycle.target import Aimed, Measured, Target, judged, target_of
from msoko.indicators.values import STATE_RU
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
    totals, unit = (_totals(scope, name, year), known.unit) if known else ([], "")
    for row in totals:
        when = period(str(row["period"]))
        told = f"{when}, {row['unit']}" if len(totals) > 1 else when
        ends = interval(row, unit, _of_schools(name, row))
        yield Aimed(label, judged(target, _measured(row, unit, told, ends), day), address)
    if not totals:
        yield Aimed(label, judged(target, None, day), address)


def _totals(scope: Scope, name: str, asked: str) -> list[dict[str, Any]]:
    """Totals of municipalities in the year asked for, or in the last one that has any."""
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
    for year in years:
        there = [row for row in known if row["period"] in labels_of(year)]
        if there:
            return there
    return []


def _of_schools(name: str, row: Mapping[str, Any]) -> list[tuple[float, float]]:
    """Numerators and denominators of the organisations of a municipality behind its total."""
    found, tree = figures(), tree_now()
    if found is None:
        return []
    table = of_indicator(found, name)
    same = {"unit_kind": "organisation", "breakdown": "", "period": row["period"]}
    wanted = [pc.equal(table[one].cast(pa.string()), word) for one, word in same.items()]
    rows = table.filter(pc.and_(pc.and_(wanted[0], wanted[1]), wanted[2])).to_pylist()
    return [
        (one["numerator"], one["denominator"])
        for one in rows
        if one["denominator"] and tree.municipality(one["unit"]) == row["unit"]
    ]


def interval(
    row: Mapping[str, Any], unit: str, schools: Sequence[tuple[float, float]]
) -> tuple[Fraction, Fraction] | None:
    """The interval a target is judged by, in the unit of the value; None where it has none.

    Pupils of one school are alike: a share or mean of five schools and more is judged by what
    varies between them, as in the analysis (docs/explanation/gaps.md), if they add up to the total.
    """
    low, high = row["low"], row["high"]
    added = (sum(top for top, _ in schools), sum(bottom for _, bottom in schools))
    whole = added == (row["numerator"], row["denominator"])
    many = for_schools(len(schools)).comparison != "listing"
    if unit in ("percent", "share") and whole and many and low is not None:
        factor = 100 if unit == "percent" else 1
        low, high = (factor * end for end in schools_share(*zip(*schools, strict=True)))
    if unit in ("mean", "score") and whole and many and low is not None:
        means = [Summary(int(people), total / people, 0.0) for total, people in schools]
        found = mean_of_groups(means)
        if not isinstance(found, TooLittle):
            low, high = found.low, found.high
    return None if low is None or high is None else (Fraction(low), Fraction(high))


def _measured(
    row: Mapping[str, Any], unit: str, label: str, ends: tuple[Fraction, Fraction] | None
) -> Measured:
    """A value exactly: from its counts where it has them."""
    top, bottom = row["numerator"], row["denominator"]
    value = Fraction(row["value"])
    if unit in ("percent", "share") and top is not None and bottom:
        value = Fraction(top) / Fraction(bottom) * (100 if unit == "percent" else 1)
    low, high = ends or (None, None)
    state = str(row["status"])
    doubt = "" if state == "ok" else STATE_RU.get(state, state)
    return Measured(value, unit, low, high, label, doubt)
