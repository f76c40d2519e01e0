"""Calibration against plain numerical maximisation written a second time, without EM."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from msoko.analysis.methods.irt.calibrate import Calibration, calibrate
from msoko.analysis.methods.irt.items import Items, from_difficulty, probabilities

MAXIMA = (1, 1, 2, 3)


def drawn(seed: int, pupils: int, slope=None) -> np.ndarray:
    """Answers to four items with different maxima; every tenth answer missing."""
    generator = np.random.default_rng(seed)
    steps = np.array(
        [[-0.5, np.nan, np.nan], [0.6, np.nan, np.nan], [-0.8, 0.7, np.nan], [-1, 0, 1]]
    )
    chance, _ = probabilities(from_difficulty(steps, slope), generator.normal(0, 1.1, pupils))
    upto = np.cumsum(chance, axis=2)[:, :, :-1]
    scores = (generator.random(upto.shape[:2])[:, :, None] > upto).sum(axis=2).T.astype(float)
    scores[generator.random(scores.shape) < 0.1] = np.nan
    return scores[~np.isnan(scores).all(axis=1)]


def minus_loglik(vector, scores, shared, group):
    """Negative log likelihood pupil by pupil; slopes, intercepts, then mean and log spread."""
    nodes = np.linspace(-6, 6, 61)
    count = 1 if shared else len(MAXIMA)
    slope = np.broadcast_to(vector[:count], len(MAXIMA))
    steps = np.split(vector[count : count + sum(MAXIMA)], np.cumsum(MAXIMA)[:-1])
    log = np.zeros((len(scores), len(nodes)))
    for j, own in enumerate(steps):
        terms = np.concatenate([[0.0], own])[None, :] + slope[j] * nodes[:, None] * np.arange(
            len(own) + 1
        )
        terms -= np.log(np.exp(terms).sum(axis=1, keepdims=True))
        seen = ~np.isnan(scores[:, j])
        log[seen] += terms[:, scores[seen, j].astype(int)].T
    mean, spread = np.zeros(len(scores)), np.ones(len(scores))
    if group is not None:
        mean, spread = vector[-2] * group, np.exp(vector[-1] * group)
    prior = np.exp(-0.5 * ((nodes - mean[:, None]) / spread[:, None]) ** 2)
    prior /= prior.sum(axis=1, keepdims=True)
    return -np.log((np.exp(log) * prior).sum(axis=1)).sum()


def best(scores, shared, group=None):
    """The vector that maximises, and standard errors from second differences of the value."""
    size = (1 if shared else len(MAXIMA)) + sum(MAXIMA) + (2 if group is not None else 0)
    start = np.concatenate([np.ones(1 if shared else len(MAXIMA)), np.zeros(size)])[:size]
    found = minimize(
        minus_loglik, start, (scores, shared, group), method="BFGS", options={"gtol": 1e-6}
    )
    step, near = 1e-3, np.eye(size) * 1e-3
    bend = np.empty((size, size))
    for i in range(size):
        for j in range(i + 1):
            bend[i, j] = bend[j, i] = sum(
                a * b * minus_loglik(found.x + a * near[i] + b * near[j], scores, shared, group)
                for a in (1, -1)
                for b in (1, -1)
            ) / (4 * step**2)
    return found.x, -found.fun, np.sqrt(np.diag(np.linalg.inv(bend)))


def fit(scores, model, **more) -> Calibration:
    found = calibrate(scores, model, least=10, tolerance=1e-7, **more)
    assert isinstance(found, Calibration)
    return found


def intercepts(items: Items) -> np.ndarray:
    return np.concatenate(
        [row[1 : top + 1] for row, top in zip(items.intercept, MAXIMA, strict=True)]
    )


def test_partial_credit_with_missing_answers_is_the_maximum_with_its_curvature():
    scores = drawn(1, 150)
    vector, loglik, errors = best(scores, shared=True)
    found = fit(scores, "pcm")
    assert found.loglik == pytest.approx(loglik, abs=1e-5)
    assert found.sd[0] == pytest.approx(vector[0], abs=1e-3)
    assert intercepts(found.items) == pytest.approx(vector[1:], abs=1e-3)
    assert found.sd_se[0] == pytest.approx(errors[0], rel=1e-3)
    # first steps: difficulty is minus the first intercept, so its error is the intercept's own
    first = 1 + np.cumsum((0, *MAXIMA[:-1]))
    assert found.difficulty_se[:, 0] == pytest.approx(errors[first], rel=1e-3)
    assert np.isnan(found.difficulty_se).tolist() == np.isnan(found.items.difficulty).tolist()


def test_generalised_partial_credit_is_the_maximum_with_its_curvature():
    scores = drawn(2, 200, slope=np.array([0.8, 1.5, 1.0, 0.7]))
    vector, loglik, errors = best(scores, shared=False)
    found = fit(scores, "gpcm")
    assert found.loglik == pytest.approx(loglik, abs=1e-5)
    assert found.items.slope == pytest.approx(vector[:4], abs=2e-3)
    assert found.slope_se == pytest.approx(errors[:4], rel=5e-3)


def test_two_groups_have_the_mean_and_spread_of_the_maximum():
    scores = drawn(3, 160)
    group = (np.arange(len(scores)) % 2).astype(np.intp)
    vector, loglik, errors = best(scores, shared=True, group=group)
    found = fit(scores, "pcm", group=group)
    assert found.loglik == pytest.approx(loglik, abs=1e-5)
    assert found.mean[1] == pytest.approx(vector[-2] * vector[0], abs=2e-3)
    assert found.sd[1] == pytest.approx(np.exp(vector[-1]) * vector[0], abs=2e-3)
    assert found.mean[0] == 0
    assert found.free == len(vector)
    assert np.isnan(found.mean_se[0])
    assert found.mean_se[1] / vector[0] == pytest.approx(errors[-2], rel=5e-3)
