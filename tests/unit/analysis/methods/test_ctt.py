"""Classical figures against hand counts, formulas written a second time and another program."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import f as f_distribution

from msoko.analysis.methods.answers import Answers, arrange
from msoko.analysis.methods.ctt import LEAST, distribution, item_figures, reliability
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import for_pupils
from tests.unit.analysis.methods.published import (
    LSAT6,
    candidates,
    reference_answers,
    reference_matrix,
)


def right_wrong(scores: np.ndarray) -> Answers:
    return arrange(scores, np.ones(np.shape(scores)[1]))


def test_law_school_admission_test_by_hand():
    answers = right_wrong(candidates(LSAT6))
    figures, exact = item_figures(answers), reliability(answers)
    assert figures.share == pytest.approx([0.924, 0.709, 0.553, 0.763, 0.870])
    total = answers.scores.sum(axis=1)
    spread = answers.scores.var(axis=0, ddof=1).sum()
    assert exact.alpha == pytest.approx(5 / 4 * (1 - spread / total.var(ddof=1)))
    assert exact.sem == pytest.approx(total.std(ddof=1) * np.sqrt(1 - exact.alpha))
    for j in range(5):
        rest = total - answers.scores[:, j]
        assert figures.rest[j] == pytest.approx(np.corrcoef(answers.scores[:, j], rest)[0, 1])
        others = np.delete(answers.scores, j, axis=1)
        assert figures.alpha_without[j] == pytest.approx(reliability(right_wrong(others)).alpha)


def test_interval_of_alpha_leaves_out_one_in_forty_on_either_side():
    # Feldt: (1 - true) / (1 - alpha) follows F with n-1 and (n-1)(k-1) degrees of freedom
    scores = candidates(LSAT6)[::25]
    found = reliability(right_wrong(scores))
    n, k = scores.shape
    law = f_distribution(n - 1, (n - 1) * (k - 1))
    assert law.cdf((1 - found.low) / (1 - found.alpha)) == pytest.approx(0.975)
    assert law.cdf((1 - found.high) / (1 - found.alpha)) == pytest.approx(0.025)
    assert (found.n, found.items) == (n, k)


def test_alpha_and_agreement_equal_another_program():
    answers = reference_answers("ref_irt_real.json")
    scores, _ = reference_matrix("irt/VerbalAggression_dich.csv", 24)
    figures = item_figures(right_wrong(scores))
    assert reliability(right_wrong(scores)).alpha == pytest.approx(
        answers["alpha_VerbAgg"], abs=1e-9
    )
    assert figures.rest == pytest.approx(answers["rdrop_VerbAgg"], abs=1e-9)


def test_points_of_longer_items_count_by_their_maximum():
    answers = arrange(np.array([[2.0, 0], [1, 1], [0, 1], [1, 0]]), np.array([2, 1]))
    assert item_figures(answers).share.tolist() == [0.5, 0.5]


def test_left_blank_counts_as_nought_and_is_told_apart():
    blank = np.array([[True, False], [True, False], [False, False], [False, False]])
    points = np.array([[0.0, 1], [0, 1], [1, 0], [1, 0]])
    figures = item_figures(arrange(points, np.ones(2), not_attempted=blank))
    assert figures.share.tolist() == [0.5, 0.5]
    assert figures.not_attempted.tolist() == [0.5, 0.0]


def test_an_item_not_taught_to_some_is_judged_by_those_who_were():
    scores = candidates(LSAT6)
    missing = scores.copy()
    missing[::2, 0] = np.nan
    figures = item_figures(right_wrong(missing))
    assert figures.n.tolist() == [500, 1000, 1000, 1000, 1000]
    assert figures.share[0] == scores[1::2, 0].mean()
    assert figures.low[0] < figures.share[0] < figures.high[0]
    assert reliability(right_wrong(missing)).n == 500


def test_a_constant_item_is_named_and_says_nothing():
    scores = np.column_stack([candidates(LSAT6), np.ones(1000)])
    figures = item_figures(right_wrong(scores))
    assert figures.constant.tolist() == [False] * 5 + [True]
    assert np.isnan(figures.rest[5])
    assert figures.low[5] > 0.99
    assert reliability(right_wrong(scores)).items == 5


def test_an_item_taken_by_nobody_is_unknown():
    scores = np.column_stack([candidates(LSAT6)[::50], np.full(20, np.nan)])
    figures = item_figures(right_wrong(scores))
    assert figures.n[5] == 0
    assert np.isnan([figures.share[5], figures.low[5], figures.high[5], figures.rest[5]]).all()


def test_order_of_items_and_pupils_changes_nothing():
    scores = candidates(LSAT6)[np.random.default_rng(1).permutation(1000)]
    order = [4, 2, 0, 1, 3]
    plain, mixed = (right_wrong(candidates(LSAT6)), right_wrong(scores[:, order]))
    assert reliability(mixed).alpha == pytest.approx(reliability(plain).alpha)
    assert item_figures(mixed).rest == pytest.approx(item_figures(plain).rest[order])


def test_distribution_counts_only_whole_works():
    scores = np.array([[1.0, 1], [1, 0], [0, 0], [np.nan, 1]])
    found = distribution(right_wrong(scores))
    assert found.count.tolist() == [1, 1, 1]
    assert (found.mean, found.sd, found.left_out) == (1.0, 1.0, 1)


NOTHING = np.full((10, 3), np.nan)


@pytest.mark.parametrize(
    "scores",
    [
        np.array([[1.0, 0, 1]]),  # one pupil
        np.ones((20, 3)),  # all equal
        np.column_stack([np.ones(20), np.arange(20) % 2]),  # one item varies
        np.column_stack([np.arange(20) % 2, 1 - np.arange(20) % 2]),  # the sum does not
        NOTHING,
    ],
)
def test_reliability_of_too_little_is_refused(scores):
    found = reliability(right_wrong(scores))
    assert isinstance(found, TooLittle)
    assert found.have < found.need


def test_figures_of_nothing_are_refused():
    assert isinstance(item_figures(right_wrong(NOTHING)), TooLittle)
    assert isinstance(distribution(right_wrong(NOTHING)), TooLittle)


def test_the_least_number_of_pupils_is_that_of_the_claim_policy():
    assert for_pupils(LEAST).items == "classical"
    assert for_pupils(LEAST - 1).items == "none"
    found = reliability(right_wrong(candidates(LSAT6)[:: 1000 // (LEAST - 1)][: LEAST - 1]))
    assert isinstance(found, TooLittle)
    assert (found.need, found.have) == (LEAST, LEAST - 1)
