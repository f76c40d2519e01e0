"""Means of people held against others: a school against the rest, a municipality against others.

Pupils of a school are its sample; of a municipality the schools are. What a mean was a year ago is
told by `census.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from msoko.analysis import words
from msoko.analysis.aspects import Aspect, Numbers, measured
from msoko.analysis.census import summaries
from msoko.analysis.compared import REFERENCE_RU, SAYS_NOT
from msoko.analysis.evidence import Evidence, grouped
from msoko.analysis.finding import Chart, Finding, Kind, Sample
from msoko.analysis.methods.false_discovery import adjusted
from msoko.analysis.methods.means import MeanInterval, difference_of, together
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import Claim, claim, for_pupils, for_schools, sureness

METHOD = (
    "разность средних с интервалом Стьюдента (критерий Уэлча; для муниципалитета — по школам); "
    "поправка Бенджамини — Хохберга на все средние"
)
SOURCE = "Welch 1947; Cochran 1977, 11.7; Benjamini & Hochberg 1995"


@dataclass(frozen=True)
class Apart:
    """A unit's mean and that of others, in the indicator's unit; `found` bounds the difference."""

    aspect: Aspect
    year: int
    unit_kind: Literal["organisation", "municipality"]
    unit: str
    against: Literal["municipality", "region"]
    mean: float
    other: float
    people: int
    others: int
    schools: int
    found: MeanInterval
    q: float = 1.0

    @property
    def sure(self) -> Claim:
        """What may be said of it."""
        return claim(1 - self.q, self.people)

    @property
    def worse(self) -> bool:
        """Whether the difference is on the bad side by the indicator's polarity."""
        return (self.found.mean > 0) == self.aspect.lower_is_better


def means_apart(evidence: Evidence) -> list[Apart]:
    """Every mean of the last year against the others, all tested together."""
    return evidence.once(
        ("means apart", evidence.asked_year, evidence.asked_indicators), lambda: _all(evidence)
    )


def _all(evidence: Evidence) -> list[Apart]:
    found: list[Apart] = []
    for years in measured(evidence).values():
        now = years[max(years)]
        if now.aspect.nature == "mean" and now.aspect.judged:
            found += _of_schools(evidence, now)
            found += _of_municipalities(evidence, now)
    q = adjusted([one.found.p for one in found])
    return [replace(one, q=float(at)) for one, at in zip(found, q, strict=True)]


def _places(evidence: Evidence, now: Numbers) -> dict[str, list[str]]:
    return grouped(sorted(now.schools), lambda code: evidence.municipality(code, now.year))


def _of_schools(evidence: Evidence, now: Numbers) -> Iterator[Apart]:
    """Schools of ten people at least against the rest of the municipality, thirty at least."""
    for codes in _places(evidence, now).values():
        for code in codes:
            own = summaries(now, [code])
            others = together(summaries(now, [one for one in codes if one != code]))
            if not own or not others or for_pupils(own[0].count).adjective == "never":
                continue
            found, rest = difference_of(own, others), others[0]
            if for_pupils(rest.count).interval == "plain" and not isinstance(found, TooLittle):
                yield Apart(
                    now.aspect, now.year, "organisation", code, "municipality", own[0].mean,
                    rest.mean, own[0].count, rest.count, 1, found,
                )  # fmt: skip


def _of_municipalities(evidence: Evidence, now: Numbers) -> Iterator[Apart]:
    places = _places(evidence, now)
    for place, codes in places.items():
        own = summaries(now, codes)
        rest = summaries(now, [code for code in now.schools if code not in codes])
        if for_schools(min(len(own), len(rest))).comparison == "listing":
            continue
        found = difference_of(own, rest)
        if not isinstance(found, TooLittle):
            (one,), (other,) = together(own), together(rest)
            yield Apart(
                now.aspect, now.year, "municipality", place, "region", one.mean, other.mean,
                one.count, other.count, len(own), found,
            )  # fmt: skip


def finding(evidence: Evidence, one: Apart, question: Literal["gaps", "differences"]) -> Finding:
    """A comparison told; what is not shown is a difference only."""
    kind: Kind = "gap" if one.worse else "strength"
    name = evidence.name(one.unit, one.year) if one.unit_kind == "organisation" else one.unit
    return Finding(
        kind="difference" if one.sure == "described" and question == "differences" else kind,
        question=question,
        unit_kind=one.unit_kind,
        unit=one.unit,
        period=words.period(one.year),
        sure=one.sure,
        sentence=_sentence(name, one),
        measured="разность средних",
        value=one.found.mean,
        low=one.found.low,
        high=one.found.high,
        sample=Sample(one.people, one.schools),
        method=METHOD,
        source=SOURCE,
        says_not=SAYS_NOT,
        indicator=one.aspect.indicator.id,
        area=one.aspect.indicator.area,
        # standard deviations of pupils away, for as many pupils
        severity=abs(one.found.mean / one.found.se) * one.people**0.5,
        evidence={
            "line": one.aspect.line, "reference": one.against, "value": one.mean,
            "reference_value": one.other, "p": one.found.p, "q": one.q,
        },
        chart=Chart(
            f"{one.aspect.label}, {one.aspect.year(one.year)}", "bar", "среднее", "",
            (
                {"x": one.mean, "y": name, "label": words.decimal(one.mean)},
                {
                    "x": one.other, "y": REFERENCE_RU[one.against],
                    "label": words.decimal(one.other),
                },
            ),
        ),
    )  # fmt: skip


def _sentence(name: str, one: Apart) -> str:
    low, high = (words.signed(end) for end in (one.found.low, one.found.high))
    gap = f"разность {words.signed(one.found.mean)} (95 %: от {low} до {high})"
    side = words.perhaps("выше" if one.found.mean > 0 else "ниже", one.sure)
    said = (
        f"{words.quoted(name)}, {one.aspect.year(one.year)}: {words.quoted(one.aspect.label)} — "
        f"{words.decimal(one.mean)} ({words.counted(one.people, 'participant')}); "
        f"{REFERENCE_RU[one.against]} — {words.decimal(one.other)} "
        f"({words.counted(one.others, 'participant')})"
    )
    said += f", {gap}" if one.sure == "described" else f": {side}, {gap}"
    if sureness(1 - one.q) == "described":
        said += "; различие не доказано"
    elif one.sure == "described":
        said += f"; {words.NOT_JUDGED}"
    return words.spoken(said, pupils=one.people)
