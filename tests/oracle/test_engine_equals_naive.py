"""The engine gives what a naive second implementation gives, kind by kind, on made-up facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msoko.profile.conditions import All
from msoko.profile.formula import ChangeFormula, Rows, Selection, ShareFormula
from msoko.profile.indicator import Indicator
from tests.oracle import generated_formulas as formulas
from tests.oracle.compare import RUNS, differences
from tests.oracle.generated_indicators import batches, changes, indicators
from tests.oracle.generated_tables import tables
from tests.oracle.words import Tables

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
# One table per run (two for a ratio) keeps a run short; every indicator of it looks at them.
CASES: dict[str, tuple[Callable[..., st.SearchStrategy[Any]], tuple[str, ...]]] = {
    "share": (formulas.shares, ("results", "coverage", "prevention", "enrolment")),
    "count": (formulas.counts, ("results", "coverage", "prevention", "enrolment")),
    "ratio": (formulas.ratios, ("results", "coverage", "prevention", "enrolment")),
    "mean": (formulas.means, ("results", "coverage", "enrolment")),
    "cumulative": (formulas.running, ("coverage",)),
    "levels": (formulas.levels, ("results", "coverage", "enrolment")),
    "exists": (formulas.exists, ("results", "coverage")),
    "rating": (formulas.ratings, ("ratings",)),
    "reported": (formulas.reported, ("reported",)),
}
BESIDE = ("enrolment", "reviews", "attributes")


@st.composite
def cases(draw: st.DrawFn, kind: str) -> tuple[list[Indicator], Tables]:
    """Several indicators of a kind over one or two tables, and facts for them."""
    made, names = CASES[kind]
    chosen = [draw(st.sampled_from(names))]
    if kind == "ratio":
        chosen.append(draw(st.sampled_from(names)))
    indicators = draw(batches(made(*chosen)))
    return indicators, draw(tables(*dict.fromkeys([*chosen, *BESIDE])))


@st.composite
def grouped_cases(draw: st.DrawFn) -> tuple[list[Indicator], Tables]:
    """Ratios by groups that the numerator does not always know."""
    by_sex = [
        replace(one, breakdowns=(("sex",),), unit=draw(st.sampled_from(["percent", "ratio"])))
        for one in draw(batches(formulas.grouped(), 2))
    ]
    near = {"organisation": "101", "year": 2024}  # so that many rows meet in one value
    facts = draw(tables("results", "enrolment", "reviews"))
    for name in ("results", "enrolment"):
        facts[name] = [{**row, **near} for row in facts[name]]
    return by_sex, facts


@st.composite
def unit_cases(draw: st.DrawFn) -> tuple[list[Indicator], Tables]:
    """Shares and counts of organisations that meet a condition, also on another indicator."""
    table = draw(st.sampled_from(["results", "coverage", "enrolment"]))
    of = [formulas.shares, formulas.counts, formulas.exists, formulas.means]
    base = draw(indicators("base", st.one_of(*(made(table) for made in of))))
    units = draw(batches(formulas.of_units("base", table), 3))
    return [*units, base], draw(tables(*dict.fromkeys([table, *BESIDE])))


@st.composite
def change_cases(draw: st.DrawFn) -> tuple[list[Indicator], Tables]:
    """Changes of an indicator and of its line, and organisations judged by them."""
    table = draw(st.sampled_from(["results", "coverage", "enrolment"]))
    of = [formulas.shares, formulas.counts, formulas.levels, formulas.means]
    base = draw(indicators("base", st.one_of(*(made(table) for made in of))))
    judged = draw(indicators("judged", formulas.of_units("change_base", table)))
    return [judged, draw(changes(base)), base], draw(tables(*dict.fromkeys([table, *BESIDE])))


@pytest.mark.parametrize("kind", CASES)
@settings(max_examples=RUNS, suppress_health_check=SLOW)
@given(data=st.data())
def test_a_formula_gives_the_same_numbers_and_states(kind: str, data: st.DataObject) -> None:
    assert differences(*data.draw(cases(kind))) == []


@settings(max_examples=RUNS, suppress_health_check=SLOW)
@given(grouped_cases())
def test_groups_the_numerator_does_not_know_are_the_same(
    case: tuple[list[Indicator], Tables],
) -> None:
    assert differences(*case) == []


@settings(max_examples=RUNS, suppress_health_check=SLOW)
@given(unit_cases())
def test_units_that_meet_a_condition_are_the_same(case: tuple[list[Indicator], Tables]) -> None:
    assert differences(*case) == []


@settings(max_examples=RUNS, suppress_health_check=SLOW)
@given(change_cases())
def test_a_change_is_the_same(case: tuple[list[Indicator], Tables]) -> None:
    assert differences(*case) == []


def test_organisations_that_change_places_leave_the_past_of_their_municipalities_alone() -> None:
    share = ShareFormula(Selection("enrolment", All(()), Rows()), All(()))
    known = ("area", "доля", "percent", "context", ("school",))
    base = Indicator("base", *known, share)
    change = Indicator("change", *known, ChangeFormula("base", None, 1, "difference"))
    pupil = {"pupil": "a", "grade": 4, "sex": "m", "age": 9, "gifted": True}
    enrolment = [
        {"organisation": code, "year": year, **pupil}
        for code, year in (("101", 2022), ("101", 2023), ("102", 2024))
    ]
    units = [
        {"organisation": code, "year": year, "kind": "school", "municipality": place, "rural": True}
        for code, year, place in (
            ("101", 1990, "Н"), ("101", 2024, "М"), ("102", 1990, "М"), ("102", 2024, "Н"),
        )
    ]  # fmt: skip
    facts: Tables = {"enrolment": enrolment, "reviews": [], "attributes": [], "units": units}
    assert differences([change, base], facts) == []
