"""Question: what is a unit surely on the bad (or good) side of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from msoko.analysis import aimed, pooled, words
from msoko.analysis.aims import undecided
from msoko.analysis.aspects import Count, Key, Shares, shares
from msoko.analysis.breaks import breaks_of
from msoko.analysis.calendar_years import parts_of_years
from msoko.analysis.census import Change, changes
from msoko.analysis.census_told import finding as told_census
from msoko.analysis.compared import (
    REFERENCE_RU,
    SAYS_NOT,
    Comparison,
    of_municipalities,
    of_schools,
    references,
    tested,
)
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import (
    Answer,
    Chart,
    Finding,
    Sample,
    Silence,
    merged,
    reading_order,
)
from msoko.analysis.means_apart import finding as told_mean
from msoko.analysis.means_apart import means_apart
from msoko.analysis.methods.shares import exact_share
from msoko.analysis.policy import Claim, claim, for_pupils, least_pupils, sureness
from msoko.analysis.shrunken import Shrunken, shrunken
from msoko.analysis.similar import likeness, region_of
from msoko.cycle.target import Target

METHOD = (
    "точный доверительный интервал (Клоппер — Пирсон; для муниципалитета — Корн — Граубард, по "
    "школам); разность долей — Ньюкомб, для муниципалитета — по разбросу школ; критерий Фишера "
    "(для порога — биномиальный, для муниципалитета — Стьюдента по школам); оценка малой школы "
    "стянута бета-биномиальной моделью; поправка Бенджамини — Хохберга на все сравнения долей"
)
SOURCE = (
    "Clopper & Pearson 1934; Korn & Graubard 1998; Newcombe 1998, метод 10; Cochran 1977, 11.7; "
    "Benjamini & Hochberg 1995"
)


_Found = Mapping[Key, Mapping[int, Shares]]


def answer(evidence: Evidence) -> Answer:
    """Findings of every school and municipality, surest and largest first; silences beside them."""
    found = shares(evidence, repeated=True)
    breaks = breaks_of(evidence)
    known = references(evidence, breaks, likeness(evidence).of)
    last = {key: max(years) for key, years in found.items()}
    all_ = tested(
        one
        for key, years in found.items()
        for one in (
            *of_schools(years, last[key], known),
            *of_municipalities(years, last[key], known),
        )
    )
    findings = [_finding(evidence, group, found) for group in _standing(all_)]
    left = [one for one in all_ if not _stands(one)]
    silences = (*undecided(evidence, left, all_), *_silences(found, last))
    own = Answer("gaps", (*findings, *aimed.findings(evidence)), silences)
    parts = [own, pooled.answer(evidence), _means(evidence), _census(evidence)]
    if not any(part.findings for part in parts):
        parts.append(Answer("gaps", (), (_nothing(evidence, len(all_)),)))
    joined = merged("gaps", parts)
    return Answer("gaps", tuple(sorted(joined.findings, key=reading_order)), joined.silences)


def _means(evidence: Evidence) -> Answer:
    """Means of people that stand apart from the others'."""
    standing = (one for one in means_apart(evidence) if sureness(1 - one.q) == "sure"
                or one.sure == "likely")  # fmt: skip
    return Answer("gaps", tuple(told_mean(evidence, one, "gaps") for one in standing))


def _nothing(evidence: Evidence, compared: int) -> Silence:
    """That nothing stands out, and among how many comparisons."""
    why = (
        "Сравнить не с чем: нет ни порога, ни прошлого года на той же шкале, ни других школ с "
        f"участниками (вместе не менее {least_pupils(lambda one: one.interval == 'plain')})."
    )
    if compared:
        why = (
            f"Ни одно отличие не подтвердилось: проверено {words.counted(compared, 'comparison')}."
        )
    period = words.period(evidence.last_year)
    return Silence("gaps", "region", region_of(evidence), period, why, Sample(0, 0))


def _census(evidence: Evidence) -> Answer:
    """Numbers without a sampling model: only what `census.py` calls notable, or over its border."""
    all_ = [one for one in changes(evidence) if one.aspect.judged]
    told = tuple(
        told_census(evidence, one, "gaps", "gap" if one.worse else "strength")
        for one in all_
        if one.over or one.notable
    )
    return Answer("gaps", told, tuple(_incomparable(evidence, one) for one in all_ if _alone(one)))


