"""The logit with a random intercept: a dense integral maximised by force, and another program."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit

from msoko.analysis.methods.multilevel_logit import fit_logit
from msoko.analysis.methods.refusal import TooLittle
from tests.unit.analysis.methods.published import reference_answers
from tests.unit.analysis.methods.reference_tables import columns, numbers


def drawn(schools: int = 8):
    rng = np.random.default_rng(21)
    group = np.repeat(np.arange(schools), rng.integers(8, 20, size=schools))
    x = np.column_stack([np.ones(group.size), rng.normal(size=group.size)])
    share = expit(x @ [0.3, 0.8] + rng.normal(size=schools)[group])
    return (rng.random(group.size) < share).astype(float), x, group


def dense_height(theta, y, x, group) -> float:
    """Log-likelihood with the school effect integrated by a fine trapezoid."""
    effect = np.linspace(-9, 9, 401)
    normal = np.exp(-(effect**2) / 2) / np.sqrt(2 * np.pi)
    logits = (x @ theta[:-1])[:, None] + theta[-1] * effect
    rows = -np.logaddexp(0, np.where(y[:, None] > 0, -logits, logits))
    whole = np.array([rows[group == school].sum(axis=0) for school in np.unique(group)])
    return float(np.log((np.exp(whole) * normal).sum(axis=1) * (effect[1] - effect[0])).sum())


def test_the_fit_is_the_top_of_the_dense_integral():
    y, x, group = drawn()
    found = fit_logit(y, x, group)
    known = minimize(
        lambda theta: -dense_height(theta, y, x, group), [0.0, 0.5, 0.8], method="Nelder-Mead",
        options={"xatol": 1e-7, "fatol": 1e-10, "maxiter": 3000},
    )  # fmt: skip
    assert found.log_likelihood == pytest.approx(-known.fun, abs=1e-6)
    mine = [*found.effects, np.sqrt(found.school_variance)]
    assert mine == pytest.approx([*known.x[:2], abs(known.x[2])], abs=1e-4)


def test_pupils_alike_in_everything_count_each():
    y, x, group = drawn()
    x = np.column_stack([x[:, 0], x[:, 1] > 0])  # then few of the rows differ
    found = fit_logit(y, x, group)
    top = np.r_[found.effects, np.sqrt(found.school_variance)]
    assert len(np.unique(np.column_stack([y, x, group]), axis=0)) < len(y) / 2
    assert found.log_likelihood == pytest.approx(dense_height(top, y, x, group), abs=1e-8)


def test_standard_errors_are_the_curvature_of_the_dense_integral():
    y, x, group = drawn()
    found = fit_logit(y, x, group)
    top = np.r_[found.effects, np.sqrt(found.school_variance)]
    step, size = 1e-3, 3
    bend = np.empty((size, size))
    for i, a in enumerate(np.eye(size) * step):
        for j, b in enumerate(np.eye(size) * step):
            corners = [
                dense_height(top + s * a + t * b, y, x, group) for s in (1, -1) for t in (1, -1)
            ]
            bend[i, j] = (corners[0] - corners[1] - corners[2] + corners[3]) / (4 * step**2)
    known = np.sqrt(np.diag(np.linalg.inv(-bend)))[:2]
    assert found.se == pytest.approx(known, rel=1e-3)


def test_schools_are_drawn_towards_the_mean():
    y, x, group = drawn()
    found = fit_logit(y, x, group)
    assert found.predicted.size == found.conditional.size == 8
    assert np.all(found.conditional < found.school_variance)
    best = np.argmax([y[group == school].mean() for school in range(8)])
    assert found.predicted[best] > 0


Y, X, GROUP = drawn()


@pytest.mark.parametrize(
    ("y", "x", "group"),
    [
        (np.where(GROUP == 1, np.nan, Y), X, GROUP),
        (Y, X, np.zeros(Y.size)),
        (Y, X, np.arange(Y.size)),
        (np.ones(Y.size), X, GROUP),
        (Y, np.ones((Y.size, 2)), GROUP),
        (Y, np.column_stack([np.ones(Y.size), Y]), GROUP),
        ((X[:, 1] > 0).astype(float), X, GROUP),
    ],
    ids=[
        "missing",
        "one_school",
        "one_pupil_each",
        "one_outcome",
        "constant_x",
        "same",
        "separation",
    ],
)
def test_what_cannot_be_estimated_is_refused(y, x, group):
    assert isinstance(fit_logit(y, x, group), TooLittle)


def test_the_fit_agrees_with_another_program():
    known = reference_answers("ref_glmer.json")["agq25"]
    table = columns("multilevel/Hsb82.csv")
    solved = (numbers(table["mAch"]) > 15).astype(float)
    own, mean = numbers(table["cses"]), numbers(table["meanses"])
    x = np.column_stack([np.ones(own.size), own, mean])
    found = fit_logit(solved, x, np.array(table["school"]), nodes=25)
    assert found.effects == pytest.approx(known["fe"], abs=1e-5)
    assert found.school_variance == pytest.approx(known["v"], abs=1e-5)
    assert found.log_likelihood == pytest.approx(known["ll"], abs=1e-6)
