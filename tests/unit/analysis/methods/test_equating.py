"""Equating against textbook examples, plain second writings and another program."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from msoko.analysis.methods.equating import identity, random_groups, with_error
from msoko.analysis.methods.equating_common import common_items, common_items_curve
from msoko.analysis.methods.equating_percentile import equipercentile, rank, rank_at, score_at
from msoko.analysis.methods.equating_smooth import smoothed, smoothed_jointly
from msoko.analysis.methods.refusal import TooLittle
from tests.unit.analysis.methods.published import reference_answers, reference_matrix

LINES = ("tucker", "levine", "chained", "braun_holland")


def sums(seed: int, ability: float, size: int, items: int = 24) -> np.ndarray:
    """Total and sum of the first eight (common) right/wrong items."""
    generator = np.random.default_rng(seed)
    at = (
        generator.normal(ability, 1, size)[:, None]
        - np.linspace(-2, 2, 8).repeat(3).reshape(8, 3).T.ravel()[:items]
    )
    right = generator.random((size, items)) < 1 / (1 + np.exp(-at))
    return np.column_stack([right.sum(axis=1), right[:, :8].sum(axis=1)]).astype(float)


def test_textbook_example_of_equipercentile_equating():
    # Kolen & Brennan, Test Equating, Scaling, and Linking, tables 2.2 to 2.4
    new, old = np.array([0.2, 0.3, 0.2, 0.2, 0.1]), np.array([0.1, 0.2, 0.2, 0.3, 0.2])
    assert rank(new) == pytest.approx([0.1, 0.35, 0.6, 0.8, 0.95])
    assert equipercentile(new, old) == pytest.approx([0.5, 1.75, 2.8333333, 3.5, 4.25])


def test_percentiles_there_and_back():
    shares = np.array([0.1, 0.2, 0.2, 0.3, 0.2])
    scores = np.array([-0.2, 0.5, 1.1, 3.9])
    assert score_at(rank_at(scores, shares), shares) == pytest.approx(scores)


def test_a_variant_equated_to_itself_is_unchanged():
    scores = sums(1, 0, 500)
    total = scores[:, 0]
    for method in ("mean", "linear", "equipercentile"):
        found = random_groups(total, total, (24, 24), method)
        assert found.equivalent[4:21] == pytest.approx(np.arange(4, 21), abs=1e-6)
    for method in LINES:
        found = common_items(scores, scores, 24, method)
        assert (found.slope, found.intercept) == pytest.approx((1, 0), abs=1e-9)


def test_mean_and_line_carry_over_the_mean_and_spread():
    new, old = sums(2, 0, 400)[:, 0], sums(3, 0.4, 300)[:, 0]
    shift = random_groups(new, old, (24, 24), "mean")
    assert (shift.slope, shift.intercept) == pytest.approx((1, old.mean() - new.mean()))
    line = random_groups(new, old, (24, 24), "linear")
    moved = line.intercept + line.slope * new
    assert moved.mean() == pytest.approx(old.mean())
    assert moved.std(ddof=1) == pytest.approx(old.std(ddof=1))
    assert line.n == (400, 300)


@pytest.mark.parametrize("name", ["mean", "linear", "equip", "equip_loglin6"])
def test_random_groups_equal_another_program(name):
    expected = reference_answers("ref_equate.json")[f"ACT_{name}"]
    table, _ = reference_matrix("equating/ACTmath.csv")
    new, old = (np.repeat(table[:, 0], table[:, k].astype(int)) for k in (1, 2))
    method = "equipercentile" if name.startswith("equip") else name
    degree = 6 if name.endswith("6") else None
    found = random_groups(new, old, (40, 40), method, degree=degree)
    assert found.equivalent[1:] == pytest.approx(expected[1:], abs=1e-4)


def neat():
    return (reference_matrix(f"equating/KBneat_{form}.csv")[0] for form in "xy")


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("KB_mean_tucker", "tucker"), ("KB_mean_levine", "levine"),
        ("KB_linear_tucker", "tucker"), ("KB_linear_levine", "levine"),
        ("KB_linear_chained", "chained"), ("KB_linear_braun", "braun_holland"),
    ],
)  # fmt: skip
def test_lines_through_common_items_equal_another_program(name, method):
    expected = reference_answers("ref_equate.json")[name]
    found = common_items(*neat(), 36, method, weight=1.0, only_mean="mean" in name)
    assert found.equivalent == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("name", "method"), [("KB_equip_frequency", "frequency"), ("KB_equip_chained", "chained")]
)
def test_curves_through_common_items_equal_another_program(name, method):
    expected = reference_answers("ref_equate.json")[name]
    found = common_items_curve(*neat(), (36, 36, 12), method, degree=None, weight=1.0)
    assert found.equivalent == pytest.approx(expected, abs=1e-4)


def test_bootstrap_error_is_near_that_of_another_program():
    expected = np.array(reference_answers("ref_equate.json")["KB_tucker_bootse"])
    new, old = neat()
    found = with_error(lambda a, b: common_items(a, b, 36, weight=1.0), new, old)
    # both are themselves drawn; an error of 500 draws is known to about 3 %
    assert found.se / expected == pytest.approx(np.ones(37), abs=0.2)


def test_tucker_and_levine_are_their_formulas():
    new, old = sums(4, 0, 300), sums(5, 0.5, 500)
    weight = 300 / 800
    (x, v), (y, u) = new.mean(axis=0), old.mean(axis=0)
    one, two = np.cov(new.T), np.cov(old.T)
    gammas = {
        "tucker": (one[0, 1] / one[1, 1], two[0, 1] / two[1, 1]),
        "levine": (one[0, 0] / one[0, 1], two[0, 0] / two[0, 1]),
    }
    for method, (g, h) in gammas.items():
        mean_x, mean_y = x - (1 - weight) * g * (v - u), y + weight * h * (v - u)
        cross = weight * (1 - weight) * (v - u) ** 2
        var_x = one[0, 0] - (1 - weight) * g**2 * (one[1, 1] - two[1, 1]) + g**2 * cross
        var_y = two[0, 0] + weight * h**2 * (one[1, 1] - two[1, 1]) + h**2 * cross
        found = common_items(new, old, 24, method)
        assert found.slope == pytest.approx(np.sqrt(var_y / var_x))
        assert found.intercept == pytest.approx(mean_y - found.slope * mean_x)


def test_unlike_groups_on_one_work_need_common_items_and_levine_comes_nearest():
    new, old = sums(6, -0.5, 20_000), sums(7, 0.0, 20_000)
    at = {method: common_items(new, old, 24, method).equivalent[12] - 12 for method in LINES}
    alike = random_groups(new[:, 0], old[:, 0], (24, 24)).equivalent[12] - 12
    assert alike > 1.5
    assert abs(at["levine"]) < 0.15
    assert abs(at["levine"]) < abs(at["chained"]) < abs(at["tucker"]) < alike
    curve = common_items_curve(new, old, (24, 24, 8), "frequency").equivalent[12] - 12
    assert curve == pytest.approx(at["braun_holland"], abs=0.15)
    chained = common_items_curve(new, old, (24, 24, 8), "chained").equivalent[12] - 12
    assert chained == pytest.approx(at["chained"], abs=0.15)


def test_an_outer_anchor_has_its_own_levine():
    new, old = sums(8, -0.5, 20_000), sums(9, 0.0, 20_000)
    apart = [np.column_stack([s[:, 0] - s[:, 1], s[:, 1]]) for s in (new, old)]
    found = common_items(*apart, 16, "levine", internal=False)
    assert found.equivalent[8] - 8 == pytest.approx(0, abs=0.15)


def test_smoothing_keeps_the_moments_and_is_the_likeliest_such_curve():
    count = np.bincount(sums(10, 0, 400)[:, 0].astype(int), minlength=25).astype(float)
    fitted, scores = smoothed(count, 3), np.arange(25)
    for power in range(4):
        assert fitted @ scores**power == pytest.approx(count @ scores**power, rel=1e-6)
    design = np.vander(np.linspace(-1, 1, 25), 4)

    def minus(weight):
        return np.exp(design @ weight).sum() - count @ (design @ weight)

    plain = minimize(minus, np.array([0, 0, 0, np.log(16)]), method="BFGS", tol=1e-8)
    assert fitted == pytest.approx(np.exp(design @ plain.x), abs=1e-2)


def test_joint_smoothing_keeps_both_margins_moments_and_the_product():
    sample = sums(11, 0, 500).astype(int)
    table = np.zeros((25, 9))
    np.add.at(table, (sample[:, 0], sample[:, 1]), 1)
    fitted = smoothed_jointly(table, 2)
    rows, columns = np.indices(table.shape)
    for figure in (1, rows, rows**2, columns, columns**2, rows * columns):
        assert (fitted * figure).sum() == pytest.approx((table * figure).sum(), rel=1e-5)


def test_smoothing_three_scores_does_not_ask_for_six_moments():
    count = np.array([0.0, 5, 3, 2, 0])
    assert smoothed(count, 6).sum() == pytest.approx(10)


def test_bootstrap_error_of_a_mean_is_that_of_the_textbook():
    new, old = sums(12, 0, 400)[:, 0], sums(13, 0, 300)[:, 0]
    found = with_error(lambda a, b: random_groups(a, b, (24, 24), "mean"), new, old, seed=3)
    direct = np.sqrt(new.var(ddof=1) / 400 + old.var(ddof=1) / 300)
    assert found.se == pytest.approx(np.full(25, direct), rel=0.1)
    again = with_error(lambda a, b: random_groups(a, b, (24, 24), "mean"), new, old, seed=3)
    assert np.array_equal(found.se, again.se)


@pytest.mark.parametrize("sizes", [(99, 300), (300, 99), (0, 300), (1, 1)])
def test_under_a_hundred_scores_are_kept_and_the_reason_given(sizes):
    new, old = sums(14, 0, sizes[0]), sums(15, 1, sizes[1])
    for found in (
        random_groups(new[:, 0], old[:, 0], (24, 24), "equipercentile"),
        common_items(new, old, 24),
        common_items_curve(new, old, (24, 24, 8)),
        with_error(lambda a, b: common_items(a, b, 24), new, old, replications=3),
    ):
        assert found.identity
        assert found.equivalent.tolist() == list(range(25))
        assert isinstance(found.why, TooLittle)
        assert (found.why.need, found.why.have) == (100, min(sizes))
        assert found.se is None


def test_an_asked_for_identity_needs_no_reason():
    assert identity(3, (5, 5)).why is None


def test_no_variation_or_no_link_keeps_the_scores():
    total = sums(16, 0, 200)
    still = random_groups(np.full(200, 7.0), total[:, 0], (24, 24))
    assert still.identity
    constant = total.copy()
    constant[:, 1] = 4
    for method in LINES:
        assert common_items(constant, total, 24, method).identity
    assert common_items_curve(total, constant, (24, 24, 8)).identity


def test_pupils_with_an_unknown_sum_are_left_out():
    new, old = sums(17, 0, 200), sums(18, 0, 200)
    holed = np.vstack([new, [[np.nan, 3.0], [5.0, np.nan]]])
    assert common_items(holed, old, 24).n == (200, 200)
    assert random_groups(np.append(new[:, 0], np.nan), old[:, 0], (24, 24)).n == (200, 200)
