"""Question: does a share differ between years, between groups, between a unit and the rest.

Unlike the question of gaps it tells every comparison, also where no difference is shown. Schools
are told apart only for indicators asked by name; otherwise municipalities alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal

from msoko.analysis import words
from msoko.analysis.aspects import Aspect, Count, Key, Shares, cell_words, shares
from msoko.analysis.breaks import breaks_of
from msoko.analysis.census import changes
from msoko.analysis.census_told import finding as told_census
from msoko.analysis.compared import (
    SAYS_NOT,
    Comparison,
    References,
    of_municipalities,
    of_schools,
    paired,
    references,
    tested,
)
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Answer, Finding, Sample, Silence
from msoko.analysis.gaps import METHOD, SOURCE, against, as_row, chart, drawn
from msoko.analysis.means_apart import finding as told_mean
from msoko.analysis.means_apart import means_apart
from msoko.analysis.methods.shares import exact_share
from msoko.analysis.policy import Claim, claim, for_pupils, for_schools, least_pupils, sureness
from msoko.analysis.same_works import alike, whole
from msoko.analysis.similar import region_of

_Found = Mapping[Key, Mapping[int, Shares]]


def answer(evidence: Evidence) -> Answer:
    """All comparisons of the last year, surest first; breaks of scales as silences.

    After them the changes of all other numbers to the year before, exact and without a test.
    """
    found = shares(evidence, repeated=True)
    breaks = breaks_of(evidence)
    known = references(evidence, breaks, {})
    compared: list[Comparison] = []
    silences: list[Silence] = []
    for years in found.values():
        last = max(years)
        compared += of_municipalities(years, last, known)
        if evidence.asked_indicators:
            compared += of_schools(years, last, known)
        silences += _broken(evidence, years, known)
    compared += _groups(found, known, bool(evidence.asked_indicators))
    told = sorted(tested(compared), key=lambda one: (one.q, one.unit_kind, one.unit, one.reference))
    findings = [_finding(evidence, one, found) for one in told]
    findings += [
        told_mean(evidence, one, "differences")
        for one in sorted(means_apart(evidence), key=lambda one: (one.q, one.unit))
        if one.unit_kind == "municipality" or evidence.asked_indicators
    ]
    findings += [
        told_census(evidence, one, "differences", "trend")
        for one in changes(evidence)
        if one.past is not None and (one.unit_kind == "municipality" or evidence.asked_indicators)
    ]
    if not findings and not silences:
        silences.append(_nothing(evidence))
    return Answer("differences", tuple(findings), tuple(silences))


def _nothing(evidence: Evidence) -> Silence:
    least = least_pupils(lambda one: one.adjective != "never")
    why = (
        "Сравнить не с чем: нужны прошлый год на той же шкале, не менее 5 школ в муниципалитете и "
        f"вне его или две группы не менее чем по {least} человек."
    )
    period = words.period(evidence.last_year)
    return Silence("differences", "region", region_of(evidence), period, why, Sample(0, 0))


def _groups(found: _Found, known: References, schools: bool) -> Iterator[Comparison]:
    """Each pair of cells of one breakdown inside one unit: boys and girls, with and without ОВЗ."""
    families: dict[tuple[str, str, str, int], list[Shares]] = {}
    for years in found.values():
        now = years[max(years)]
        names = ",".join(part.split("=")[0] for part in now.aspect.cell.split(";"))
        once = now.aspect.nature == "people"
        if once and names in ("sex", "special_needs", "programme"):
            key = (now.aspect.indicator.id, now.aspect.line, names, now.year)
            families.setdefault(key, []).append(now)
    for members in families.values():
        family = sorted(members, key=lambda one: one.aspect.cell)
        for number, one in enumerate(family):
            for other in family[number + 1 :]:
                yield from _pairs(one, other, known, schools)


def _pairs(one: Shares, other: Shares, known: References, schools: bool) -> Iterator[Comparison]:
    """Two groups in every unit; in a municipality the schools are what varies, while they suffice.

    Fewer schools, or cases too few to tell their spread by, are compared pupil by pupil; a group
    that a few of many schools hold is not compared: its school and it cannot be told apart.
    """
    formula = other.aspect.indicator.formula
    table = getattr(getattr(formula, "selection", None), "table", "results")
    group = cell_words(table, other.aspect.cell)
    sides: list[tuple[str, Mapping[str, Count], Mapping[str, Count]]] = [
        ("municipality", one.municipalities, other.municipalities)
    ]
    if schools:
        sides.append(("organisation", one.schools, other.schools))
    places = [side.by_place(known.municipality) for side in (one, other)]
    for kind, first, second in sides:
        for unit in sorted(first.keys() & second.keys()):
            if for_pupils(min(first[unit].tried, second[unit].tried)).adjective != "never":
                start = Comparison(
                    one.aspect, one.year, kind, unit, "group", first[unit], second[unit],  # type: ignore[arg-type]
                    group=group,
                )  # fmt: skip
                if kind == "municipality":
                    inside = [side.get(unit, {}) for side in places]
                    start = replace(start, schools=len({*inside[0], *inside[1]}))
                    if _apart(*inside):
                        continue
                    start = paired(start, *inside) or start
                yield start


def _apart(first: Mapping[str, Count], second: Mapping[str, Count]) -> bool:
    """Whether few of a municipality's many schools hold one of the groups."""
    fewest, all_ = min(len(first), len(second)), len({*first, *second})
    few = for_schools(fewest).comparison == "listing"
    return few and for_schools(all_).comparison != "listing"


