"""Shares of a unit against what they may be compared with, all tested together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Literal

import numpy as np

from msoko.analysis.aspects import Aspect, Count, Key, Shares
from msoko.analysis.breaks import Breaks
from msoko.analysis.evidence import Evidence
from msoko.analysis.methods.false_discovery import adjusted
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.methods.shares import newcombe
from msoko.analysis.methods.two_shares import (
    against_border,
    fisher,
    schools_against,
    schools_change,
    schools_difference,
    schools_share,
    schools_worth,
)
from msoko.analysis.policy import SPARSE, for_pupils, for_schools
from msoko.analysis.reported_shares import ReportedShares, reported_shares
from msoko.analysis.same_works import Mixes, alike, mixes, whole
from msoko.analysis.targets_at import targets_at
from msoko.cycle.target import Target
from msoko.profile.indicator import Threshold

Reference = Literal[
    "threshold",
    "target",
    "past",
    "group",
    "municipality",
    "similar",
    "region",
    "region_told",
    "country_told",
]
SAYS_NOT = (
    "Сравнение не объясняет причин и не оценивает работу учителей; школы по нему не "
    "упорядочиваются (письмо Рособрнадзора от 18.04.2025 № 02-86)."
)
REFERENCE_RU: Mapping[Reference, str] = {
    "threshold": "порог",
    "target": "цель",
    "past": "прошлый год",
    "group": "другая группа",
    "municipality": "остальные школы муниципалитета",
    "similar": "похожие по условиям школы",
    "region": "остальные школы региона",
    "region_told": "регион в целом (сводный отчёт)",
    "country_told": "вся выборка (сводный отчёт)",
}


@dataclass(frozen=True)
class Comparison:
    """One share against another (or a border); `p` is exact, `q` adjusted over all of a question.

    `schools` is how many schools carry the unit's share; `reference_year` is the
    reference's year when it is another one, `group` the words of another group.
    `low` and `high` bound the difference, filled in for comparisons that are told;
    `own_interval` bounds the own share where schools, not pupils, are what varies. `common` is
    how many schools both years are told of when not all of them are (0: all); `own` is theirs.
    `at_least`: the good side of a target; None: the indicator's own polarity says which it is.
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
    common: int = 0
    at_least: bool | None = None
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
        """Whether the difference is on the bad side of a target, or by the indicator's polarity."""
        if self.at_least is not None:
            return self.difference < 0 if self.at_least else self.difference > 0
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
    """What comparisons need besides shares: similar schools, breaks, places of organisations,
    in which works the rows of an aspect lie, what summary reports tell of all who wrote, and
    targets of municipalities."""

    similar: Mapping[str, tuple[tuple[str, float], ...]]
    breaks: Breaks
    municipality: Callable[[str, int], str]
    mixes: Mixes
    reported: ReportedShares
    targets: Mapping[Key, Target]


def references(
    evidence: Evidence, breaks: Breaks, similar: Mapping[str, tuple[tuple[str, float], ...]]
) -> References:
    """References over an evidence's register."""
    return References(
        similar, breaks, evidence.municipality, mixes(evidence), reported_shares(evidence),
        targets_at(evidence),
    )  # fmt: skip


