"""Shares of a unit against what they may be compared with, all tested together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Literal

import numpy as np

from msoko.analysis.aspects import Aspect, Count, Shares
from msoko.analysis.breaks import Breaks
from msoko.analysis.evidence import Evidence
from msoko.analysis.methods.false_discovery import adjusted
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.methods.shares import newcombe
from msoko.analysis.methods.two_shares import (
    against_border,
    fisher,
    schools_difference,
    schools_share,
)
from msoko.analysis.policy import for_pupils, for_schools
from msoko.profile.indicator import Threshold

Reference = Literal["threshold", "past", "group", "municipality", "similar", "region"]
_SPARSE = 5  # cases or non-cases of a group under which schools' spread cannot be told
REFERENCE_RU: Mapping[Reference, str] = {
    "threshold": "порог",
    "past": "прошлый год",
    "group": "другая группа",
    "municipality": "остальные школы муниципалитета",
    "similar": "похожие по условиям школы",
    "region": "остальные школы региона",
}


@dataclass(frozen=True)
class Comparison:
    """One share against another (or a border); `p` is exact, `q` adjusted over all of a question.

    `schools` is how many schools carry the unit's share; `reference_year` is the
    reference's year when it is another one, `group` the words of another group.
    `low` and `high` bound the difference, filled in for comparisons that are told;
    `own_interval` bounds the own share where schools, not pupils, are what varies.
    """

    aspect: Aspect
    year: int
    unit_kind: Literal["organisation", "municipality"]
    unit: str
    reference: Reference
    own: Count
    other: Count | None
    border: Fraction | None = None
    reference_year: int | None = None
    group: str = ""
    schools: int = 1
    own_interval: tuple[float, float] | None = None
    p: float = float("nan")
    q: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")

    @property
    def against(self) -> float:
        """The share compared with."""
        if self.other is not None:
            return self.other.share
        return float(self.border or 0) / 100

    @property
    def difference(self) -> float:
        """Own share minus the other, a fraction."""
        return self.own.share - self.against

    @property
    def worse(self) -> bool:
        """Whether the difference is on the bad side by the indicator's polarity."""
        return (self.difference > 0) == self.aspect.lower_is_better

    def with_interval(self) -> Comparison:
        """The same with the interval of its difference (Newcombe); a school against a group."""
        if self.other is None or not np.isnan(self.low):
            return self
        found = newcombe(*self.own, *self.other)
        if isinstance(found, TooLittle):
            return self
        return replace(self, low=found.low, high=found.high)


@dataclass(frozen=True)
class References:
    """What comparisons need besides shares: similar schools, breaks, places of organisations."""

    similar: Mapping[str, tuple[tuple[str, float], ...]]
    breaks: Breaks
    municipality: Callable[[str, int], str]


def references(
    evidence: Evidence, breaks: Breaks, similar: Mapping[str, tuple[tuple[str, float], ...]]
) -> References:
    """References over an evidence's register."""
    return References(similar, breaks, evidence.municipality)


def tested(found: Iterable[Comparison]) -> list[Comparison]:
    """All comparisons with p and adjusted p; those of groups of schools already carry their p."""
    kept = list(found)
    p = np.array([one.p for one in kept], dtype=float)
    bordered = np.array([one.border is not None for one in kept], dtype=bool)
    open_ = np.isnan(p)
    for chosen, test in ((open_ & bordered, _border_p), (open_ & ~bordered, _pair_p)):
        rows = np.flatnonzero(chosen)
        if rows.size:
            p[rows] = test([kept[row] for row in rows])
    q = adjusted(p)
    pairs = zip(kept, p.tolist(), q.tolist(), strict=True)
    return [replace(one, p=at, q=kept_q) for one, at, kept_q in pairs]


def of_schools(years: Mapping[int, Shares], year: int, known: References) -> Iterator[Comparison]:
    """Comparisons of every school with at least ten people in one aspect and year.

    None of shares that count a pupil several times: what their pupils vary by is not known.
    """
    now = years[year]
    if now.aspect.nature != "people":
        return
    places = {code: known.municipality(code, year) for code in now.schools}
    total = summed(now.schools.values())
    by_place = {
        place: summed(count for code, count in now.schools.items() if places[code] == place)
        for place in set(places.values())
    }
    threshold = border_of(now.aspect, year)
    past = _past(years, year, known.breaks)
    for code, own in now.schools.items():
        if for_pupils(own.tried).adjective == "never":
            continue
        start = Comparison(now.aspect, year, "organisation", code, "threshold", own, None)
        if threshold is not None:
            yield replace(start, border=threshold)
        if past is not None and code in past.schools:
            yield replace(
                start, reference="past", other=past.schools[code], reference_year=past.year
            )
        near = summed(now.schools[c] for c, _ in known.similar.get(code, ()) if c in now.schools)
        rest = _less(by_place[places[code]], own)
        others = (("municipality", rest), ("similar", near), ("region", _less(total, own)))
        seen: set[Count] = set()
        for name, other in others:
            if for_pupils(other.tried).interval == "plain" and other not in seen:
                seen.add(other)
                yield replace(start, reference=name, other=other)  # type: ignore[arg-type]


