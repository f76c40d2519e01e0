"""A rule set run for all organisations at once says what it says of each of them."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.engine import computed_over, profile, whole
from benchmarks.made_up import SIZES, units, uploads
from msoko.facts.conform import conform
from msoko.facts.schema import TABLES
from msoko.indicators.compute import Computed
from msoko.indicators.gather import MemoryFacts
from msoko.indicators.grain import unpack
from msoko.indicators.rule_sets import identify
from msoko.profile.profile import Profile


@pytest.fixture(scope="module")
def chosen() -> Profile:
    return profile()


@pytest.fixture(scope="module")
def computed(chosen: Profile) -> Computed:
    import pyarrow as pa

    size = SIZES["tiny"]
    rows = pa.concat_tables(uploads(size, np.random.default_rng(3)))
    tables = {"results": rows, "units": units(size)}
    return computed_over(
        chosen,
        MemoryFacts({name: conform(table, TABLES[name], 1) for name, table in tables.items()}),
    )


@pytest.mark.parametrize("categories", [(), ("low_results",), ("risk_zone",)])
def test_answers_are_those_of_one_by_one(
    chosen: Profile, computed: Computed, categories: tuple[str, ...]
) -> None:
    rules = chosen.rule_sets["low_performing"]
    by_id = {indicator.id: indicator for indicator in whole(chosen)}
    look = computed.look()
    keys = computed.context.universe(("school",), computed.years)
    found = []
    for unit, year in zip(*(part.tolist() for part in unpack(keys)[:2]), strict=True):
        one = identify(rules, by_id, look, look.units()[unit], year)
        inside = one.category is not None and (not categories or one.category in categories)
        found.append(float(inside) if one.known else np.nan)
    answers = computed.context.rule_answers[rules.id](categories, keys)
    assert np.array_equal(answers, np.array(found), equal_nan=True)
    assert {0.0} < set(found) or categories == ("low_results",)