def _alone(one: Change) -> bool:
    """A municipality's number that nothing can be said of: no earlier year, no border."""
    silent = one.past is None and one.crossed is None and one.aspect.nature != "change"
    return silent and one.unit_kind == "municipality"


def _incomparable(evidence: Evidence, one: Change) -> Silence:
    why = "за прежние годы по тому же определению сведений нет"
    if not one.own.whole:
        why += " или они неполны и не складываются"
    partly = parts_of_years(evidence, one.aspect.indicator)
    why += f", порога нет{f'; {partly}' if partly else ''}"
    return Silence(
        "gaps", one.unit_kind, one.unit, words.period(one.year),
        f"{words.quoted(one.aspect.label)}: сравнить не с чем: {why}.",
        Sample(0, 1), one.aspect.indicator.id,
    )  # fmt: skip


def _standing(found: Sequence[Comparison]) -> list[list[Comparison]]:
    """Comparisons by unit and aspect, surest first, where at least one of them stands."""
    groups: dict[tuple[str, ...], list[Comparison]] = {}
    for one in found:
        groups.setdefault((one.unit_kind, one.unit, *one.aspect.key), []).append(one)
    kept = []
    for group in groups.values():
        ordered = sorted(group, key=lambda one: (not _stands(one), one.q, one.reference))
        if _stands(ordered[0]):
            kept.append(ordered)
    return kept


def _stands(one: Comparison) -> bool:
    """Whether it carries a finding: «probably» is a word for those who may be judged at all.

    A value on the good side of a threshold is what the regulation expects, not a strength. A target
    is reached, missed or open (`msoko.cycle.target`): never probably so.
    """
    if one.reference == "target":
        return sureness(1 - one.q) == "sure"
    if one.reference == "threshold" and not one.worse:
        return False
    return sureness(1 - one.q) == "sure" or claim(1 - one.q, one.own.tried) == "likely"


def _finding(evidence: Evidence, group: Sequence[Comparison], found: _Found) -> Finding:
    told = [one.with_interval() for one in group]
    first = told[0]
    own, aspect = first.own, first.aspect
    name = first.unit
    if first.unit_kind == "organisation":
        name = evidence.name(first.unit, first.year)
    sure = claim(1 - first.q, own.tried)
    pulled = drawn(evidence, first, found)
    low, high = first.own_interval or (float(end) for end in exact_share(*own))
    return Finding(
        kind="gap" if first.worse else "strength",
        question="gaps",
        unit_kind=first.unit_kind,
        unit=first.unit,
        period=words.period(first.year),
        sure=sure,
        sentence=_sentence(name, told, (low, high), sure, pulled),
        measured=f"{aspect.label}, доля",
        value=own.share,
        low=low,
        high=high,
        sample=Sample(own.tried, first.schools),
        method=METHOD,
        source=SOURCE,
        says_not=SAYS_NOT,
        indicator=aspect.indicator.id,
        area=aspect.indicator.area,
        severity=abs(first.difference) * own.tried,
        evidence={
            "line": aspect.line,
            "breakdown": aspect.cell,
            "numerator": own.hits,
            "denominator": own.tried,
            "shrunken": pulled._asdict() if pulled else None,
            "comparisons": [as_row(one) for one in told],
        },
        chart=chart(name, told, (low, high)),
    )


def drawn(evidence: Evidence, one: Comparison, found: _Found) -> Shrunken | None:
    """The share of a small school drawn towards the others', where the policy asks for it."""
    if one.unit_kind != "organisation":
        return None
    return shrunken(evidence, found[one.aspect.key][one.year], one.unit)


def _sentence(
    name: str, told: Sequence[Comparison], interval: tuple[float, float], sure: Claim,
    pulled: Shrunken | None,
) -> str:  # fmt: skip
    first = told[0]
    own = words.share(*first.own, *interval)
    label = words.quoted(first.aspect.label)
    said = f"{words.quoted(name)}, {first.aspect.year(first.year)}: {label} — {own}"
    if pulled:
        said += f"; {pulled.told()}"
    said += f"; {against(first, sure)}"
    rest = [against(one, "described") for one in told[1:] if one.reference != first.reference]
    if rest:
        said += "; для сравнения: " + "; ".join(rest)
    if sure == "described":
        said += f"; {words.NOT_JUDGED}"
    return words.spoken(said, pupils=first.own.tried)