def tested(found: Iterable[Comparison]) -> list[Comparison]:
    """All comparisons with p and adjusted p; those of groups of schools already carry their p.

    A target was set by people, each for itself and before the result: its q is its p.
    """
    kept = list(found)
    p = np.array([one.p for one in kept], dtype=float)
    bordered = np.array([one.border is not None for one in kept], dtype=bool)
    open_ = np.isnan(p)
    for chosen, test in ((open_ & bordered, _border_p), (open_ & ~bordered, _pair_p)):
        rows = np.flatnonzero(chosen)
        if rows.size:
            p[rows] = test([kept[row] for row in rows])
    aimed = np.array([one.reference == "target" for one in kept], dtype=bool)
    q = np.where(aimed, p, adjusted(np.where(aimed, np.nan, p)))
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
    threshold, told = border_of(now.aspect, year), _told(now, len(by_place), known)
    past = _past(years, year, known)
    mix = known.mixes(now.aspect, year)
    inside = {place: whole(mix, _of(places, place)) for place in by_place}
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
        near = {c: now.schools[c] for c, _ in known.similar.get(code, ()) if c in now.schools}
        rest, place = _less(by_place[places[code]], own), inside[places[code]]
        works = mix.get(code, np.zeros(1))
        others = (
            ("municipality", rest, place - works),
            ("similar", summed(near.values()), whole(mix, near)),
            ("region", _less(total, own), sum(inside.values(), np.zeros(1)) - works),
            *((name, other, np.zeros(1)) for name, other in told),
        )
        seen: set[Count] = set()
        for name, other, theirs in others:
            enough = for_pupils(other.tried).interval == "plain"
            if enough and other not in seen and alike(works, theirs):
                seen.add(other)
                yield replace(start, reference=name, other=other)  # type: ignore[arg-type]


def of_municipalities(
    years: Mapping[int, Shares], year: int, known: References
) -> Iterator[Comparison]:
    """Comparisons of municipalities, schools being what varies; five schools at least."""
    now = years[year]
    past, mix = _past(years, year, known), known.mixes(now.aspect, year)
    inside = now.by_place(known.municipality)
    for place, own in now.municipalities.items():
        schools = inside.get(place, {})
        if place not in now.partial:
            yield from _aimed(now, place, own, schools, known.targets.get(now.aspect.key))
        if for_schools(len(schools)).comparison == "listing":
            continue
        start = Comparison(
            now.aspect, year, "municipality", place, "region", own, None, schools=len(schools)
        )
        rest = {c: n for c, n in now.schools.items() if c not in schools}
        comparable = alike(whole(mix, schools), whole(mix, rest))
        if for_schools(len(rest)).comparison != "listing" and comparable:
            yield from _grouped(start, schools, rest)
        for name, other in _told(now, len(inside), known):
            yield from _held_against(replace(start, reference=name), schools, other)
        if past is not None:
            yield from _changed(replace(start, reference_year=past.year), now, past, schools, known)


def _aimed(
    now: Shares, place: str, own: Count, schools: Mapping[str, Count], target: Target | None
) -> Iterator[Comparison]:
    """A municipality against its target: over its schools; pupil by pupil under five of them,
    where nobody is counted twice."""
    several = for_schools(len(schools)).comparison != "listing"
    enough = for_pupils(own.tried).adjective != "never"
    enough = enough and (several or now.aspect.nature == "people")
    if target is None or target.unit != now.aspect.unit or not enough:
        return
    border = target.number * (100 if target.unit == "share" else 1)
    start = Comparison(
        now.aspect, now.year, "municipality", place, "target", own, None, border=border,
        schools=max(len(schools), 1), at_least=target.side == "at_least",
    )  # fmt: skip
    known: tuple[float, float] = own
    interval = None
    if several:
        groups = columns(list(schools.values()))
        share, worth = schools_worth(*groups)
        known, interval = (float(share * worth), float(worth)), schools_share(*groups)
    p = float(against_border(*known, float(border) / 100)[0])
    yield replace(start, p=p, own_interval=interval)


def _told(
    now: Shares, municipalities: int, known: References
) -> tuple[tuple[Reference, Count], ...]:
    """What a summary report tells, where the store knows no schools of other municipalities."""
    told = known.reported(now.aspect, now.year) if municipalities == 1 else None
    if told is None:
        return ()
    name: Reference = "region_told" if told.level == "region" else "country_told"
    return ((name, told.shared),)


def _held_against(
    start: Comparison, schools: Mapping[str, Count], other: Count
) -> Iterator[Comparison]:
    """A municipality against a share that so many people carry that it is taken as it stands."""
    groups = columns(list(schools.values()))
    if _sparse([Count(sum(groups[0]), sum(groups[1]))]):
        return
    found = schools_against(groups, other.share)
    if not isinstance(found, TooLittle):
        yield replace(
            start, other=other, p=found.p, low=found.low, high=found.high,
            own_interval=schools_share(*groups),
        )  # fmt: skip


