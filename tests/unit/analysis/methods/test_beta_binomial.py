"""Shares pooled over schools: against a dense integral, and against the truth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.special import betaincc, betaln

from msoko.analysis.methods.beta_binomial import above, pooled_shares, shares_prior
from msoko.analysis.methods.beta_tails import beta_tails
from msoko.analysis.methods.refusal import TooLittle

HITS = np.array([1, 4, 0, 9, 3, 2, 6, 5])
TRIED = np.array([6, 20, 12, 25, 9, 15, 14, 40])


def dense_chance(school: int, threshold: float) -> float:
    """Pr(share > threshold) by a fine grid over mean and log-precision, written anew."""
    means = np.linspace(0.001, 0.999, 250)[:, None]
    logs = np.linspace(np.log(0.5), np.log(5000), 100)[None, :]
    a, b = means * np.exp(logs), (1 - means) * np.exp(logs)
    height = -0.5 * logs + sum(
        betaln(k + a, n - k + b) - betaln(a, b) for k, n in zip(HITS, TRIED, strict=True)
    )
    weight = np.exp(height - height.max())
    k, n = HITS[school], TRIED[school]
    return float((weight * stats.beta.sf(threshold, a + k, b + n - k)).sum() / weight.sum())


@pytest.mark.parametrize("threshold", [0.2, 0.3])
def test_the_chance_of_a_threshold_is_the_dense_integral(threshold: float):
    found = above(shares_prior(HITS, TRIED), HITS, TRIED, threshold)
    known = [dense_chance(school, threshold) for school in range(8)]
    assert found == pytest.approx(known, abs=0.005)


@pytest.mark.parametrize("most", [40, 2000])
def test_tails_by_recurrence_are_the_incomplete_beta_function(most: int):
    rng = np.random.default_rng(5)
    a, b = rng.uniform(0.05, 400, 60), rng.uniform(0.05, 900, 60)
    hits, misses = rng.integers(0, most // 4, 25), rng.integers(0, most, 25)
    hits[0] = misses[1] = 0
    for border in (0.02, 0.2, 0.5, 0.95):
        told = dict(beta_tails(a, b, hits, misses, border))
        assert sorted(told) == list(range(25))
        for unit, tails in told.items():
            known = betaincc(a + hits[unit], b + misses[unit], border)
            assert tails == pytest.approx(known, abs=1e-11)


def test_pooling_draws_small_schools_more_and_keeps_the_truth_inside():
    rng, inside = np.random.default_rng(8), []
    for _ in range(60):
        true, tried = rng.beta(4, 16, 20), rng.integers(5, 60, 20)
        hits = rng.binomial(tried, true)
        found = pooled_shares(shares_prior(hits, tried), hits, tried)
        inside.append((found.low <= true) & (true <= found.high))
    assert 0.92 <= np.mean(inside) <= 0.98
    pooled = pooled_shares(shares_prior(HITS, TRIED), HITS, TRIED)
    assert np.all((pooled.low < pooled.mean) & (pooled.mean < pooled.high))


def test_a_sure_claim_is_rarer_than_the_crossed_threshold():
    rng = np.random.default_rng(2)
    tried = np.full(30, 8)
    hits = rng.binomial(tried, 0.2)
    chance = above(shares_prior(hits, tried), hits, tried, 0.3)
    assert (chance > 0.95).sum() == 0 < (hits >= 0.3 * tried).sum()


@pytest.mark.parametrize(
    ("hits", "tried"), [([1, 2, 0, 1], [5] * 4), ([0] * 6, [9] * 6), ([9] * 6, [9] * 6)]
)
def test_few_schools_and_no_variation_are_refused(hits, tried):
    assert isinstance(shares_prior(hits, tried), TooLittle)


def test_schools_nobody_wrote_in_are_left_out():
    assert isinstance(shares_prior([1, 2, 1, 0, 0], [5, 5, 5, 5, 0]), TooLittle)
