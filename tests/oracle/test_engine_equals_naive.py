"""The engine gives what a naive second implementation gives, kind by kind, on made-up facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msoko.profile.indicator import Indicator
from tests.oracle import generated_formulas as formulas
from tests.oracle.compare import RUNS, differences
from tests.oracle.generated_indicators import batches, changes, indicators
from tests.oracle.generated_tables import tables
from tests.oracle.words import Tables

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
ROWS = ("results", "enrolment", "coverage", "prevention", "reviews")
CASES: dict[str, tuple[Callable[[], st.SearchStrategy[Any]], tuple[str, ...]]] = {
    "share": (formulas.shares, ROWS),
    "count": (formulas.counts, ROWS),
    "ratio": (formulas.ratios, ROWS),
    "mean": (formulas.means, ROWS),
    "cumulative": (formulas.running, ("coverage", "enrolment")),
    "levels": (formulas.levels, ROWS),
    "exists": (formulas.exists, (*ROWS, "attributes")),
    "rating": (formulas.ratings, ("ratings", "enrolment")),
    "reported": (formulas.reported, ("reported", "enrolment")),
}


@pytest.mark.parametrize("kind", CASES)
@settings(max_examples=RUNS, suppress_health_check=SLOW)
@given(data=st.data())
def test_a_formula_gives_the_same_numbers_and_states(kind: str, data: st.DataObject) -> None:
    made, names = CASES[kind]
    found = differences(data.draw(batches(made())), data.draw(tables(*names)))
    assert found == []


@settings(max_examples=RUNS, suppress_health_check=SLOW)
@given(data=st.data())
def test_units_that_meet_a_condition_are_the_same(data: st.DataObject) -> None:
    kinds = st.one_of(formulas.shares(), formulas.counts(), formulas.exists(), formulas.means())
    base = data.draw(indicators("base", kinds))
    units = data.draw(batches(formulas.of_units("base"), 3))
    facts = data.draw(tables(*ROWS, "attributes"))
    assert differences([*units, base], facts) == []


@settings(max_examples=RUNS, suppress_health_check=SLOW)
@given(data=st.data())
def test_a_change_is_the_same(data: st.DataObject) -> None:
    kinds = st.one_of(formulas.shares(), formulas.counts(), formulas.levels(), formulas.ratings())
    base: Indicator = data.draw(indicators("base", kinds))
    facts: Tables = data.draw(tables("results", "enrolment", "coverage", "reviews", "ratings"))
    of_units = data.draw(indicators("units", formulas.of_units(f"change_{base.id}")))
    assert differences([data.draw(changes(base)), base, of_units], facts) == []
