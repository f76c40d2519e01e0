"""Too many results at a border: error rate, power, the moved number, and two public cases."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from benchmarks.calibration.shapes import CUTOFF, moved, null_shapes
from msoko.analysis.methods.bunching import bunching, degree_for, log_ratio, pooled
from msoko.analysis.methods.refusal import TooLittle
from tests.unit.analysis.methods.reference_tables import columns, numbers

SHAPES = null_shapes()


def likelihood(theta, counts, degree, share):
    """Penalised log-likelihood of a curve with `share` of c − 1 moved to c, written anew."""
    at = np.linspace(-1, 1, counts.size)
    expected = np.exp(np.polynomial.legendre.legval(at, theta))
    raised = share * expected[CUTOFF - 1]
    expected[CUTOFF - 1] -= raised
    expected[CUTOFF] += raised
    return np.sum(counts * np.log(expected) - expected) - 0.01 * np.sum(theta[1:] ** 2)


def profile(counts, degree, share):
    """The highest likelihood with that share, over all curves."""
    start = np.r_[np.log(counts.mean()), np.zeros(degree)]
    found = minimize(
        lambda theta: -likelihood(theta, counts, degree, share), start, method="BFGS",
        options={"gtol": 1e-8},
    )  # fmt: skip
    return -found.fun


def test_the_score_is_the_slope_of_the_likelihood():
    counts = np.random.default_rng(2).multinomial(300, SHAPES["середина"]).astype(float)
    found = bunching(counts, CUTOFF, degree=4)
    step = 1e-3
    slope = (profile(counts, 4, step) - profile(counts, 4, -step)) / (2 * step)
    assert found.score[0] == pytest.approx(slope, rel=0.01)


def test_the_moved_share_is_the_most_likely_one():
    counts = (
        np.random.default_rng(4).multinomial(3000, moved(SHAPES["середина"], 0.4)).astype(float)
    )
    found = bunching(counts, CUTOFF, degree=4)
    shares = np.linspace(0.2, 0.8, 61)
    best = shares[np.argmax([profile(counts, 4, share) for share in shares])]
    assert found.share_moved[0] == pytest.approx(best, abs=0.01)
    true = counts[CUTOFF - 1] + found.moved[0]
    assert found.moved[0] / true == pytest.approx(found.share_moved[0], rel=1e-2)


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("pupils", [15, 60, 300, 5000])
def test_smooth_results_are_seldom_flagged(name: str, pupils: int):
    counts = np.random.default_rng(pupils).multinomial(pupils, SHAPES[name], size=1000)
    assert np.mean(bunching(counts, CUTOFF).p < 0.05) <= 0.085


@pytest.mark.parametrize(("pupils", "least"), [(60, 0.65), (120, 0.85)])
@pytest.mark.parametrize("name", ["середина", "слабая"])
def test_moved_results_are_found(name: str, pupils: int, least: float):
    counts = np.random.default_rng(7).multinomial(pupils, moved(SHAPES[name], 0.6), size=400)
    assert np.mean(bunching(counts, CUTOFF).p < 0.05) >= least


def test_rows_are_judged_alone():
    counts = np.random.default_rng(9).multinomial(80, SHAPES["слабая"], size=5)
    together = bunching(counts, CUTOFF)
    alone = [bunching(row, CUTOFF).z[0] for row in counts]
    assert together.z == pytest.approx(alone, abs=1e-6)


def test_a_small_class_among_others_stays_unjudged():
    counts = np.zeros((2, 21))
    counts[0, 5:15], counts[1, 8:10] = 3, 4
    found = bunching(counts, CUTOFF)
    assert np.isfinite(found.z[0])
    assert np.isnan([found.z[1], found.moved[1], found.p[1]]).all()


def test_pooling_finds_what_single_works_do_not():
    works = np.random.default_rng(3).multinomial(25, moved(SHAPES["середина"], 0.5), size=12)
    found = bunching(works, CUTOFF)
    together = pooled(found.z, found.score, found.information, found.moved)
    assert together.works == 12
    assert together.stouffer == pytest.approx(found.z.sum() / np.sqrt(12))
    assert together.summed == pytest.approx(found.score.sum() / np.sqrt(found.information.sum()))
    assert together.p < 0.01 < np.median(found.p)


def test_the_log_ratio_has_no_infinite_value():
    ratio, se = log_ratio([10, 0], [0, 0])
    assert ratio == pytest.approx([np.log(21), 0.0])
    assert se == pytest.approx([np.sqrt(1 / 10.5 + 2), 2.0])


def test_the_degree_grows_with_the_number_of_pupils():
    assert [degree_for(n) for n in (15, 599, 600, 2999, 3000, 25000)] == [4, 4, 6, 6, 8, 8]


@pytest.mark.parametrize(
    ("counts", "cutoff"),
    [(np.ones(21) * 2, 0), (np.ones(21) * 2, 21), (np.ones(10), 5), (np.ones(6) * 9, 3)],
    ids=["below_scale", "above_scale", "few_pupils", "few_scores"],
)
def test_what_cannot_be_tested_is_refused(counts, cutoff):
    assert isinstance(bunching(counts, cutoff), TooLittle)


def test_no_tested_work_is_refused():
    nothing = [np.nan, np.nan]
    assert isinstance(pooled(nothing, nothing, nothing, nothing), TooLittle)


EXAMS = ["integrated_algebra", "global_history", "living_environment", "english", "us_history"]


@pytest.mark.parametrize("exam", EXAMS)
def test_the_new_york_exams_are_all_found(exam: str):
    table = columns("bunching/nyc_regents_2010.csv")
    score, seen = numbers(table["score"]), np.nan_to_num(numbers(table[exam]))
    known = np.isfinite(score)
    counts = np.bincount(score[known].astype(int), seen[known], minlength=101)
    found = bunching(counts, 65)
    assert found.z[0] > 50
    assert 0.8 < found.share_moved[0] <= 1


@pytest.mark.parametrize("year", ["2012", "2013"])
def test_the_romanian_years_are_both_found(year: str):
    table = columns("bunching/ro_bacalaureat_sept_2012_2013.csv.gz")
    marks = numbers(table["ro_written"])
    here = (np.array(table["year"]) == year) & (marks >= 0)
    counts = np.bincount(np.rint(marks[here] * 20).astype(int), minlength=201)
    assert bunching(counts, 100).z[0] > 50
