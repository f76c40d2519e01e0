"""Targets of a municipality held against numbers that are no judged shares of people.

A mean of people is judged by its whole interval, which the spread of schools makes from five of
them on; so is a share of people that has no good side of its own: the target gives it one. A count,
a ratio, a typed number are all there is and are judged as they stand. The rule of reached and
missed is that of the cycle (`msoko.cycle.target`). Other shares: `compared.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from msoko.analysis import words
from msoko.analysis.aimed_by import aimed_by, whole_of
from msoko.analysis.aspects import Aspect, Key, Number, Numbers, measured
from msoko.analysis.census_told import number
from msoko.analysis.compared import SAYS_NOT
from msoko.analysis.evidence import Evidence, grouped
from msoko.analysis.finding import Chart, Finding, Sample
from msoko.analysis.policy import Claim, claim
from msoko.analysis.targets_at import targets_at
from msoko.cycle.target import OUTCOMES, Judged, Measured, Target, judged

_PAST = 0.975  # as probable at least, where the whole 95 % interval is past the target
_OF_MEANS = (
    "весь интервал Стьюдента среднего по одну сторону цели; от пяти школ меняются школы, а не люди"
)
_OF_SHARES = (
    "весь точный интервал доли по одну сторону цели: Клоппер — Пирсон, от пяти школ Корн — Граубард"
)
_METHOD = {
    "mean": (_OF_MEANS, "Cochran 1977, 11.7; docs/explanation/gaps.md"),
    "people": (_OF_SHARES, "Clopper & Pearson 1934; Korn & Graubard 1998"),
}
PARTIAL = "сведения прислали не все организации"
_EXACT = "точный счёт: число сравнивается с целью как есть, без интервала"


@dataclass(frozen=True)
class Held:
    """A municipality's number beside its target: `people` 0 and `ends` None where it is exact.

    `ends` are those of its interval, in the unit of the number.
    """

    aspect: Aspect
    year: int
    place: str
    own: Number
    told: Judged
    people: int = 0
    schools: int = 1
    ends: tuple[float, float] | None = None

    @property
    def sure(self) -> Claim:
        """What may be said of it; an exact number is described."""
        return claim(_PAST, self.people) if self.ends else "described"

    @property
    def ru(self) -> str:
        """The number in words, its people and interval beside it."""
        value = number(self.aspect, self.own)
        if self.ends is None:
            return value
        if self.aspect.nature == "people":
            ends = (end / whole_of(self.aspect.unit) for end in self.ends)
            return words.share(int(self.own.top), int(self.own.bottom), *ends)
        low, high = (words.decimal(end) for end in self.ends)
        of = words.counted(self.people, "participant")
        return f"{value} ({of}; 95 %: от {low} до {high})"


def held(evidence: Evidence) -> Sequence[Held]:
    """Every target beside each municipality's number of the last year, the open ones too."""
    name = ("held against targets", evidence.asked_year, evidence.asked_indicators)
    return evidence.once(name, lambda: list(_held(evidence)))


def _held(evidence: Evidence) -> Iterator[Held]:
    known = measured(evidence)
    for key, target in targets_at(evidence).items():
        if key not in known:
            continue
        now = known[key][max(known[key])]
        if now.aspect.nature == "fact":
            continue
        places = _inside(evidence, now)
        for place, own in now.municipalities.items():
            one = _beside(now, place, own, places.get(place, []), target)
            if one is not None:
                yield one


def _inside(evidence: Evidence, now: Numbers) -> Mapping[str, list[Number]]:
    """Numbers of organisations by their municipality."""
    places = grouped(now.schools, lambda code: evidence.municipality(code, now.year))
    return {place: [now.schools[code] for code in codes] for place, codes in places.items()}


def _beside(
    now: Numbers, place: str, own: Number, inside: Sequence[Number], target: Target
) -> Held | None:
    """None where nothing can be said of so few."""
    ends = aimed_by(now.aspect.nature, now.aspect.unit, own, inside)
    if isinstance(ends, str):
        return None
    value = Measured(Fraction(own.value), now.aspect.unit, doubt="" if own.whole else PARTIAL)
    if ends is None:
        return Held(now.aspect, now.year, place, own, judged(target, value, date.max))
    value = replace(value, low=Fraction(ends[0]), high=Fraction(ends[1]))
    told, people = judged(target, value, date.max), int(own.bottom)
    return Held(now.aspect, now.year, place, own, told, people, max(len(inside), 1), ends)


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
    method, source = _METHOD.get(aspect.nature, (_EXACT, "docs/explanation/gaps.md"))
    small = one.ends is not None and one.sure == "described"
    said += words.NOT_JUDGED if small else one.told.outcome_ru
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
        low=one.ends[0] if one.ends else None,
        high=one.ends[1] if one.ends else None,
        sample=Sample(one.people, one.schools),
        method=method,
        source=source,
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
            yield one, left_open(one.aspect, one.ru, one.told.target, one.told.doubt)


def left_open(aspect: Aspect, number: str, target: Target, why: str = "") -> str:
    """That it is not decided whether a number reaches its target."""
    said = f"{words.quoted(aspect.label)} — {number}, цель — {target.ru}: {OUTCOMES['open']}, "
    return f"{said}достигнута ли она{': ' if why else ''}{why}."


def keys(evidence: Evidence) -> set[Key]:
    """Aspects whose targets something was held against."""
    return {one.aspect.key for one in held(evidence)}
