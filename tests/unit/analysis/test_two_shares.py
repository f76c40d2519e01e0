"""Exact tests of many shares: against scipy, and at their level under no difference."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.methods.two_shares import (
    against_border,
    fisher,
    schools_against,
    schools_change,
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


def test_the_share_of_schools_has_an_interval_inside_of_what_is_possible() -> None:
    hits, tried = [5, 0, 0, 1, 0, 2, 0, 0, 0], [8, 5, 6, 5, 4, 8, 4, 4, 4]
    low, high = schools_share(hits, tried)
    assert 0 < low < 8 / 48 < high < 0.6
    assert schools_share([0, 0, 0], [20, 30, 10])[1] == pytest.approx(1 - 0.025 ** (1 / 60))


def test_schools_alike_carry_no_more_than_their_pupils() -> None:
    known = stats.binomtest(20, 100).proportion_ci(method="exact")
    assert schools_share([4] * 5, [20] * 5) == pytest.approx((known.low, known.high))


@pytest.mark.parametrize(("schools", "level", "spread"), [(6, 0.1, 0.05), (12, 0.3, 0.1)])
def test_the_interval_of_schools_covers_as_often_as_it_says(
    schools: int, level: float, spread: float
) -> None:
    rng, covered, rounds = np.random.default_rng(3), 0, 400
    for _ in range(rounds):
        tried = rng.integers(8, 70, schools)
        hits = rng.binomial(tried, np.clip(rng.normal(level, spread, schools), 0.002, 0.98))
        low, high = schools_share(hits, tried)
        covered += low <= level <= high
    assert covered / rounds > 0.93


def test_a_change_of_equal_schools_is_the_paired_test_of_their_shares() -> None:
    first, second = np.array([3, 5, 9, 2, 7]), np.array([6, 7, 9, 6, 8])
    tried = np.full(5, 20)
    found = schools_change((first, tried), (second, tried))
    known = stats.ttest_rel(first / 20, second / 20)
    assert not isinstance(found, TooLittle)
    assert found.p == pytest.approx(known.pvalue)
    ends = known.confidence_interval()
    assert (found.low, found.high) == pytest.approx((ends.low, ends.high))


def test_what_a_school_has_in_both_years_falls_out_of_the_change() -> None:
    rng, paired, apart, rounds = np.random.default_rng(8), 0, 0, 200
    for _ in range(rounds):
        levels = rng.uniform(0.05, 0.6, 12)
        years = [(rng.binomial(60, np.clip(levels + by, 0, 1)), np.full(12, 60)) for by in (0, 0.1)]
        changed, told = schools_change(years[1], years[0]), schools_difference(years[1], years[0])
        assert not isinstance(changed, TooLittle)
        assert not isinstance(told, TooLittle)
        paired, apart = paired + (changed.p < 0.05), apart + (told.p < 0.05)
    assert paired / rounds > 0.8
    assert apart / rounds < 0.5


def test_equal_schools_are_held_against_a_known_share_by_the_test_of_one_mean() -> None:
    hits, tried = np.array([3, 5, 9, 2, 7]), np.full(5, 20)
    found = schools_against((hits, tried), 0.1)
    known = stats.ttest_1samp(hits / 20, 0.1)
    assert not isinstance(found, TooLittle)
    assert (found.difference, found.p) == pytest.approx((0.16, known.pvalue))
    assert isinstance(schools_against(([2, 2], [9, 9]), 0.1), TooLittle)
    assert isinstance(schools_against(([2], [9]), 0.1), TooLittle)


def test_no_change_can_be_tested_where_nothing_varies() -> None:
    assert isinstance(schools_change(([2, 2], [9, 9]), ([4, 4], [9, 9])), TooLittle)
    assert isinstance(schools_change(([2], [9]), ([4], [9])), TooLittle)
    assert isinstance(schools_change(([2, 1], [9, 9]), ([0, 0], [0, 0])), TooLittle)