def against(one: Comparison, sure: Claim) -> str:
    """What a share is compared with, in words; «выше» and «ниже» only where judging is allowed."""
    judged = sure != "described"
    side = words.perhaps("выше" if one.difference > 0 else "ниже", sure)
    if one.reference == "target":
        aimed_at = Target(
            "at_least" if one.at_least else "at_most", one.border or Fraction(0), "percent"
        )
        told = f"{REFERENCE_RU[one.reference]} — {aimed_at.ru}"
        return f"{told}: {'не ' if one.worse else ''}достигнута" if judged else told
    if one.other is None:
        border = words.percent(one.against, 0 if (one.border or 0) == int(one.border or 0) else 1)
        if not judged:
            return f"{REFERENCE_RU[one.reference]} — {border}"
        return f"это{',' if sure == 'likely' else ''} {side} порога {border}"
    told = f"{_compared_with(one)} — {words.percent(one.other.share)} ({_of(one, one.other)})"
    if one.common:
        own = f"{one.aspect.year(one.year)} — {words.percent(one.own.share)}"
        told = f"в школах, где есть оба года (их {one.common}): {told}, {own}"
    gap = f"разность {words.points(one.difference)}"
    if not np.isnan(one.low):
        gap += f" (95 %: {words.between_points(one.low, one.high)})"
    return f"{told}: {side}, {gap}" if judged else f"{told}, {gap}"


def _of(one: Comparison, other: Count) -> str:
    """Counts of what is compared with; a report's hits come from a rounded percentage."""
    if one.reference in ("region_told", "country_told"):
        return words.counted(other.tried, "participant")
    return words.few(*other)


def _compared_with(one: Comparison) -> str:
    if one.reference_year is not None:
        told = one.aspect.year(one.reference_year)
        return told if one.aspect.calendar else f"{told} учебный год"
    return f"группа {words.quoted(one.group)}" if one.group else REFERENCE_RU[one.reference]


def as_row(one: Comparison) -> dict[str, Any]:
    """A comparison as plain values for the evidence of a finding."""
    return {
        "reference": one.reference,
        "reference_year": one.reference_year,
        "share": one.against,
        "numerator": one.other.hits if one.other else None,
        "denominator": one.other.tried if one.other else None,
        "difference": one.difference,
        "low": None if np.isnan(one.low) else one.low,
        "high": None if np.isnan(one.high) else one.high,
        "p": one.p,
        "q": one.q,
    }


def chart(name: str, told: Sequence[Comparison], interval: tuple[float, float]) -> Chart:
    """The unit's share with its interval, and what it is compared with, as points; a threshold is
    the border of all of them."""
    first = told[0]
    low, high = (100 * end for end in interval)
    own = {"x": 100 * first.own.share, "y": name, "low": low, "high": high}
    rows: list[dict[str, Any]] = [{**own, "label": words.few(*first.own)}]
    for one in told:
        if one.other is not None:
            share, label = 100 * one.against, _of(one, one.other)
            rows.append({"x": share, "y": _compared_with(one), "label": label})
    border = next((100 * one.against for one in told if one.other is None), None)
    if border is not None:
        rows = [{**row, "border": border} for row in rows]
    title = f"{first.aspect.label}, {first.aspect.year(first.year)}"
    return Chart(title, "interval", "%", "", tuple(rows))


def _silences(
    found: Mapping[tuple[str, str, str], Mapping[int, Shares]],
    last: Mapping[tuple[str, str, str], int],
) -> Iterator[Silence]:
    """Schools with too few people for any comparison: one silence for a whole indicator."""
    for key, years in found.items():
        now = years[last[key]]
        if now.aspect.cell or now.aspect.nature != "people":
            continue
        for code, own in now.schools.items():
            claims = for_pupils(own.tried)
            if claims.adjective != "never":
                continue
            counted = "" if claims.interval == "none" else f" ({words.few(*own)})"
            why = (
                f"{words.quoted(now.aspect.label)}{counted}: для сравнения нужно не менее 10 "
                f"участников, есть {words.people(own.tried)}."
            )
            yield Silence(
                "gaps", "organisation", code, words.period(now.year), why, Sample(own.tried),
                now.aspect.indicator.id,
            )  # fmt: skip
