"""Actions: permutation by listing, published differences, power by simulation, and refusals."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from msoko.analysis.methods.did import (
    ChangeDifference,
    detectable,
    difference_of_changes,
    expected_change,
    placement,
    proven,
)
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.methods.staggered import staggered
from tests.unit.analysis.methods.reference_tables import columns, numbers

CHANGES = np.array([3.1, 2.0, 4.2, -0.5, 1.0, 0.3, -1.2, 0.8, 0.1, 1.9])
TREATED = np.arange(10) < 3


def test_the_t_test_is_that_of_another_program():
    found = difference_of_changes(CHANGES, TREATED)
    known = stats.ttest_ind(CHANGES[:3], CHANGES[3:])
    assert found.p_t == pytest.approx(known.pvalue)
    assert (found.low, found.high) == pytest.approx(tuple(known.confidence_interval()))


def test_the_permutation_test_lists_every_choice_of_schools():
    found = difference_of_changes(CHANGES, TREATED)
    gaps = []
    for chosen in combinations(range(10), 3):
        others = [row for row in range(10) if row not in chosen]
        gaps.append(abs(CHANGES[list(chosen)].mean() - CHANGES[others].mean()))
    own = CHANGES[:3].mean() - CHANGES[3:].mean()
    assert found.p_permutation == pytest.approx(np.mean(np.array(gaps) >= abs(own) - 1e-9))
    assert found.exact


def test_three_of_six_cannot_reach_five_percent():
    found = difference_of_changes([5.0, 6.0, 7.0, 0.0, 1.0, 2.0], np.arange(6) < 3)
    assert found.least_p == found.p_permutation == pytest.approx(0.1)


def test_too_many_choices_are_drawn_and_always_alike():
    change = np.random.default_rng(0).normal(size=40)
    first, second = (difference_of_changes(change, np.arange(40) < 10) for _ in range(2))
    assert not first.exact
    assert first.p_permutation == second.p_permutation == pytest.approx(first.p_t, abs=0.02)


@pytest.mark.parametrize(("schools", "treated"), [(6, 3), (10, 3), (15, 5)])
def test_an_action_that_did_nothing_is_seldom_found(schools: int, treated: int):
    rng, by_t, by_permutation = np.random.default_rng(schools), 0, 0
    for _ in range(600):
        found = difference_of_changes(rng.normal(size=schools), np.arange(schools) < treated)
        by_t += found.p_t < 0.05
        by_permutation += found.p_permutation < 0.05
    assert 0.03 <= by_t / 600 <= 0.07
    assert by_permutation / 600 <= 0.065


@pytest.mark.parametrize(
    ("changes", "treated"),
    [
        (CHANGES, np.arange(10) < 1),
        (CHANGES, np.arange(10) < 9),
        (np.ones(10), TREATED),
        (np.where(np.arange(10) < 2, np.nan, CHANGES), TREATED),
    ],
    ids=["one_treated", "one_untreated", "equal_changes", "unknown"],
)
def test_what_cannot_be_compared_is_refused(changes, treated):
    assert isinstance(difference_of_changes(changes, treated), TooLittle)


def test_one_treated_school_is_only_placed():
    place = placement(CHANGES, np.arange(10) == 2)
    assert (place.rank, place.schools, place.share_below) == (1, 10, 1.0)
    assert not hasattr(place, "p")
    assert isinstance(placement(CHANGES, TREATED), TooLittle)
    assert isinstance(placement(CHANGES[:3], np.arange(3) < 1), TooLittle)


def compared(p: float, treated: int = 3, untreated: int = 9) -> ChangeDifference:
    return ChangeDifference(1.0, 0.3, 0.4, 1.6, p, p, True, 0.001, treated, untreated)


@pytest.mark.parametrize(
    ("found", "before", "may"),
    [
        (compared(0.01), compared(0.6), True),
        (compared(0.07), compared(0.6), False),
        (compared(0.01), compared(0.02), False),
        (compared(0.01), None, False),
        (compared(0.01, treated=2), compared(0.6), False),
        (compared(0.01, untreated=6), compared(0.6), False),
    ],
)
def test_the_word_effect_needs_schools_a_small_p_and_no_earlier_trend(found, before, may: bool):
    assert proven(found, before) is may


@pytest.mark.parametrize(
    ("treated", "schools", "pupils", "known"),
    [(3, 10, 25, 0.88), (5, 15, 50, 0.58), (10, 40, 50, 0.36)],
)
def test_the_detectable_difference_is_the_known_one(treated, schools, pupils, known):
    # changes of schools vary by 0.08 beside the luck of two cohorts of pupils
    sd = np.sqrt(0.08 + 2 / pupils)
    assert detectable(sd, treated, schools - treated) == pytest.approx(known, abs=0.006)


def test_the_detectable_difference_is_found_four_times_of_five():
    shift, rng, found = detectable(1.0, 4, 8), np.random.default_rng(5), 0
    treated = np.arange(12) < 4
    for _ in range(1500):
        found += difference_of_changes(rng.normal(size=12) + shift * treated, treated).p_t < 0.05
    assert found / 1500 == pytest.approx(0.8, abs=0.04)
    assert isinstance(detectable(1.0, 1, 8), TooLittle)


def test_schools_chosen_for_low_results_rise_by_themselves():
    rng = np.random.default_rng(0)
    first = rng.normal(size=100_000)
    second = 0.4 * first + np.sqrt(1 - 0.16) * rng.normal(size=first.size) + 0.1
    low = first < np.quantile(first, 0.1)
    expected = expected_change(first[low].mean(), 0.0, 0.4, shift=0.1)
    assert (second - first)[low].mean() == pytest.approx(expected, abs=0.02)


def test_starts_in_different_years_are_differences_of_mean_changes():
    values = np.array(
        [[1, 2, 5, 6], [2, 2, 7, 7], [1, 1, 1, 4.0], [0, 1, 0, 5], [3, 3, 4, 5], [1, 2, 2, 2]]
    )
    found = staggered(values, [2020, 2021, 2022, 2023], [2022, 2022, 2023, 2023, 0, 0])
    cells = {(one.start, one.year): one.difference for one in found.by_start}
    assert cells[2022, 2022] == pytest.approx((3 + 5) / 2 - (1 + 0) / 2)
    assert cells[2022, 2023] == pytest.approx((4 + 5) / 2 - (2 + 0) / 2)
    assert cells[2023, 2022] == pytest.approx((0 - 1) / 2 - (1 + 0) / 2)
    assert found.overall == pytest.approx(np.mean([3.5, 3.5, cells[2023, 2023]]))
    assert [one.before for one in found.by_start] == [True, False, False, True, True, False]


@pytest.mark.parametrize("start", [[2021, 2021, 2021, 0], [2020, 2020, 0, 0], [2021, 0, 0, 0]])
def test_starts_without_a_comparison_are_refused(start):
    assert isinstance(staggered(np.eye(4)[:, :2], [2020, 2021], start), TooLittle)


def test_gaps_in_the_years_of_schools_are_refused():
    assert isinstance(staggered([[1, np.nan], [1, 2]], [2020, 2021], [2021, 0]), TooLittle)


def test_the_published_differences_by_start_are_reproduced():
    table = columns("did/mpdta.csv")
    names, rows = np.unique(table["countyreal"], return_inverse=True)
    years = numbers(table["year"]).astype(int)
    values, start = np.empty((names.size, 5)), np.empty(names.size, int)
    values[rows, years - 2003] = numbers(table["lemp"])
    start[rows] = numbers(table["first.treat"]).astype(int)
    found = staggered(values, range(2003, 2008), start)
    after = [one.difference for one in found.by_start if not one.before]
    published = [-0.0105, -0.0704, -0.1373, -0.1008, -0.0046, -0.0412, -0.0261]
    assert after == pytest.approx(published, abs=5.1e-5)
    before = [one.difference for one in found.by_start if one.before]
    assert before == pytest.approx([0.0065, -0.0028, 0.0305, -0.0027, -0.0311], abs=5.1e-5)
    assert found.overall == pytest.approx(-0.0400, abs=5.1e-5)
