"""Does the agreement of two procedures change over the years: of the same works and schools."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from msoko.analysis import words
from msoko.analysis.agreement.groups import Groups
from msoko.analysis.agreement.told import Drift, Series, drifted
from msoko.analysis.breaks import Breaks
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Finding, Sample, Silence
from msoko.analysis.methods.distributions import t_quantile, two_sided_t
from msoko.analysis.methods.false_discovery import adjusted
from msoko.analysis.policy import sureness
from msoko.analysis.similar import region_of
from msoko.vocabulary import SUBJECTS


def drift_of(groups: Groups, series: Series, known: Breaks) -> Drift | None:
    """Shift of the last year less that of the first year with grades of it, in the same grades.

    Years are compared only where the works were built alike, and over the same schools. Pupils of
    the two years are others, so their errors add up.
    """
    grades, last = groups.grades, max(series.known)
    for first in grades:
        common = groups.common(first, last, known) if first < last else frozenset[int]()
        if not common:
            continue
        same = groups.both(first, last, common, series.place)
        if not same.members.size:
            continue
        a, b = (groups.measured(year, common, same) for year in (first, last))
        if a is None or b is None or a.shift is None or b.shift is None:
            continue
        se = float(np.hypot(a.shift.se, b.shift.se))
        df = se**4 / (a.shift.se**4 / a.shift.df + b.shift.se**4 / b.shift.df)
        return Drift(series, first, last, b.shift.mean - a.shift.mean, se, df)
    return None


def beside_whole(evidence: Evidence, drifts: Sequence[Drift], year: int) -> list[Drift]:
    """A school's change beside that of its municipality, a municipality's beside the region's."""
    changes = {_key(one, one.series.place.kind, one.series.place.code): one for one in drifts}
    found = []
    for one in drifts:
        place, whole = one.series.place, None
        if place.kind == "organisation":
            code = evidence.municipality(place.code, year)
            whole = changes.get(_key(one, "municipality", code))
        if whole is None and place.kind != "region":
            whole = changes.get(_key(one, "region", region_of(evidence)))
        named = (whole.series.place.name, whole.change) if whole else None
        found.append(replace(one, whole=named))
    return found


def _key(one: Drift, kind: str, code: str) -> tuple[object, ...]:
    pair = one.series.pair
    return kind, code, pair.rule.name, pair.subject, pair.linked, one.first, one.last


def parted_by_breaks(
    evidence: Evidence, found: Sequence[Groups], known: Breaks
) -> Iterator[Silence]:
    """Pairs whose change over the years is not told, for the works were built otherwise."""
    reasons: dict[str, dict[str, set[str]]] = {}
    for groups in found:
        years = list(groups.grades)
        last, earlier = years[-1], years[:-1]
        shared = [
            (at, grade) for at in earlier for grade in groups.grades[at] & groups.grades[last]
        ]
        parted = {(at, grade): groups.breaks(at, last, grade, known) for at, grade in shared}
        if shared and all(parted.values()):
            pair = groups.one
            for each in sorted({one.why for own in parted.values() for one in own}):
                named = reasons.setdefault(each, {}).setdefault(pair.rule.ru, set())
                named.add(SUBJECTS[pair.subject].lower())
    if reasons:
        told = "; ".join(
            f"{why} — {rule} ({', '.join(sorted(subjects))})"
            for why, rules in reasons.items()
            for rule, subjects in rules.items()
        )
        why = f"Изменение согласованности по годам не названо там, где работы разные: {told}."
        where = region_of(evidence), words.period(evidence.last_year)
        yield Silence("agreement", "region", *where, why, Sample(0, 0, 0))


def standing(drifts: Sequence[Drift]) -> Iterator[Finding]:
    """Drifts that stand after the adjustment over all of them, and on their own."""
    if not drifts:
        return
    q = adjusted([two_sided_t(one.change / one.se, one.df) for one in drifts])
    for one, at in zip(drifts, q, strict=True):
        half = float(t_quantile(0.975, one.df)) * one.se
        if sureness(1 - float(at)) != "described" and abs(one.change) > half:
            yield drifted(replace(one, q=float(at)))
