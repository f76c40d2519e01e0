"""Question: does a share differ between years, between groups, between a unit and the rest.

Unlike the question of gaps it tells every comparison, also where no difference is shown. Schools
are told apart only for indicators asked by name; otherwise municipalities alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msoko.analysis import words
from msoko.analysis.aspects import Aspect, Count, Shares, cell_words, shares
from msoko.analysis.breaks import Breaks, breaks_of
from msoko.analysis.census import changes
from msoko.analysis.census_told import finding as told_census
from msoko.analysis.compared import Comparison, of_municipalities, of_schools, references, tested
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Answer, Finding, Sample, Silence
from msoko.analysis.gaps import METHOD, SAYS_NOT, SOURCE, against, as_row, chart
from msoko.analysis.methods.shares import exact_share
from msoko.analysis.policy import for_pupils, may_judge, sureness
from msoko.analysis.similar import region_of

_Key = tuple[str, str, str]


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
        silences += _broken(evidence, years, breaks)
    compared += _groups(found, bool(evidence.asked_indicators))
    told = sorted(tested(compared), key=lambda one: (one.q, one.unit_kind, one.unit, one.reference))
    findings = [_finding(evidence, one) for one in told]
    findings += [
        told_census(evidence, one, "differences", "trend")
        for one in changes(evidence)
        if one.past is not None and (one.unit_kind == "municipality" or evidence.asked_indicators)
    ]
    return Answer("differences", tuple(findings), tuple(silences))


def _groups(found: Mapping[_Key, Mapping[int, Shares]], schools: bool) -> Iterator[Comparison]:
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
                yield from _pairs(one, other, schools)


def _pairs(one: Shares, other: Shares, schools: bool) -> Iterator[Comparison]:
    formula = other.aspect.indicator.formula
    table = getattr(getattr(formula, "selection", None), "table", "results")
    group = cell_words(table, other.aspect.cell)
    sides: list[tuple[str, Mapping[str, Count], Mapping[str, Count]]] = [
        ("municipality", one.municipalities, other.municipalities)
    ]
    if schools:
        sides.append(("organisation", one.schools, other.schools))
    for kind, first, second in sides:
        for unit in sorted(first.keys() & second.keys()):
            if for_pupils(min(first[unit].tried, second[unit].tried)).adjective != "never":
                yield Comparison(
                    one.aspect, one.year, kind, unit, "group", first[unit], second[unit],  # type: ignore[arg-type]
                    group=group,
                )  # fmt: skip


def _finding(evidence: Evidence, plain: Comparison) -> Finding:
    one = plain.with_interval()
    least = one.own.tried if one.other is None else min(one.own.tried, one.other.tried)
    judged = may_judge(least, 1) and sureness(1 - one.q) != "described"
    low, high = one.own_interval or (float(end) for end in exact_share(*one.own))
    name = one.unit if one.unit_kind == "municipality" else evidence.name(one.unit, one.year)
    said = (
        f"{words.quoted(name)}, {words.year(one.year)}: {words.quoted(one.aspect.label)} — "
        f"{words.share(*one.own, low, high)}; {against(one, judged)}"
    )
    if sureness(1 - one.q) == "described":
        said += "; различие не доказано"
    return Finding(
        kind="trend" if one.reference == "past" else "gap" if one.worse else "strength",
        question="differences",
        unit_kind=one.unit_kind,
        unit=one.unit,
        period=words.period(one.year),
        sure=sureness(1 - one.q) if judged else "described",
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


def _broken(evidence: Evidence, years: Mapping[int, Shares], breaks: Breaks) -> Iterator[Silence]:
    """Years that are not compared, because the scale broke between them."""
    aspect: Aspect = years[max(years)].aspect
    if aspect.cell or len(years) < 2:
        return
    before = max(year for year in years if year < max(years))
    for one in breaks.of(aspect.fixed, [before, max(years)], aspect.revised):
        why = (
            f"{words.quoted(aspect.label)}: {words.year(before)} и {words.year(max(years))} "
            f"учебные годы не сравниваются: {one.why} ({one.source})."
        )
        yield Silence(
            "differences", "region", region_of(evidence), words.period(max(years)), why,
            Sample(0, 0, 1, 2), aspect.indicator.id,
        )  # fmt: skip
