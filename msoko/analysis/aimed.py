"""Targets of a municipality held against numbers that are no shares of people.

A mean of people is judged by its whole interval, which the spread of schools makes from five of
them on; a count, a ratio, a typed number are all there is and are judged as they stand. The rule
of reached and missed is that of the cycle (`msoko.cycle.target`). Shares: `compared.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from msoko.analysis import words
from msoko.analysis.aspects import Aspect, Key, Number, Numbers, measured
from msoko.analysis.census import summaries
from msoko.analysis.census_told import number
from msoko.analysis.compared import SAYS_NOT
from msoko.analysis.evidence import Evidence, grouped
from msoko.analysis.finding import Chart, Finding, Sample
from msoko.analysis.methods.means import MeanInterval, mean_of_groups, together
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import Claim, claim, for_pupils, for_schools
from msoko.cycle.target import Judged, Measured, Target, judged

_PAST = 0.975  # as probable at least, where the whole 95 % interval is past the target
_AS_IT_STANDS = ("count", "units", "ratio", "typed", "change")
_OF_MEANS = (
    "весь интервал Стьюдента среднего по одну сторону цели; от пяти школ меняются школы, а не люди"
)
_PARTIAL = "сведения прислали не все организации"
_EXACT = "точный счёт: число сравнивается с целью как есть, без интервала"
_NOT_JUDGED = "по одному показателю при таком числе участников оценка не даётся"


@dataclass(frozen=True)
class Held:
    """A municipality's number beside its target: `people` 0 and `found` None where it is exact."""

    aspect: Aspect
    year: int
    place: str
    own: Number
    told: Judged
    people: int = 0
    schools: int = 1
    found: MeanInterval | None = None

    @property
    def sure(self) -> Claim:
        """What may be said of it; an exact number is described."""
        return claim(_PAST, self.people) if self.found else "described"

    @property
    def ru(self) -> str:
        """The number in words, its people and interval beside it."""
        value = number(self.aspect, self.own)
        if self.found is None:
            return value
        low, high = (words.decimal(end) for end in (self.found.low, self.found.high))
        of = words.counted(self.people, "participant")
        return f"{value} ({of}; 95 %: от {low} до {high})"


def held(evidence: Evidence) -> Sequence[Held]:
    """Every target beside each municipality's number of the last year, the open ones too."""
    name = ("held against targets", evidence.asked_year, evidence.asked_indicators)
    return evidence.once(name, lambda: list(_held(evidence)))


def _held(evidence: Evidence) -> Iterator[Held]:
    known = measured(evidence)
    for key, target in evidence.targets.items():
        if key in known:
            now = known[key][max(known[key])]
            for place, own in now.municipalities.items():
                yield from _beside(evidence, now, place, own, target)


def _beside(
    evidence: Evidence, now: Numbers, place: str, own: Number, target: Target
) -> Iterator[Held]:
    doubt = "" if own.whole else _PARTIAL
    value = Measured(Fraction(own.value), now.aspect.unit, doubt=doubt)
    if now.aspect.nature in _AS_IT_STANDS:
        yield Held(now.aspect, now.year, place, own, judged(target, value, date.max))
    if now.aspect.nature != "mean" or for_pupils(int(own.bottom)).adjective == "never":
        return
    places = grouped(now.schools, lambda code: evidence.municipality(code, now.year))
    sides = summaries(now, places.get(place, []))
    grouping = for_schools(len(sides)).comparison != "listing"
    found = mean_of_groups(sides if grouping else together(sides))
    if not isinstance(found, TooLittle):
        value = replace(value, low=Fraction(found.low), high=Fraction(found.high))
        told = judged(target, value, date.max)
        people, schools = int(own.bottom), max(len(sides), 1)
        yield Held(now.aspect, now.year, place, own, told, people, schools, found)


def findings(evidence: Evidence) -> Iterator[Finding]:
    """Targets that are reached or missed; the rest is said in `aims.py`."""
    for one in held(evidence):
        if one.told.outcome != "open":
            yield _finding(one)


def _finding(one: Held) -> Finding:
    aspect, border = one.aspect, float(one.told.target.number)
    said = (
        f"{words.quoted(one.place)}, {aspect.year(one.year)}: {words.quoted(aspect.label)} — "
        f"{one.ru}; цель — {one.told.target.ru}: "
    )
    small = one.found is not None and one.sure == "described"
    said += _NOT_JUDGED if small else one.told.outcome_ru
    return Finding(
        kind="strength" if one.told.outcome == "reached" else "gap",
        question="gaps",
        unit_kind="municipality",
        unit=one.place,
        period=words.period(one.year),
        sure=one.sure,
        sentence=words.spoken(said, pupils=one.people),
        measured=aspect.label,
        value=one.own.value,
        low=one.found.low if one.found else None,
        high=one.found.high if one.found else None,
        sample=Sample(one.people, one.schools),
        method=_OF_MEANS if one.found else _EXACT,
        source="Cochran 1977, 11.7; docs/explanation/gaps.md" if one.found
        else "docs/explanation/gaps.md",
        says_not=SAYS_NOT,
        indicator=aspect.indicator.id,
        area=aspect.indicator.area,
        severity=float(one.people),
        evidence={
            "line": aspect.line, "breakdown": aspect.cell, "nature": aspect.nature,
            "reference": "target", "value": one.own.value, "reference_value": border,
            "side": one.told.target.side, "outcome": one.told.outcome,
        },
        chart=_chart(one, border),
    )  # fmt: skip


def _chart(one: Held, border: float) -> Chart:
    bar = {"x": one.aspect.year(one.year), "y": one.own.value, "label": one.ru, "border": border}
    unit = "%" if one.aspect.unit == "percent" else ""
    return Chart(f"{one.place}: {one.aspect.label}", "bar", one.aspect.axis, unit, (bar,))


def open_ones(evidence: Evidence) -> Iterator[tuple[Held, str]]:
    """Those an interval, missing reports or another unit leave open, each with what is said."""
    for one in held(evidence):
        if one.told.outcome == "open":
            said = f"{words.quoted(one.aspect.label)} — {one.ru}, цель — {one.told.target.ru}: "
            said += f"{one.told.outcome_ru}, достигнута ли она"
            yield one, f"{said}: {one.told.doubt}." if one.told.doubt else f"{said}."


def keys(evidence: Evidence) -> set[Key]:
    """Aspects whose targets something was held against."""
    return {one.aspect.key for one in held(evidence)}
