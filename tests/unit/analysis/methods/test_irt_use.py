"""What calibrations are used for: anchors, people, fit; and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq

from msoko.analysis.methods.irt.calibrate import LEAST, Calibration, calibrate
from msoko.analysis.methods.irt.items import (
    Items,
    from_difficulty,
    information,
    moments,
    probabilities,
)
from msoko.analysis.methods.irt.misfit import misfit
from msoko.analysis.methods.irt.persons import posterior_means, weighted_likelihood
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import for_pupils
from tests.unit.analysis.methods.published import LSAT6, LSAT7, candidates


def drawn(seed: int, items: Items, ability: np.ndarray) -> np.ndarray:
    generator = np.random.default_rng(seed)
    upto = np.cumsum(probabilities(items, ability)[0], axis=2)[:, :, :-1]
    return (generator.random(upto.shape[:2])[:, :, None] > upto).sum(axis=2).T.astype(float)


def fit(scores, model="pcm", **more) -> Calibration:
    found = calibrate(scores, model, **more)
    assert isinstance(found, Calibration)
    return found


def test_recovers_what_two_thousand_answers_were_drawn_from():
    ability = np.random.default_rng(1).normal(0, 1.3, 2000)
    truth = from_difficulty(np.linspace(-2, 2, 20)[:, None] + np.array([-0.6, 0.6]))
    found = fit(drawn(2, truth, ability))
    assert np.sqrt(np.mean((found.items.difficulty - truth.difficulty) ** 2)) < 0.1
    assert found.sd[0] == pytest.approx(1.3, abs=0.08)
    assert found.unsteady == ()


def test_a_hard_item_is_harder_after_being_relabelled():
    found = fit(candidates(LSAT6))
    shares = candidates(LSAT6).mean(axis=0)
    assert np.argsort(found.items.difficulty[:, 0]).tolist() == np.argsort(-shares).tolist()


def test_an_item_not_taught_to_half_keeps_its_difficulty():
    truth = from_difficulty(np.linspace(-1, 1, 12)[:, None])
    scores = drawn(3, truth, np.random.default_rng(4).normal(0, 1, 3000))
    scores[::2, 5] = np.nan
    found = fit(scores)
    assert found.items.difficulty[5, 0] == pytest.approx(truth.difficulty[5, 0], abs=0.15)
    assert found.difficulty_se[5, 0] > 1.2 * found.difficulty_se[6, 0]


def test_items_taught_to_different_halves_are_put_on_one_scale_by_the_common_ones():
    truth = from_difficulty(np.tile(np.linspace(-1, 1, 5), 3)[:, None])
    ability = np.concatenate([np.full(1500, -0.5), np.full(1500, 0.5)])
    ability += np.random.default_rng(5).normal(0, 1, 3000)
    scores = drawn(6, truth, ability)
    scores[:1500, 10:] = np.nan
    scores[1500:, :5] = np.nan
    group = (np.arange(3000) >= 1500).astype(np.intp)
    found = fit(scores, group=group)
    assert found.mean[1] == pytest.approx(1.0, abs=0.15)
    shifted = found.items.difficulty[:, 0] - 0.5
    assert shifted == pytest.approx(truth.difficulty[:, 0], abs=0.25)


def test_points_met_by_nobody_are_left_undefined_and_do_not_disturb():
    scores = candidates(LSAT6)
    scores[:, 0] *= 2
    found, plain = fit(scores, "gpcm"), fit(candidates(LSAT6), "gpcm")
    assert np.isnan(found.items.difficulty[0]).all()
    assert found.loglik == pytest.approx(plain.loglik, abs=1e-6)
    assert found.items.slope[0] * 2 == pytest.approx(plain.items.slope[0], abs=1e-3)


def test_an_item_that_all_solved_takes_no_part():
    scores = candidates(LSAT7)
    found = fit(np.column_stack([scores, np.ones(len(scores))]))
    assert found.loglik == pytest.approx(fit(scores).loglik, abs=1e-6)
    assert np.isnan(found.items.difficulty[5]).all()
    assert found.unsteady == ()
    fitting = misfit(np.column_stack([scores, np.ones(len(scores))]), found.items)
    assert np.isnan(fitting.infit).tolist() == [False] * 5 + [True]


@pytest.mark.parametrize("model", ["pcm", "gpcm"])
def test_an_item_nobody_got_nought_for_is_as_one_counted_from_nought(model):
    scores = candidates(LSAT7)
    raised = scores + np.array([1.0, 0, 0, 0, 0])
    found, plain = fit(raised, model), fit(scores, model)
    assert found.loglik == pytest.approx(plain.loglik, abs=1e-6)
    assert found.items.difficulty[0, 1] == pytest.approx(plain.items.difficulty[0, 0], abs=1e-3)
    assert found.difficulty_se[0, 1] == pytest.approx(plain.difficulty_se[0, 0], rel=1e-3)


def test_an_item_unlike_the_others_is_named_unsteady():
    scores = candidates(LSAT7)
    odd = np.column_stack([scores, np.random.default_rng(2).integers(0, 2, len(scores))])
    odd[:3, 5] = [0, 1, 1]
    found = fit(odd, "gpcm")
    assert set(found.unsteady) <= {5}
    assert fit(odd, "gpcm", errors=False).unsteady == found.unsteady
    backwards = np.column_stack([scores, 1 - scores[:, 2]])
    assert 5 in fit(backwards, "gpcm").unsteady


def test_anchors_from_the_same_pupils_give_back_the_same_scale():
    scores = candidates(LSAT7)
    whole = fit(scores)
    placed = fit(scores, anchors=whole.items)
    assert (placed.mean[0], placed.sd[0]) == pytest.approx((0, whole.sd[0]), abs=1e-3)
    half = Items(np.array([1, 1, 1, np.nan, np.nan]), whole.items.intercept)
    again = fit(scores, anchors=half)
    assert again.items.difficulty == pytest.approx(whole.items.difficulty, abs=1e-3)
    assert np.isnan(again.difficulty_se[:3]).all()
    assert (again.difficulty_se[3:] > 0).all()


def test_anchors_place_an_able_municipality_where_it_is():
    items = from_difficulty(np.linspace(-2, 2, 30)[:, None])
    ability = np.random.default_rng(8).normal(0.8, 0.7, 400)
    placed = fit(drawn(7, items, ability), anchors=items)
    assert placed.mean[0] == pytest.approx(ability.mean(), abs=3 * placed.mean_se[0])
    assert placed.sd[0] == pytest.approx(0.7, abs=3 * placed.sd_se[0])
    assert 0.7 / 20 < placed.mean_se[0] < 0.06


def test_posterior_means_match_direct_integration():
    items = from_difficulty(np.array([[-1.0, np.nan], [0.2, np.nan], [0.1, 0.9]]))
    scores = np.array([[1.0, 0, 2], [0, 0, 0], [1, np.nan, 1]])
    found = posterior_means(scores, items, mean=0.3, sd=1.4)
    grid = np.linspace(-9, 9, 4001)
    chance, _ = probabilities(items, grid)
    for row, ability, se in zip(scores, found.ability, found.se, strict=True):
        weight = np.exp(-0.5 * ((grid - 0.3) / 1.4) ** 2)
        for j, points in enumerate(row):
            weight = weight * (1 if np.isnan(points) else chance[j, :, int(points)])
        mean = (weight * grid).sum() / weight.sum()
        spread = np.sqrt((weight * (grid - mean) ** 2).sum() / weight.sum())
        assert (ability, se) == pytest.approx((mean, spread), abs=1e-5)


def test_weighted_likelihood_is_the_top_of_the_likelihood_times_root_information():
    # For the Rasch model Warm's estimate maximises likelihood times the root of the information.
    items = from_difficulty(np.array([[-1.0], [0.0], [0.4], [1.5]]))
    scores = np.array([[0.0, 0, 0, 0], [1, 0, 0, 0], [1, 1, 0, 1], [1, 1, 1, 1]])
    found = weighted_likelihood(scores, items)

    def slope(theta, raw):
        def value(at):
            chance = probabilities(items, np.array([at]))[0][:, 0, 1]
            lost = np.log1p(np.exp(at - items.difficulty[:, 0])).sum()
            return raw * at - lost + 0.5 * np.log((chance * (1 - chance)).sum())

        return (value(theta + 1e-5) - value(theta - 1e-5)) / 2e-5

    direct = [brentq(slope, -8, 8, args=(row.sum(),)) for row in scores]
    assert found.ability == pytest.approx(direct, abs=1e-5)
    assert found.se == pytest.approx(1 / np.sqrt(information(items, found.ability).sum(axis=0)))


def test_weighted_likelihood_is_nearly_unbiased_and_posterior_means_shrink():
    items = from_difficulty(np.linspace(-2, 2, 25)[:, None])
    scores = drawn(9, items, np.full(4000, 1.0))
    assert weighted_likelihood(scores, items).ability.mean() == pytest.approx(1.0, abs=0.03)
    assert posterior_means(scores, items).ability.mean() < 0.95


def test_a_pupil_without_answers_has_no_ability():
    items = from_difficulty(np.array([[0.0], [1.0]]))
    found = weighted_likelihood(np.array([[np.nan, np.nan], [1, 0], [1, 1]]), items)
    assert np.isnan(found.ability).tolist() == [True, False, False]
    assert np.isnan(posterior_means(np.full((2, 2), np.nan), items).reliability)


def test_information_is_the_slope_of_the_expected_points():
    items = from_difficulty(np.array([[-0.5, 0.7]]), slope=np.array([1.3]))
    at, step = np.array([0.4]), 1e-5
    rise = (moments(items, at + step)[0] - moments(items, at - step)[0]) / (2 * step)
    assert information(items, at) == pytest.approx(1.3 * rise, rel=1e-6)


def test_fit_is_one_for_the_model_and_tells_random_answers():
    items = from_difficulty(np.linspace(-1.5, 1.5, 20)[:, None])
    scores = drawn(10, items, np.random.default_rng(11).normal(0, 1, 3000))
    scores[:, 3] = np.random.default_rng(12).integers(0, 2, 3000)
    calibrated = fit(scores)
    found = misfit(scores, calibrated.items)
    rest = np.delete(np.arange(20), 3)
    assert found.infit[rest] == pytest.approx(np.ones(19), abs=0.1)
    assert found.infit[3] > 1.15
    assert found.outfit[3] > 1.2


def test_reliability_of_longer_works_is_higher():
    ability = np.random.default_rng(13).normal(0, 1, 2000)
    items = from_difficulty(np.linspace(-2, 2, 40)[:, None])
    scores = drawn(14, items, ability)
    for score in (weighted_likelihood, posterior_means):
        long, short = score(scores, items), score(scores[:, ::4], items.take(list(range(0, 40, 4))))
        assert long.reliability > short.reliability + 0.15
        assert long.reliability == pytest.approx(
            np.corrcoef(long.ability, ability)[0, 1] ** 2, abs=0.03
        )


def test_the_least_number_of_pupils_is_that_of_the_claim_policy():
    assert for_pupils(LEAST["pcm"]).items == "rasch"
    assert for_pupils(LEAST["pcm"] - 1).items == "classical"
    assert for_pupils(LEAST["gpcm"]).items == "two_parameter"
    assert for_pupils(LEAST["gpcm"] - 1).items == "rasch"


RANDOM = np.random.default_rng(15).integers(0, 2, (80, 6)).astype(float)


@pytest.mark.parametrize(
    ("scores", "least"),
    [
        (candidates(LSAT6)[::20], None),  # 50 pupils
        (RANDOM[:1], 1),
        (np.full((100, 5), np.nan), None),
        (np.ones((100, 5)), None),
        (np.column_stack([np.ones((80, 4)), RANDOM[:, 0]]), None),  # one item varies
        (np.zeros((0, 5)), None),
        # everyone has one of two answers right: nothing common
        (np.tile([[1.0, 0.0], [0.0, 1.0]], (50, 1)), None),
    ],
)
def test_too_little_is_refused_with_a_reason(scores, least):
    found = calibrate(scores, "pcm", least=least)
    assert isinstance(found, TooLittle)
    assert found.have < found.need
    assert found.why.endswith(".")


def test_slopes_are_refused_under_five_hundred():
    found = calibrate(candidates(LSAT6)[::4], "gpcm")
    assert isinstance(found, TooLittle)
    assert (found.need, found.have) == (500, 250)


@pytest.mark.parametrize("bad", [0.5, -1.0, np.inf])
def test_points_that_cannot_be_are_a_mistake(bad):
    with pytest.raises(ValueError, match="whole numbers"):
        calibrate(np.array([[bad, 1.0]] * 80))