def of_municipalities(
    years: Mapping[int, Shares], year: int, known: References
) -> Iterator[Comparison]:
    """Comparisons of municipalities, schools being what varies; five schools at least."""
    now = years[year]
    past = _past(years, year, known.breaks)
    inside: dict[str, dict[str, Count]] = {}
    for code, count in now.schools.items():
        inside.setdefault(known.municipality(code, year), {})[code] = count
    for place, own in now.municipalities.items():
        schools = inside.get(place, {})
        if for_schools(len(schools)).comparison == "listing":
            continue
        start = Comparison(
            now.aspect, year, "municipality", place, "region", own, None, schools=len(schools)
        )
        rest = {c: n for c, n in now.schools.items() if c not in schools}
        if for_schools(len(rest)).comparison != "listing":
            yield from _grouped(start, schools, rest)
        if past is not None:
            then = {c: n for c, n in past.schools.items() if known.municipality(c, year) == place}
            then_start = replace(start, reference="past", reference_year=past.year)
            yield from _grouped(then_start, schools, then)


def _grouped(
    start: Comparison, schools: Mapping[str, Count], others: Mapping[str, Count]
) -> Iterator[Comparison]:
    """One group of schools against another; for a year ago, the schools there are in both years.

    These are treated as unrelated, which makes the interval of the change wider than it need be.
    """
    if not others:
        return
    if start.reference == "past":
        both = [code for code in schools if code in others]
        groups = [columns([side[code] for code in both]) for side in (schools, others)]
    else:
        groups = [columns(list(side.values())) for side in (schools, others)]
    told = [Count(sum(hits), sum(tried)) for hits, tried in groups]
    if min(min(one.hits, one.tried - one.hits) for one in told) < _SPARSE:
        return
    found = schools_difference(groups[0], groups[1])
    if not isinstance(found, TooLittle):
        interval = schools_share(*groups[0])
        yield replace(
            start, other=told[1], p=found.p, low=found.low, high=found.high, own_interval=interval
        )


def columns(counts: Sequence[Count]) -> tuple[list[int], list[int]]:
    """Counts as two columns: hits and tried."""
    return [one.hits for one in counts], [one.tried for one in counts]


def summed(counts: Iterable[Count]) -> Count:
    """Counts added up."""
    hits = tried = 0
    for one in counts:
        hits, tried = hits + one.hits, tried + one.tried
    return Count(hits, tried)


def border_of(aspect: Aspect, year: int) -> Fraction | None:
    """The threshold in force on the last day of the year for the whole value, in percent."""
    if aspect.cell and not aspect.line:
        return None
    own = [t for t in aspect.indicator.thresholds.values() if _is_of(t, aspect)]
    return own[0].on(date(year + 1, 8, 31)) if own else None


def _is_of(threshold: Threshold, aspect: Aspect) -> bool:
    return (threshold.line or "") == aspect.line and aspect.indicator.unit == "percent"


def _past(years: Mapping[int, Shares], year: int, breaks: Breaks) -> Shares | None:
    """The last earlier year on the same scale."""
    earlier = [one for one in years if one < year]
    if not earlier:
        return None
    aspect = years[year].aspect
    linked = breaks.linked(aspect.fixed, [*earlier, year], aspect.revised)
    before = [one for one in linked if one < year]
    return years[max(before)] if before else None


def _less(total: Count, own: Count) -> Count:
    return Count(max(total.hits - own.hits, 0), max(total.tried - own.tried, 0))


def _pair_p(found: Sequence[Comparison]) -> np.ndarray:
    others = [one.other or Count(0, 0) for one in found]
    return fisher(*columns([one.own for one in found]), *columns(others))


def _border_p(found: Sequence[Comparison]) -> np.ndarray:
    borders = [float(one.border or 0) / 100 for one in found]
    return against_border(*columns([one.own for one in found]), borders)
