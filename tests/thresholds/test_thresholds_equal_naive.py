"""Thresholds against their definition tried out: every way the unknown years might have been."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from msoko.indicators.look_up import NOTHING, LookUp, Number
from msoko.indicators.thresholds import raised
from msoko.profile.conditions import Bound
from msoko.profile.formula import CountFormula, Selection
from msoko.profile.indicator import Indicator, Line, LineBound, Persistence, Threshold

COUNT = CountFormula(Selection("results"))
TRIES = int(os.environ.get("MSOKO_THRESHOLD_TRIES", "600"))
YEARS = range(2018, 2027)
OPERATORS = ("at_least", "above", "at_most", "below")
FRACTIONS = [Fraction(n, d) for n, d in ((0, 5), (1, 5), (499, 2500), (501, 2500), (1, 1))]


@dataclass(frozen=True)
class Told:
    """Numbers by line, year and cell, as the engine would look them up."""

    numbers: Mapping[tuple[str | None, int, str], Number]
    works: tuple[str, ...]

    def number(self, _id: str, line: str | None, _unit: str, year: int, cell: str = "") -> Number:
        """The number told, or nothing."""
        return self.numbers.get((line, year, cell), NOTHING)

    def cells(self, _id: str) -> list[str]:
        """Works of the indicator."""
        return list(self.works)


def share(value: Fraction) -> Number:
    """A percentage as the engine tells it."""
    return Number(float(value.numerator), float(value.denominator), value * 100)


NUMBERS = st.one_of(
    st.sampled_from(FRACTIONS).map(share),
    st.just(NOTHING),
    st.just(Number(3.0, 5.0, None, "disputed")),
)


@st.composite
def windows(draw: st.DrawFn) -> Persistence | None:
    """No persistence, years of the last years, or works of them."""
    of_last = draw(st.integers(1, 4))
    window = draw(st.sampled_from(["before", "including"]))
    if draw(st.booleans()):
        return draw(
            st.none()
            | st.builds(Persistence, st.integers(1, of_last), st.just(of_last), st.just(window))
        )
    return Persistence(None, of_last, window, works=draw(st.integers(1, 3)))


@st.composite
def thresholds(draw: st.DrawFn) -> Threshold:
    """Any operator, up to two dated borders, sometimes a line beside."""
    borders = draw(st.lists(st.sampled_from([0, 20, 40]), min_size=1, max_size=2))
    days = [date(2019, 9, 1), date(2022, 8, 31)]
    bound = st.builds(
        Bound, st.sampled_from(["is", "at_least", "below"]), st.sampled_from([0, 20]).map(Fraction)
    )
    beside = st.builds(LineBound, st.just("top"), st.tuples(bound))
    return Threshold(
        "low",
        draw(st.sampled_from(OPERATORS)),
        tuple(zip(days, map(Fraction, borders), strict=False)),
        tuple(draw(st.lists(beside, max_size=2))),
        draw(st.sampled_from(["and", "or"])),
        draw(windows()),
    )


@st.composite
def told(draw: st.DrawFn) -> Told:
    """Numbers of the indicator and of its line, in total and by two works."""
    places = list(product((None, "top"), YEARS, ("", "grade=5", "grade=6")))
    drawn = draw(st.lists(NUMBERS, min_size=len(places), max_size=len(places)))
    return Told(dict(zip(places, drawn, strict=True)), ("grade=5", "grade=6"))


def naive(threshold: Threshold, numbers: Told, year: int) -> tuple[bool | None, int]:
    """(answer, how many surely meet): the answer is known when all possible pasts agree on it."""
    rule = threshold.persists
    years = [year]
    if rule:
        last = year - 1 if rule.window == "before" else year
        years = [last - back for back in range(rule.of_last)]
    works = rule is not None and rule.works is not None
    pasts = [
        possible(threshold, numbers, one, cell)
        for one in years
        for cell in (numbers.works if works else ("",))
    ]
    needed = (rule.works or rule.years or 1) if rule else 1
    least = sum(past == {True} for past in pasts)
    answers = {total >= needed for total in range(least, least + _open(pasts) + 1)}
    return (answers.pop() if len(answers) == 1 else None), least


def _open(pasts: list[set[bool]]) -> int:
    return sum(len(past) == 2 for past in pasts)


def possible(threshold: Threshold, numbers: Told, year: int, cell: str) -> set[bool]:
    """What one year (or work) may have been: met, not met, or either when nothing is known."""
    parts = [(numbers.number("", None, "", year, cell), _main(threshold, year))]
    for extra in threshold.with_:
        parts.append((numbers.number("", extra.line, "", year, cell), extra.bounds))
    if any(number.silent == "disputed" for number, _ in parts):
        return {False}  # an unreliable result does not count
    choices = [
        [True, False]
        if number.value is None or bounds is None
        else [all(_holds(bound, number.value) for bound in bounds)]
        for number, bounds in parts
    ]
    join = all if threshold.logic == "and" else any
    return {join(choice) for choice in product(*choices)}


def _main(threshold: Threshold, year: int) -> tuple[Bound, ...] | None:
    in_force = [number for day, number in threshold.dated if day <= date(year + 1, 8, 31)]
    return (Bound(threshold.operator, in_force[-1]),) if in_force else None


def _holds(bound: Bound, value: Fraction) -> bool:
    sign = (value > bound.number) - (value < bound.number)
    allowed = {"at_least": (0, 1), "above": (1,), "at_most": (-1, 0), "below": (-1,), "is": (0,)}
    return sign in allowed[bound.operator]


def indicator() -> Indicator:
    """A percentage with a line beside."""
    line = Line("top", "получили «5»", COUNT, "percent", "context")
    return Indicator("failed", "area", "l", "percent", "context", ("school",), COUNT, lines=(line,))


@settings(max_examples=TRIES)
@given(thresholds(), told(), st.integers(2022, 2026))
def test_a_threshold_is_raised_when_every_possible_past_raises_it(
    threshold: Threshold, numbers: Told, year: int
) -> None:
    found = raised(indicator(), threshold, "101", year, cast(LookUp, cast(Any, numbers)))
    assert (found.raised, found.met) == naive(threshold, numbers, year)
