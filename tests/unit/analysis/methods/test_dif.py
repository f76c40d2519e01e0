"""Differential functioning against a published table, second writings and another program."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from msoko.analysis.methods.dif import Dif, item_dif, screen
from msoko.analysis.methods.dif_logistic import LogisticDif, logistic_dif
from msoko.analysis.methods.irt.items import from_difficulty, probabilities
from msoko.analysis.methods.refusal import TooLittle
from tests.unit.analysis.methods.published import BERKELEY, reference_answers, reference_matrix


def drawn(seed: int, size: int, harder: float, steps: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Answers of two groups of `size`, item 0 harder for the second by `harder` logits."""
    generator = np.random.default_rng(seed)
    focal = np.arange(2 * size) >= size
    difficulty = np.linspace(-1.5, 1.5, 20)[::-1][:, None] + np.linspace(-0.5, 0.5, steps)
    scores = np.empty((2 * size, 20))
    for group in (False, True):
        moved = difficulty + group * harder * (np.arange(20) == 0)[:, None]
        chance, _ = probabilities(from_difficulty(moved), generator.normal(0, 1, size))
        upto = np.cumsum(chance, axis=2)[:, :, :-1]
        scores[focal == group] = (generator.random(upto.shape[:2])[:, :, None] > upto).sum(axis=2).T
    return scores, focal


def test_berkeley_admissions_have_their_known_common_odds_ratio():
    item, department, women = [], [], []
    for number, cells in enumerate(BERKELEY):
        for count, admitted, woman in zip(cells, (1, 0, 1, 0), (0, 0, 1, 1), strict=True):
            item += [admitted] * count
            women += [woman] * count
            department += [number] * count
    found = item_dif(np.array(item, float), np.array(department, float), np.array(women, bool))
    # common odds ratio .9047 (.7719 to 1.0603), statistic 1.4269, p .2323: the worked example of
    # mantelhaen.test in the manual of R
    assert np.exp(-found.size / 2.35) == pytest.approx(0.9046968, abs=1e-7)
    assert np.exp((-found.size - 1.959964 * found.se) / 2.35) == pytest.approx(0.7719074, abs=1e-6)
    assert found.chi2 == pytest.approx(1.4269, abs=1e-4)
    assert found.p == pytest.approx(0.2323, abs=1e-4)
    assert found.category == "A"


def test_mantel_haenszel_equals_another_program_on_every_item():
    expected = reference_answers("ref_irt_real.json")["MH_VerbAgg"]
    scores, rows = reference_matrix("irt/VerbalAggression_dich.csv", 24)
    women = np.array([row[24] == "female" for row in rows])
    found = [item_dif(column, scores.sum(axis=1), women, least=10) for column in scores.T]
    assert [one.chi2 for one in found] == pytest.approx([e["stat"] for e in expected], abs=1e-6)
    assert [one.size for one in found] == pytest.approx([e["delta"] for e in expected], abs=1e-6)
    assert [one.p for one in found] == pytest.approx([e["p"] for e in expected], abs=1e-6)


def test_logistic_ratios_equal_another_program_on_every_item():
    expected = reference_answers("ref_irt_real.json")["LR_VerbAgg"]
    scores, rows = reference_matrix("irt/VerbalAggression_dich.csv", 24)
    women = np.array([row[24] == "female" for row in rows])
    found = [logistic_dif(column, scores.sum(axis=1), women, least=10) for column in scores.T]
    for ours, theirs in (
        ("uniform", "chi_u"), ("crossing", "chi_nu"), ("both", "chi_both"), ("effect", "dR2"),
    ):  # fmt: skip
        figures = [getattr(one, ours) for one in found]
        assert figures == pytest.approx([e[theirs] for e in expected], abs=1e-6)


def test_logistic_ratio_is_that_of_plain_maximisation():
    scores, focal = drawn(1, 150, 0.8)
    total = scores.sum(axis=1)

    def loglik(columns):
        def minus(weight):
            line = columns @ weight
            return (np.logaddexp(0, line) - scores[:, 0] * line).sum()

        return -minimize(minus, np.zeros(columns.shape[1]), method="BFGS", tol=1e-9).fun

    level = (total - total.mean()) / total.std()
    base = np.column_stack([np.ones(len(level)), level])
    group = np.column_stack([base, focal])
    found = logistic_dif(scores[:, 0], total, focal)
    assert found.uniform == pytest.approx(2 * (loglik(group) - loglik(base)), abs=1e-5)


@pytest.mark.parametrize("steps", [1, 2])
def test_an_item_made_harder_for_one_group_is_found_and_named_harder(steps):
    scores, focal = drawn(2, 600, 1.4, steps)
    found = screen(scores, focal)
    assert found[0].size < 0
    assert found[0].category == "C"
    assert sum(one.category != "A" for one in found[1:]) <= 1
    if steps == 1:
        curved = logistic_dif(scores[:, 0], scores.sum(axis=1), focal)
        assert isinstance(curved, LogisticDif)
        assert curved.category != "A"
        assert curved.uniform > curved.crossing


@pytest.mark.parametrize("steps", [1, 2])
def test_swapping_the_groups_swaps_the_sign_only(steps):
    scores, focal = drawn(3, 150, 0.7, steps)
    total = scores.sum(axis=1)
    one, two = item_dif(scores[:, 0], total, focal), item_dif(scores[:, 0], total, ~focal)
    assert one.chi2 == pytest.approx(two.chi2)
    assert np.sign(one.size) == -np.sign(two.size)
    if steps == 1:
        assert (one.size, one.se) == pytest.approx((-two.size, two.se))


def test_large_by_chance_alone_is_not_called_large():
    # no item differs; a hundred per group is the least that is judged at all
    large = 0
    for seed in range(10):
        scores, focal = drawn(seed, 100, 0.0)
        large += sum(one.category == "C" for one in screen(scores, focal))
    assert large <= 3  # of 200


def test_under_a_hundred_in_either_group_nothing_is_said():
    scores, focal = drawn(4, 120, 1.0)
    scores, focal = scores[:219], focal[:219]
    for found in (*screen(scores, focal), logistic_dif(scores[:, 0], scores[:, 1], focal)):
        assert isinstance(found, TooLittle)
        assert (found.need, found.have) == (100, 99)


def test_pupils_who_did_not_take_the_item_are_left_out():
    scores, focal = drawn(5, 200, 0.0)
    total = scores.sum(axis=1)
    missing = scores[:, 0].copy()
    missing[::4] = np.nan
    found = item_dif(missing, total, focal)
    assert isinstance(found, Dif)
    assert (found.reference, found.focal) == (150, 150)


SOLVED = np.ones(300)
HALF = np.arange(300) >= 150


@pytest.mark.parametrize("method", [item_dif, logistic_dif])
@pytest.mark.parametrize(
    ("item", "matching"),
    [
        (SOLVED, np.arange(300) % 20.0),  # all solved it
        (HALF.astype(float), HALF.astype(float)),  # ability and group say it all
        (np.full(300, np.nan), np.arange(300) % 20.0),
    ],
)
def test_no_variation_is_refused(method, item, matching):
    assert isinstance(method(item, matching, HALF), TooLittle)
