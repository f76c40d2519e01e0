"""Intervals of shares: coverage by listing every outcome, published examples, second writings."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.optimize import minimize_scalar
from scipy.special import gammaln

from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.methods.shares import (
    _restricted,
    exact_share,
    jeffreys,
    miettinen_nurminen,
    newcombe,
)
from msoko.indicators.interval import wilson


def least_coverage(interval, trials: int, shares: np.ndarray) -> float:
    """The least chance, over true shares, that the interval holds the true share."""
    hits = np.arange(trials + 1)
    low, high = interval(hits.astype(float), np.full(trials + 1, float(trials)))
    choose = gammaln(trials + 1) - gammaln(hits + 1) - gammaln(trials - hits + 1)
    odds = np.log(shares / (1 - shares))[:, None]
    chance = np.exp(choose + hits * odds + trials * np.log1p(-shares)[:, None])
    inside = (low <= shares[:, None]) & (shares[:, None] <= high)
    return float((chance * inside).sum(axis=1).min())


@pytest.mark.parametrize("first", range(1, 101, 10))
def test_the_exact_interval_never_covers_less_than_it_says(first: int):
    for trials in range(first, first + 10):
        low, high = exact_share(np.arange(trials + 1), np.full(trials + 1, trials))
        # coverage is least right beside the ends of the intervals
        ends = np.r_[low, high]
        shares = np.r_[np.linspace(0.001, 0.999, 333), ends - 1e-9, ends + 1e-9]
        assert least_coverage(exact_share, trials, np.clip(shares, 1e-9, 1 - 1e-9)) >= 0.95 - 1e-12


@pytest.mark.parametrize(
    ("interval", "trials", "least"),
    [
        (exact_share, 5, 0.976),
        (wilson, 5, 0.837),
        (exact_share, 12, 0.955),
        (wilson, 12, 0.901),
    ],
)
def test_the_worst_coverage_is_the_known_one(interval, trials: int, least: float):
    shares = np.linspace(0.02, 0.98, 9601)
    assert least_coverage(interval, trials, shares) == pytest.approx(least, abs=0.01)


@pytest.mark.parametrize(("hits", "tried"), [(0, 7), (2, 6), (7, 7), (40, 100)])
def test_the_exact_interval_is_that_of_another_program(hits: int, tried: int):
    known = stats.binomtest(hits, tried).proportion_ci(method="exact")
    assert [float(end) for end in exact_share(hits, tried)] == pytest.approx(list(known), abs=1e-9)


def test_jeffreys_is_the_beta_quantile_and_closes_at_the_ends():
    low, high = jeffreys([2, 0, 6], [6, 6, 6])
    assert low[0] == pytest.approx(stats.beta.ppf(0.025, 2.5, 4.5))
    assert high[0] == pytest.approx(stats.beta.ppf(0.975, 2.5, 4.5))
    assert (low[1], high[2]) == (0.0, 1.0)


def test_nobody_tried_or_impossible_counts_give_nothing():
    for interval in (exact_share, jeffreys):
        assert np.isnan(interval([0, 3, -1], [0, 2, 2])).all()


# Newcombe (1998), table II, methods 6 (Miettinen–Nurminen) and 10
@pytest.mark.parametrize(
    ("counts", "score", "hybrid"),
    [
        ((56, 70, 48, 80), (0.0528, 0.3382), (0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.1700, 0.8406), (0.1705, 0.8090)),
    ],
)
def test_differences_of_shares_are_as_published(counts, score, hybrid):
    by_score, by_hybrid = miettinen_nurminen(*counts), newcombe(*counts)
    assert (by_score.low, by_score.high) == pytest.approx(score, abs=6e-5)
    assert (by_hybrid.low, by_hybrid.high) == pytest.approx(hybrid, abs=6e-5)


@pytest.mark.parametrize("gap", [-0.3, 0.0, 0.2, 0.55])
def test_the_restricted_share_is_the_most_likely_one(gap: float):
    def unlikely(share: float) -> float:
        chance = stats.binom.logpmf(7, 11, share + gap) + stats.binom.logpmf(4, 9, share)
        return -float(chance)

    limits = (max(0.0, -gap) + 1e-9, min(1.0, 1 - gap) - 1e-9)
    found = minimize_scalar(unlikely, bounds=limits, method="bounded", options={"xatol": 1e-10})
    assert _restricted(7, 11, 4, 9, gap) == pytest.approx(found.x, abs=1e-6)


@pytest.mark.parametrize("counts", [(0, 5, 0, 5), (5, 5, 0, 5), (0, 1, 1, 1)])
def test_extreme_counts_keep_the_difference_inside(counts):
    for found in (newcombe(*counts), miettinen_nurminen(*counts)):
        assert -1 <= found.low <= found.difference <= found.high <= 1


@pytest.mark.parametrize("interval", [newcombe, miettinen_nurminen])
def test_an_empty_group_is_refused(interval):
    assert isinstance(interval(0, 0, 2, 5), TooLittle)
