"""Parts of the integrity question: boundaries, rarity among schools, published markers, answers."""

from __future__ import annotations

import numpy as np
import pytest

from msoko.analysis.evidence import Work
from msoko.analysis.integrity.against import Against, Measured, against, over_pupils
from msoko.analysis.integrity.exams import above_exams, jumps
from msoko.analysis.integrity.heaping import heaping
from msoko.analysis.integrity.items import Table, _criteria, _sameness
from msoko.analysis.integrity.journal import excess
from msoko.analysis.integrity.markers import against_journal, mean_too_high, sharp_change
from msoko.analysis.integrity.severity import correlation, index
from msoko.analysis.integrity.sittings import Sitting, Sittings, boundary
from msoko.analysis.methods.refusal import TooLittle

WORK = Work("vpr", "math", 4, 2022)


def sitting(
    school: list[int],
    raw: list[float],
    mark: list[float] | None = None,
    journal: list[float] | None = None,
    work: Work = WORK,
    largest: float = 20.0,
) -> Sitting:
    unknown = [float("nan")] * len(school)
    columns = (np.array(one or unknown, dtype=float) for one in (raw, mark, journal))
    return Sitting(work, np.array(school), np.arange(len(school)), *columns, largest)


def test_a_boundary_is_the_lowest_score_of_the_mark() -> None:
    raw = [3, 5, 6, 7, 9, 10, 12, 15]
    one = sitting([0] * 8, raw, [2, 2, 3, 3, 3, 4, 4, 5])
    assert [boundary(one, mark) for mark in (3, 4, 5)] == [6, 10, 13]


def test_marks_that_do_not_follow_scores_have_no_boundary() -> None:
    one = sitting([0] * 6, [3, 5, 6, 7, 9, 10], [3, 2, 3, 2, 3, 2])
    assert boundary(one, 3) is None
    assert boundary(sitting([0] * 3, [1, 2, 3], [3, 3, 3]), 3) is None


def test_the_published_coefficient_is_computed_as_printed() -> None:
    # Ranks 1, 2, 3, 4 against 4, 3, 2, 1: sum of squares 20, 1 − 6 · 20 / (4 · 15) = −1.
    marked = against_journal(sitting([0, 0, 0, 0], [20, 15, 10, 5], journal=[2, 3, 4, 5]), 1)
    assert marked.value[0] == pytest.approx(-1.0)
    assert marked.fired[0]
    # Equal ranks share their mean: 1.5, 1.5, 3 against 1, 2, 3 gives 1 − 6 · 0.5 / 24.
    tied = against_journal(sitting([0, 0, 0], [5, 6, 7], journal=[3, 3, 4]), 1)
    assert tied.value[0] == pytest.approx(0.875)


def test_equal_journal_marks_or_one_pupil_are_no_marker() -> None:
    marked = against_journal(sitting([0, 0, 1], [5, 6, 7], journal=[4, 4, 3]), 2)
    assert not marked.fired.any()
    assert np.isnan(marked.value).all()


def test_the_mean_is_too_high_when_the_intervals_are_apart() -> None:
    school = [0] * 4 + [1] * 40
    raw = [15, 16, 17, 18] + [5, 15] * 20
    marked = mean_too_high(sitting(school, raw), 2)
    whole, own = np.array(raw, dtype=float), np.array([15, 16, 17, 18.0])
    upper = whole.mean() + 1.96 * whole.std(ddof=1) / np.sqrt(44)
    assert marked.critical == pytest.approx(upper)
    assert marked.value[0] == pytest.approx(own.mean() - 1.96 * own.std(ddof=1) / 2)
    assert marked.fired.tolist() == [True, False]


def test_one_school_is_never_above_itself() -> None:
    assert not mean_too_high(sitting([0] * 5, [1, 2, 3, 4, 5]), 1).fired.any()


def test_a_cohort_that_loses_most_of_its_result_falls_sharply() -> None:
    schools = list(range(12))
    first = [10.0 + 0.1 * number for number in schools]
    second = [10.0] * 11 + [2.0]
    later = sitting(schools, second, work=Work("vpr", "math", 5, 2023))
    fall, rise = sharp_change(sitting(schools, first), later, 12)
    assert np.flatnonzero(fall.fired).tolist() == [11]
    assert not rise.fired.any()
    assert fall.value[11] == pytest.approx(11.1 / 2.0)


def test_a_school_far_out_is_rare_and_the_others_are_not() -> None:
    estimate = np.r_[np.linspace(-0.2, 0.2, 11), 3.0]
    found = against(Measured(estimate, np.full(12, 0.1), np.ones(12), np.ones(12)))
    assert isinstance(found, Against)
    assert found.chance[11] < 1e-4
    assert (found.chance[:11] > 0.05).all()
    assert 0 < found.effect[11] < 3.0


def test_equal_schools_and_schools_without_data_give_no_alarm() -> None:
    estimate = np.r_[np.zeros(8), np.nan]
    found = against(Measured(estimate, np.full(9, 0.1), np.ones(9), np.ones(9)))
    assert isinstance(found, Against)
    assert np.isnan(found.chance[8])
    assert (found.chance[:8] > 0.4).all()


