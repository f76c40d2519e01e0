"""School effects: a dense integral written anew, coverage, and claims that chance does not make."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.methods.school_effects import SchoolEffects, school_effects, stands_out

# Rubin (1981), doi:10.3102/10769986006004377: eight parallel experiments, effect and its error
EIGHT = np.array([28.39, 7.94, -2.75, 6.82, -0.64, 0.63, 18.01, 12.16])
ERRORS = np.array([14.9, 10.2, 16.3, 11.0, 9.4, 11.4, 10.4, 17.6])


def dense_moments(values, errors, scale, shared=0.0):
    """Mean and Pr(> 0) of effects, the matrices of the model written out in full."""
    schools, works = values.shape
    mean_of, chance_of, weights = [], [], []
    ones = np.ones(schools * works)
    member = np.repeat(np.eye(schools), works, axis=0)
    noise = np.zeros((schools * works,) * 2)
    for j in range(schools):
        own = slice(j * works, (j + 1) * works)
        noise[own, own] = shared * np.outer(errors[j], errors[j])
        noise[own, own] += np.diag((1 - shared) * errors[j] ** 2)
    y = values.ravel()
    for tau in np.linspace(1e-4, 6 * scale, 60 if works > 1 else 1500):
        for omega in np.linspace(0, 4 * scale, 40) if works > 1 else [0.0]:
            v = noise + tau**2 * member @ member.T + omega**2 * np.eye(y.size)
            inverse = np.linalg.inv(v)
            precision = ones @ inverse @ ones
            mean = ones @ inverse @ y / precision
            left = y - mean
            height = -np.linalg.slogdet(v)[1] - np.log(precision) - left @ inverse @ left
            prior = sum(stats.t.logpdf(spread / scale, 4) for spread in (tau, omega))
            pull = tau**2 * member.T @ inverse
            own_mean = pull @ left
            own_var = tau**2 - tau**2 * np.sum(pull * member.T, axis=1)
            own_var = own_var + (pull @ ones) ** 2 / precision
            mean_of.append(own_mean)
            chance_of.append(stats.norm.sf(0, own_mean, np.sqrt(np.maximum(own_var, 1e-15))))
            weights.append(height / 2 + prior)
    weight = np.exp(np.array(weights) - max(weights))
    weight /= weight.sum()
    return weight @ np.array(mean_of), weight @ np.array(chance_of)


def test_one_work_is_the_dense_integral():
    found = school_effects(EIGHT, ERRORS, prior_scale=15.0)
    mean, chance = dense_moments(EIGHT[:, None], ERRORS[:, None], 15.0)
    assert found.effect == pytest.approx(mean, abs=0.1)
    assert found.above == pytest.approx(chance, abs=0.01)


@pytest.mark.parametrize("shared", [0.0, 0.5])
def test_several_works_are_the_dense_integral(shared: float):
    rng = np.random.default_rng(6)
    values = 0.5 * rng.normal(size=(6, 1)) + 0.4 * rng.normal(size=(6, 3))
    values -= values.mean(axis=0)
    errors = np.full((6, 3), 0.25)
    found = school_effects(values, errors, shared_pupils=shared)
    mean, chance = dense_moments(values, errors, 0.5, shared)
    assert found.effect == pytest.approx(mean, abs=0.01)
    assert found.above == pytest.approx(chance, abs=0.01)


@pytest.mark.parametrize(("schools", "pupils"), [(5, 8), (7, 22), (15, 25)])
def test_intervals_cover_with_few_schools(schools: int, pupils: int):
    rng, inside = np.random.default_rng(schools), []
    for _ in range(1500 // schools):
        true = 0.4 * rng.normal(size=schools)
        se = np.full(schools, 0.92 / np.sqrt(pupils))
        found = school_effects(true + se * rng.normal(size=schools), se)
        inside.append((found.low <= true) & (true <= found.high))
    assert 0.91 <= np.mean(inside) <= 0.985


def test_equal_schools_are_hardly_ever_claimed_to_differ():
    rng, claimed = np.random.default_rng(1), 0
    for _ in range(100):
        se = 1 / np.sqrt(rng.integers(5, 200, size=15))
        found = school_effects(se * rng.normal(size=15), se)
        claimed += int(((found.above > 0.95) | (found.above < 0.05)).sum())
    assert claimed / 1500 <= 0.01


def test_levels_of_works_and_missing_works_do_not_matter():
    rng = np.random.default_rng(3)
    values = 0.4 * rng.normal(size=(20, 1)) + 0.2 * rng.normal(size=(20, 4))
    errors = np.full(values.shape, 0.2)
    first = school_effects(values, errors)
    moved = school_effects(values + np.array([0, 5, -3, 1]), errors)
    assert moved.effect == pytest.approx(first.effect, abs=1e-9)
    values[0, 2], values[5] = np.nan, np.nan
    holes = school_effects(values, errors)
    assert np.isnan(holes.effect[5])
    assert holes.works[[0, 5, 6]].tolist() == [3, 0, 4]
    others = [row for row in range(20) if row not in (0, 5)]
    assert holes.effect[others] == pytest.approx(first.effect[others], abs=0.1)


def test_works_by_the_same_pupils_count_for_less():
    values, errors = np.tile(EIGHT[:, None] / 20, 3), np.tile(ERRORS[:, None] / 20, 3)
    apart = school_effects(values, errors)
    shared = school_effects(values, errors, shared_pupils=0.8)
    assert np.all(np.abs(shared.above - 0.5) < np.abs(apart.above - 0.5))


def effects(*above: float, sign: tuple[float, ...]) -> SchoolEffects:
    chance, signs = np.array(above), np.array(sign)
    return SchoolEffects(signs, signs - 1, signs + 1, chance, 0.0, 0.3, signs * 0 + 3)


def test_a_claim_needs_both_years():
    pooled = effects(0.99, 0.99, 0.01, 0.8, sign=(1, 1, -1, 1))
    first = effects(0.9, 0.9, 0.1, 0.7, sign=(1, 1, -1, 1))
    second = effects(0.7, 0.4, 0.3, 0.7, sign=(1, -1, -1, 1))
    assert stands_out(pooled, (first, second)).tolist() == [1, 0, -1, 0]
    assert stands_out(pooled, (first,)).tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("known", [0, 1, 2])
def test_under_three_schools_are_refused(known: int):
    values = np.where(np.arange(6) < known, EIGHT[:6], np.nan)
    assert isinstance(school_effects(values, ERRORS[:6]), TooLittle)
