"""Question: what is a unit surely on the bad (or good) side of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from msoko.analysis import pooled, words
from msoko.analysis.aspects import Shares, shares
from msoko.analysis.breaks import breaks_of
from msoko.analysis.compared import (
    REFERENCE_RU,
    Comparison,
    of_municipalities,
    of_schools,
    references,
    tested,
)
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Answer, Chart, Finding, Sample, Silence, Sureness, merged
from msoko.analysis.methods.shares import exact_share
from msoko.analysis.policy import for_pupils, may_judge, sureness
from msoko.analysis.similar import likeness

METHOD = (
    "точный доверительный интервал (Клоппер — Пирсон); разность долей — Ньюкомб, для "
    "муниципалитета — с учётом различий между школами; критерий Фишера (для порога — "
    "биномиальный); поправка Бенджамини — Хохберга на все сравнения вопроса"
)
SOURCE = (
    "Clopper & Pearson 1934; Newcombe 1998, метод 10; Benjamini & Hochberg 1995; "
    "METHODS.md, 1.1 и 5"
)
SAYS_NOT = (
    "Сравнение не объясняет причин и не оценивает работу учителей; школы по нему не "
    "упорядочиваются (письмо Рособрнадзора от 18.04.2025 № 02-86)."
)
_ORDER: Mapping[Sureness, int] = {"sure": 0, "likely": 1, "signal": 2, "described": 3}
_NOT_JUDGED = "по одному показателю при таком числе участников оценка не даётся"


def answer(evidence: Evidence) -> Answer:
    """Findings of every school and municipality, surest and largest first; silences beside them."""
    found = shares(evidence)
    known = references(evidence, breaks_of(evidence), likeness(evidence).of)
    last = {key: max(years) for key, years in found.items()}
    all_ = tested(
        one
        for key, years in found.items()
        for one in (
            *of_schools(years, last[key], known),
            *of_municipalities(years, last[key], known),
        )
    )
    findings = [_finding(evidence, group) for group in _standing(all_)]
    own = Answer("gaps", tuple(findings), tuple(_silences(found, last)))
    joined = merged("gaps", [own, pooled.answer(evidence)])
    return Answer("gaps", tuple(sorted(joined.findings, key=order)), joined.silences)


def order(finding: Finding) -> tuple[int, float, str, str]:
    """Surest first, then by how many pupils it concerns; units by name, never by their value."""
    return _ORDER[finding.sure], -(finding.severity or 0.0), finding.unit, finding.indicator or ""


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

    A value on the good side of a threshold is what the regulation expects, not a strength.
    """
    if one.reference == "threshold" and not one.worse:
        return False
    said = sureness(1 - one.q)
    return said == "sure" or (said == "likely" and may_judge(one.own.tried, 1))


def _finding(evidence: Evidence, group: Sequence[Comparison]) -> Finding:
    told = [one.with_interval() for one in group]
    first = told[0]
    own, aspect = first.own, first.aspect
    judged = may_judge(own.tried, 1)
    low, high = first.own_interval or (float(end) for end in exact_share(*own))
    return Finding(
        kind="gap" if first.worse else "strength",
        question="gaps",
        unit_kind=first.unit_kind,
        unit=first.unit,
        period=words.period(first.year),
        sure=sureness(1 - first.q) if judged else "described",
        sentence=_sentence(evidence, told, (low, high), judged),
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
            "comparisons": [as_row(one) for one in told],
        },
        chart=chart(aspect.label, told, (low, high)),
    )


def _sentence(
    evidence: Evidence, told: Sequence[Comparison], interval: tuple[float, float], judged: bool
) -> str:
    first = told[0]
    own = words.share(*first.own, *interval)
    name = first.unit
    if first.unit_kind == "organisation":
        name = evidence.name(first.unit, first.year)
    label = words.quoted(first.aspect.label)
    said = f"{words.quoted(name)}, {words.year(first.year)}: {label} — {own}"
    said += f"; {against(first, judged)}"
    rest = [against(one, False) for one in told[1:] if one.reference != first.reference]
    if rest:
        said += "; для сравнения: " + "; ".join(rest)
    if not judged:
        said += f"; {_NOT_JUDGED}"
    return words.spoken(said, pupils=first.own.tried)


def against(one: Comparison, judged: bool) -> str:
    """What a share is compared with, in words; «выше» and «ниже» only where judging is allowed."""
    side = "выше" if one.difference > 0 else "ниже"
    if one.other is None:
        border = words.percent(one.against, 0)
        return f"это {side} порога {border}" if judged else f"порог — {border}"
    name = f"группа {words.quoted(one.group)}" if one.group else REFERENCE_RU[one.reference]
    if one.reference_year is not None:
        name = f"{words.year(one.reference_year)} учебный год"
    told = f"{name} — {words.percent(one.other.share)} ({words.few(*one.other)})"
    gap = f"разность {words.points(one.difference)}"
    if not np.isnan(one.low):
        gap += f" (95 %: {words.between_points(one.low, one.high)})"
    return f"{told}: {side}, {gap}" if judged else f"{told}, {gap}"


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


def chart(title: str, told: Iterable[Comparison], interval: tuple[float, float]) -> Chart:
    """The unit's share with its interval, and what it is compared with, as points."""
    rows: list[dict[str, Any]] = []
    for one in told:
        if not rows:
            low, high = (100 * end for end in interval)
            rows.append(
                {"x": 100 * one.own.share, "y": "значение", "low": low, "high": high,
                 "label": words.few(*one.own)}
            )  # fmt: skip
        label = words.few(*one.other) if one.other else ""
        rows.append({"x": 100 * one.against, "y": REFERENCE_RU[one.reference], "label": label})
    return Chart(title, "interval", "%", "", tuple(rows))


def _silences(
    found: Mapping[tuple[str, str, str], Mapping[int, Shares]],
    last: Mapping[tuple[str, str, str], int],
) -> Iterator[Silence]:
    """Schools with too few people for any comparison: one silence for a whole indicator."""
    for key, years in found.items():
        now = years[last[key]]
        if now.aspect.cell:
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