def _changed(
    start: Comparison, now: Shares, past: Shares, schools: Mapping[str, Count], known: References
) -> Iterator[Comparison]:
    """A municipality against an earlier year: the schools there are in both years."""
    both = dict.fromkeys(schools.keys() & past.schools.keys())
    works = [whole(known.mixes(one.aspect, one.year), both) for one in (now, past)]
    start = replace(start, reference="past")
    if len(both) < len(schools):
        start = replace(start, own=summed(schools[code] for code in both), common=len(both))
    found = paired(start, *({c: one.schools[c] for c in both} for one in (now, past)))
    if found is not None and alike(*works):
        yield found


def _grouped(
    start: Comparison, schools: Mapping[str, Count], others: Mapping[str, Count]
) -> Iterator[Comparison]:
    """One group of schools against another one."""
    groups = [columns(list(side.values())) for side in (schools, others)]
    told = [Count(sum(hits), sum(tried)) for hits, tried in groups]
    if _sparse(told):
        return
    found = schools_difference(groups[0], groups[1])
    if not isinstance(found, TooLittle):
        interval = schools_share(*groups[0])
        yield replace(
            start, other=told[1], p=found.p, low=found.low, high=found.high, own_interval=interval
        )


def paired(
    start: Comparison, first: Mapping[str, Count], second: Mapping[str, Count]
) -> Comparison | None:
    """Two parts of a group of schools, five at least with each: the schools are what varies.

    None where schools or cases are too few for that.
    """
    codes = sorted(first.keys() | second.keys())
    sides = [columns([side.get(code, Count(0, 0)) for code in codes]) for side in (first, second)]
    told = [Count(sum(hits), sum(tried)) for hits, tried in sides]
    fewest = min(len(first), len(second))
    if for_schools(fewest).comparison == "listing" or _sparse(told):
        return None
    found = schools_change(sides[0], sides[1])
    if isinstance(found, TooLittle):
        return None
    return replace(
        start, other=told[1], schools=len(codes), p=found.p, low=found.low, high=found.high,
        own_interval=schools_share(*sides[0]),
    )  # fmt: skip


def _sparse(told: Sequence[Count]) -> bool:
    """Whether cases (or non-cases) are too few for the spread of schools to be told."""
    return min(min(one.hits, one.tried - one.hits) for one in told) < SPARSE


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
    last = date(year, 12, 31) if aspect.calendar else date(year + 1, 8, 31)
    return own[0].on(last) if own else None


def _is_of(threshold: Threshold, aspect: Aspect) -> bool:
    return (threshold.line or "") == aspect.line and aspect.indicator.unit == "percent"


def _past(years: Mapping[int, Shares], year: int, known: References) -> Shares | None:
    """The last earlier year on the same scale and of the same works."""
    earlier = [one for one in years if one < year]
    if not earlier:
        return None
    aspect = years[year].aspect
    linked = known.breaks.linked(
        aspect.fixed, [*earlier, year], aspect.revised, calendar=aspect.calendar
    )
    now = whole(known.mixes(aspect, year))
    before = [one for one in linked if one < year and alike(whole(known.mixes(aspect, one)), now)]
    return years[max(before)] if before else None


def _of(places: Mapping[str, str], place: str) -> set[str]:
    return {code for code, own in places.items() if own == place}


def _less(total: Count, own: Count) -> Count:
    return Count(max(total.hits - own.hits, 0), max(total.tried - own.tried, 0))


def _pair_p(found: Sequence[Comparison]) -> np.ndarray:
    others = [one.other or Count(0, 0) for one in found]
    return fisher(*columns([one.own for one in found]), *columns(others))


def _border_p(found: Sequence[Comparison]) -> np.ndarray:
    borders = [float(one.border or 0) / 100 for one in found]
    return against_border(*columns([one.own for one in found]), borders)
