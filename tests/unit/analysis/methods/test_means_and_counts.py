"""Intervals of means and counts and the control of false discoveries."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from msoko.analysis.methods.counts import exact_count, rate_ratio
from msoko.analysis.methods.false_discovery import adjusted
from msoko.analysis.methods.means import (
    clustered_mean,
    mean_difference,
    mean_of,
    paired_difference,
)
from msoko.analysis.methods.refusal import TooLittle

FIRST = np.array([3.0, 5.0, 4.0, 8.0, 6.0])
SECOND = np.array([2.0, 2.5, 4.0, 3.0, np.nan, 1.0])


def test_a_mean_has_the_student_interval_of_another_program():
    found = mean_of(np.r_[FIRST, np.nan])
    known = stats.ttest_1samp(FIRST, 0.0).confidence_interval()
    assert (found.low, found.high) == pytest.approx(tuple(known))


def test_the_difference_of_means_is_welchs():
    found = mean_difference(FIRST, SECOND)
    known = stats.ttest_ind(FIRST, SECOND[np.isfinite(SECOND)], equal_var=False)
    assert found.p == pytest.approx(known.pvalue)
    assert (found.low, found.high) == pytest.approx(tuple(known.confidence_interval()))


def test_a_paired_difference_leaves_out_half_known_pairs():
    found = paired_difference(FIRST, SECOND[:5])
    known = stats.ttest_rel(FIRST[:4], SECOND[:4])
    assert (found.p, found.df) == (pytest.approx(known.pvalue), 3)


def test_equal_schools_make_the_clustered_mean_that_of_school_means():
    scores = np.random.default_rng(3).normal(size=(6, 20)) + np.arange(6)[:, None]
    found = clustered_mean(scores.ravel(), np.repeat(np.arange(6), 20))
    known = mean_of(scores.mean(axis=1))
    assert (found.mean, found.se, found.df) == pytest.approx((known.mean, known.se, 5))


def test_the_clustered_mean_covers_where_pupils_alone_do_not():
    rng, inside, naive = np.random.default_rng(5), 0, 0
    for _ in range(600):
        sizes = rng.integers(10, 40, size=12)
        school = np.repeat(np.arange(12), sizes)
        scores = rng.normal(size=12)[school] * 0.45 + rng.normal(size=school.size)
        found, alone = clustered_mean(scores, school), mean_of(scores)
        inside += found.low <= 0 <= found.high
        naive += alone.low <= 0 <= alone.high
    assert inside / 600 > 0.92
    assert naive / 600 < 0.75


@pytest.mark.parametrize("values", [[], [4.0], [4.0, np.nan], [4.0, 4.0, 4.0]])
def test_too_few_or_equal_values_are_refused(values):
    assert isinstance(mean_of(values), TooLittle)
    assert isinstance(paired_difference(values, np.zeros(len(values))), TooLittle)


def test_one_school_equal_schools_and_constant_groups_are_refused():
    assert isinstance(clustered_mean(FIRST, np.ones(5)), TooLittle)
    assert isinstance(clustered_mean([1.0, 3.0, 1.0, 3.0], [1, 1, 2, 2]), TooLittle)
    assert isinstance(mean_difference([1.0, 1.0], [2.0, 2.0]), TooLittle)
    assert isinstance(mean_difference([1.0], [2.0, 3.0]), TooLittle)


def test_the_interval_of_a_count_never_covers_less_than_it_says():
    counts = np.arange(200)
    low, high = exact_count(counts)
    ends = np.r_[low[1:40], high[:40]]
    true = np.r_[np.linspace(0.05, 60, 500), ends - 1e-9, ends + 1e-9]
    inside = (low <= true[:, None]) & (true[:, None] <= high)
    assert (stats.poisson.pmf(counts, true[:, None]) * inside).sum(axis=1).min() >= 0.95 - 1e-9


def test_no_event_still_has_an_upper_end():
    low, high = exact_count([0, -1])
    assert (low[0], high[0]) == (0.0, pytest.approx(-np.log(0.025)))
    assert np.isnan([low[1], high[1]]).all()


def test_the_ratio_of_rates_is_exact_given_the_sum():
    found = rate_ratio(8, 100.0, 3, 150.0)
    share = stats.binomtest(8, 11).proportion_ci(method="exact")
    known = [end / (1 - end) * 1.5 for end in (share.low, share.high)]
    assert (found.ratio, found.low, found.high) == pytest.approx((4.0, *known))
    assert rate_ratio(2, 10.0, 0, 10.0).high == np.inf
    assert isinstance(rate_ratio(0, 10.0, 0, 10.0), TooLittle)
    assert isinstance(rate_ratio(1, 0.0, 1, 10.0), TooLittle)


def test_the_example_of_benjamini_and_hochberg_keeps_four():
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    p += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert int((adjusted(p) <= 0.05).sum()) == 4
    assert adjusted(p) == pytest.approx(stats.false_discovery_control(p))


def test_adjustment_keeps_shape_order_and_gaps():
    p = np.array([[0.04, np.nan], [0.001, 0.5]])
    found = adjusted(p)
    assert found.ravel() == pytest.approx([0.06, np.nan, 0.003, 0.5], nan_ok=True)
