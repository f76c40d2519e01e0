"""Exact tests of many shares: against scipy, and at their level under no difference."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.methods.two_shares import (
    against_border,
    fisher,
    schools_difference,
    schools_share,
)

CASES = [(5, 20, 30, 300), (0, 12, 40, 90), (12, 12, 40, 90), (3, 3, 3, 3), (100, 400, 90, 500)]


@pytest.mark.parametrize("case", CASES)
def test_fisher_is_twice_the_smaller_tail(case: tuple[int, int, int, int]) -> None:
    k1, n1, k2, n2 = case
    tails = [
        stats.fisher_exact([[k1, n1 - k1], [k2, n2 - k2]], alternative=side).pvalue
        for side in ("less", "greater")
    ]
    assert fisher(*case)[0] == pytest.approx(min(1.0, 2 * min(tails)), rel=1e-7)


def test_fisher_knows_nothing_of_an_empty_group() -> None:
    assert np.isnan(fisher(0, 0, 3, 10)[0])


@pytest.mark.parametrize(("k", "n"), [(0, 10), (3, 10), (10, 10), (40, 100)])
def test_the_test_against_a_border_is_binomial(k: int, n: int) -> None:
    tails = [stats.binomtest(k, n, 0.2, alternative=side).pvalue for side in ("less", "greater")]
    assert against_border(k, n, 0.2)[0] == pytest.approx(min(1.0, 2 * min(tails)), rel=1e-9)


def test_schools_without_any_difference_are_claimed_to_differ_rarely() -> None:
    rng = np.random.default_rng(5)
    claims, rounds = 0, 400
    for _ in range(rounds):
        levels = np.clip(rng.normal(0.2, 0.08, 24), 0.02, 0.9)
        tried = rng.integers(10, 60, 24)
        hits = rng.binomial(tried, levels)
        found = schools_difference((hits[:8], tried[:8]), (hits[8:], tried[8:]))
        assert not isinstance(found, TooLittle)
        claims += found.p < 0.05
    assert claims / rounds < 0.09


def test_one_school_is_no_group() -> None:
    assert isinstance(schools_difference(([3], [10]), ([3, 4], [10, 10])), TooLittle)
    assert all(np.isnan(end) for end in schools_share([3], [10]))