def test_four_schools_are_not_compared() -> None:
    four = np.full(4, 0.1)
    assert isinstance(against(Measured(four, four, four, four)), TooLittle)


def test_works_of_one_pupil_are_one_witness() -> None:
    residual = np.array([1.0, -1.0, 1.0, -1.0, 0.5, -0.5])
    school, pupil = np.zeros(6, dtype=int), np.arange(6)
    once = over_pupils(school, pupil, residual, 1)
    twice = over_pupils(np.r_[school, school], np.r_[pupil, pupil], np.r_[residual, residual], 1)
    assert twice.se[0] == pytest.approx(once.se[0])
    assert twice.pupils[0] == 6


def test_few_pupils_or_pupils_all_alike_say_nothing() -> None:
    four = over_pupils(np.zeros(4, dtype=int), np.arange(4), np.array([1.0, 0, 2, 3]), 1)
    same = over_pupils(np.zeros(9, dtype=int), np.arange(9), np.ones(9), 1)
    assert np.isnan(four.estimate[0])
    assert np.isnan(same.estimate[0])


def test_the_journal_expectation_is_the_mean_mark_of_the_same_journal_mark() -> None:
    one = sitting([0, 0, 1, 1], [1, 2, 3, 4], [3, 4, 3, 5], [4, 4, 4, 5])
    assert excess(one)[:3] == pytest.approx([-1 / 3, 2 / 3, -1 / 3])
    assert excess(one)[3] == 0


def test_heaps_usual_everywhere_are_no_signal_and_a_bigger_one_is() -> None:
    rng = np.random.default_rng(5)
    school = np.repeat(np.arange(9), 60)
    works = []
    for grade in (4, 5, 6, 7):
        raw = rng.binomial(20, 1 / (1 + np.exp(-0.8 * rng.normal(0, 1, school.size))))
        raw[(raw == 6) & (rng.random(raw.size) < 0.5)] = 7
        for bound in (7, 11):
            raw[(school == 8) & (raw < bound) & (raw >= bound - 3)] = bound
        mark = 2.0 + np.searchsorted((7, 11, 15), raw, side="right")
        work = Work("vpr", "math", grade, 2022)
        works.append(sitting(school.tolist(), raw.tolist(), mark.tolist(), work=work))
    found = heaping(Sittings(tuple("abcdefghi"), tuple(works)))
    judged = against(found.measured)
    assert isinstance(judged, Against)
    assert judged.chance[8] < 0.01
    assert (judged.chance[:8] > 0.01).all()
    assert found.at[8] > found.usual[8]


def test_the_exam_is_compared_with_the_grade_before_it() -> None:
    rng = np.random.default_rng(2)
    school = np.repeat(np.arange(6), 20)
    eighth, exam = Work("vpr", "math", 8, 2021), Work("oge", "math", 9, 2022)
    true = rng.normal(0, 1, school.size)
    before = sitting(school.tolist(), (true + 2.0 * (school == 5)).tolist(), work=eighth)
    field = Sittings(tuple("abcdef"), (before, sitting(school.tolist(), true.tolist(), work=exam)))
    found = above_exams(field)
    assert int(np.nanargmax(found.estimate)) == 5
    assert found.works.tolist() == [2.0] * 6
    assert not list(jumps(field))


def test_without_exams_there_is_nothing_to_compare_with() -> None:
    found = above_exams(Sittings(("a",), (sitting([0] * 6, [1, 2, 3, 4, 5, 6]),)))
    assert np.isnan(found.estimate).all()


def test_copied_answers_are_more_alike_than_results_foretell() -> None:
    rng = np.random.default_rng(3)
    school = np.repeat(np.arange(6), 25)
    points = (rng.random((150, 12)) < 0.6).astype(float)
    points[school == 5] = points[125]
    table = Table(WORK, tuple("abcdefghijkl"), school, points, np.ones(12))
    mean, _, pupils = _sameness(table, 6)
    assert mean[5] > 0.2
    assert np.abs(mean[:5]).max() < 0.05
    assert pupils.tolist() == [25.0] * 6


def test_criterion_items_need_their_names() -> None:
    rng = np.random.default_rng(4)
    points = rng.integers(0, 3, (200, 6)).astype(float)
    points[:20, :2] = 2.0
    school = np.r_[np.zeros(20, dtype=int), np.ones(180, dtype=int)]
    plain = Table(WORK, ("1", "2", "3", "4", "5", "6"), school, points, np.full(6, 2.0))
    assert _criteria(plain) is None
    named = Table(WORK, ("1К1", "1К2", "3", "4", "5", "6"), school, points, np.full(6, 2.0))
    left = _criteria(named)
    assert left is not None
    assert left[:20].mean() > left[20:].mean() + 1


def test_signals_that_go_together_in_all_schools_count_less() -> None:
    rng = np.random.default_rng(6)
    one = rng.standard_normal(40)
    assert correlation(np.array([one, one])) == pytest.approx(1.0)
    assert correlation(np.array([one[:5], one[:5]])) == 0.0
    judged = {
        name: Against(one, one, one, one, one, np.full(40, 0.5), 1.0, 40) for name in ("a", "b")
    }
    part = Measured(one, one, np.ones(40), np.ones(40))
    assert index(judged, {"a": part, "b": part}).estimate == pytest.approx(one)