def _kind(one: Comparison, sure: Claim) -> Literal["trend", "difference", "gap", "strength"]:
    """Groups of one unit are no strength or gap of it, and what is not shown is neither."""
    if one.reference == "past":
        return "trend"
    if one.reference == "group" or sure == "described":
        return "difference"
    return "gap" if one.worse else "strength"


def _finding(evidence: Evidence, plain: Comparison, found: _Found) -> Finding:
    one = plain.with_interval()
    least = one.own.tried if one.other is None else min(one.own.tried, one.other.tried)
    sure, pulled = claim(1 - one.q, least), drawn(evidence, one, found)
    low, high = one.own_interval or (float(end) for end in exact_share(*one.own))
    name = one.unit if one.unit_kind == "municipality" else evidence.name(one.unit, one.year)
    said = (
        f"{words.quoted(name)}, {one.aspect.year(one.year)}: {words.quoted(one.aspect.label)} — "
        f"{words.share(*one.own, low, high)}{f'; {pulled.told()}' if pulled else ''}; "
        f"{against(one, sure)}"
    )
    if sureness(1 - one.q) == "described":
        said += f"; {unproven(one)}"
    return Finding(
        kind=_kind(one, sure),
        question="differences",
        unit_kind=one.unit_kind,
        unit=one.unit,
        period=words.period(one.year),
        sure=sure,
        sentence=words.spoken(said, pupils=least),
        measured="разность долей",
        value=one.difference,
        low=as_row(one)["low"],
        high=as_row(one)["high"],
        sample=Sample(one.own.tried, one.schools),
        method=METHOD,
        source=SOURCE,
        says_not=SAYS_NOT,
        indicator=one.aspect.indicator.id,
        area=one.aspect.indicator.area,
        severity=abs(one.difference) * one.own.tried,
        evidence={"line": one.aspect.line, "breakdown": one.aspect.cell, **as_row(one)},
        chart=chart(name, [one], (low, high)),
    )


def unproven(one: Comparison) -> str:
    """That no difference is shown; an interval that leaves nought out is a single comparison's."""
    alone = one.low > 0 or one.high < 0
    return f"{'с поправкой на число сравнений ' if alone else ''}различие не доказано"


def _broken(
    evidence: Evidence, years: Mapping[int, Shares], known: References
) -> Iterator[Silence]:
    """Years not compared: the scale broke between them, or other works were written."""
    aspect: Aspect = years[max(years)].aspect
    if aspect.cell or len(years) < 2:
        return
    before = max(year for year in years if year < max(years))
    pair = [before, max(years)]
    named = " и ".join(aspect.year(year) for year in pair)
    named += "" if aspect.calendar else " учебные годы"
    broken = known.breaks.of(aspect.fixed, pair, aspect.revised, calendar=aspect.calendar)
    reasons = [f"{one.why} ({one.source})" for one in broken]
    sides = [whole(known.mixes(aspect, year)) for year in pair]
    if not reasons and not alike(*sides):
        reasons = ["в эти годы писали в основном разные работы"]
    for reason in reasons:
        why = f"{words.quoted(aspect.label)}: {named} не сравниваются: {reason}."
        yield Silence(
            "differences", "region", region_of(evidence), words.period(max(years)), why,
            Sample(0, 0, 1, 2), aspect.indicator.id,
        )  # fmt: skip
