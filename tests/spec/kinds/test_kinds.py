"""One paragraph for each kind of formula."""

from __future__ import annotations

from fractions import Fraction

from msoko.profile.conditions import (
    Bound,
    Compare,
    MeetsAttribute,
    MeetsIndicator,
    MeetsRows,
)
from msoko.profile.formula import (
    Band,
    ChangeFormula,
    CountFormula,
    CumulativeFormula,
    Distinct,
    ExistsFormula,
    LevelsFormula,
    MeanFormula,
    RatingFormula,
    RatioFormula,
    ReportedFormula,
    Selection,
    ShareFormula,
    UnitsFormula,
    UnitsScope,
)
from tests.spec.told import drawn, indicator, some, told

WROTE = Selection("results", Compare("participated", "is", True), unknown={"mark": "drop"})
WORKS = """
    organisation | pupil | procedure | subject | grade | participated | mark | scaled_score
    101          | a     | vpr       | russian | 4     | да           | 2    | 40
    101          | b     | vpr       | russian | 4     | да           | 3    | 60
    101          | b     | vpr       | math    | 4     | да           | 2    | 80
    101          | c     | vpr       | russian | 4     | нет          |      |
"""


def test_share_of_rows_counts_works() -> None:
    asked = indicator(ShareFormula(WROTE, Compare("mark", "is", 2)))
    assert told(asked, results=WORKS)["101", ""] == (2, 3, 66.666667, "ok")


def test_share_of_different_pupils_counts_a_pupil_with_at_least_one_such_work() -> None:
    pupils = Selection("results", WROTE.population, Distinct("pupil"), unknown={"mark": "drop"})
    asked = indicator(ShareFormula(pupils, Compare("mark", "is", 2)))
    assert told(asked, results=WORKS)["101", ""] == (2, 2, 100, "ok")


def test_with_every_only_a_pupil_all_of_whose_works_are_such() -> None:
    pupils = Selection("results", WROTE.population, Distinct("pupil"), unknown={"mark": "drop"})
    asked = indicator(ShareFormula(pupils, Compare("mark", "is", 2), every_row=True))
    assert told(asked, results=WORKS)["101", ""] == (1, 2, 50, "ok")


def test_count_of_rows_of_different_values_and_a_sum() -> None:
    rows = indicator(CountFormula(WROTE), "count")
    pupils = indicator(CountFormula(Selection("results", count=Distinct("pupil"))), "count")
    points = indicator(CountFormula(Selection("results", sum="scaled_score")), "count")
    assert told(rows, results=WORKS)["101", ""][0] == 3
    assert told(pupils, results=WORKS)["101", ""][0] == 3
    assert told(points, results=WORKS)["101", ""][0] == 180


def test_count_of_those_whose_every_work_passes() -> None:
    every = Selection(
        "results",
        WROTE.population,
        Distinct("pupil"),
        None,
        Compare("mark", "above", 2),
        {"mark": "keep"},
    )
    works = """
        organisation | pupil | procedure | subject | grade | participated | mark
        101          | a     | oge       | russian | 9     | да           | 3
        101          | a     | oge       | math    | 9     | да           | 2
        101          | b     | oge       | russian | 9     | да           | 4
        101          | c     | oge       | russian | 9     | да           |
    """
    assert told(indicator(CountFormula(every), "count"), results=works)["101", ""][0] == 1


def test_ratio_takes_from_two_tables() -> None:
    asked = indicator(RatioFormula((Selection("coverage"),), (Selection("enrolment"),)))
    values = told(
        asked,
        coverage="""
            organisation | pupil | form            | recipient
            101          | a     | extra_education | pupil
            101          | b     | extra_education | pupil
        """,
        enrolment="""
            organisation | pupil | grade | ×
            101          | p     | 4     | 8
            102          | q     | 4     | 5
        """,
    )
    expected = """
        unit | breakdown | numerator | denominator | value | status
        101  |           | 2         | 8           | 25    | ok
        102  |           |           |             |       | no_data
        М    |           | 2         | 8           | 25    | partial
    """
    assert some(values, expected) == drawn(expected)


def test_mean_is_over_known_cells() -> None:
    asked = indicator(MeanFormula(Selection("results"), "scaled_score"), "mean")
    assert told(asked, results=WORKS)["101", ""] == (180, 3, 60, "ok")


def test_share_of_units_looks_at_another_indicator() -> None:
    failed = indicator(ShareFormula(WROTE, Compare("mark", "is", 2)), id="failed")
    low = MeetsIndicator("failed", None, (Bound("at_least", Fraction(50)),))
    schools = UnitsFormula("share_of_units", UnitsScope(("school",)), low, "drop")
    works = """
        organisation | pupil | procedure | subject | grade | participated | mark | ×
        101          | a     | vpr       | russian | 4     | да           | 2    | 1
        101          | b     | vpr       | russian | 4     | да           | 3    | 1
        102          | c     | vpr       | russian | 4     | да           | 2    | 1
        102          | d     | vpr       | russian | 4     | да           | 3    | 2
    """
    expected = """
        unit | breakdown | numerator | denominator | value | status
        101  |           | 1         | 1           | 100   | ok
        102  |           | 0         | 1           | 0     | ok
        М    |           | 1         | 2           | 50    | ok
    """
    assert some(told(indicator(schools), failed, results=works), expected) == drawn(expected)


def test_exists_asks_for_as_many_rows_as_it_says() -> None:
    two = MeetsRows(Selection("activities"), (Bound("at_least", Fraction(2)),))
    events = """
        organisation | kind         | name
        101          | family_event | день семьи
        101          | family_event | ярмарка
        102          | family_event | день семьи
    """
    values = told(indicator(ExistsFormula(two), "boolean"), activities=events)
    assert [values[unit, ""][2] for unit in ("101", "102", "М")] == [1, 0, 1]


def test_exists_looks_at_all_groups_of_a_kindergarten_when_told_to() -> None:
    groups = """
        organisation | attribute | group | yes
        101          | space     | один  | да
        101          | space     | два   | нет
        102          | space     | один  | да
    """
    any_, every = (
        told(
            indicator(ExistsFormula(MeetsAttribute("space", True, every_group=flag)), "boolean"),
            attributes=groups,
        )
        for flag in (False, True)
    )
    assert [any_[unit, ""][2] for unit in ("101", "102")] == [1, 1]
    assert [every[unit, ""][2] for unit in ("101", "102")] == [0, 1]


def test_change_is_against_an_earlier_year() -> None:
    base = indicator(CountFormula(Selection("coverage")), "count", id="base")
    rows = """
        organisation | year    | pupil | form            | recipient | ×
        101          | 2023-24 | a     | extra_education | pupil     | 5
        101          | 2024-25 | a     | extra_education | pupil     | 3
    """
    difference = indicator(ChangeFormula("base", None, 1, "difference"), "count")
    decrease = indicator(ChangeFormula("base", None, 1, "decrease"), "count")
    assert told(difference, base, coverage=rows)["101", ""] == (3, 5, -2, "ok")
    assert told(decrease, base, coverage=rows)["101", ""][2] == 2


def test_a_change_from_zero_is_a_change() -> None:
    base = indicator(ShareFormula(WROTE, Compare("mark", "is", 2)), id="base")
    works = """
        organisation | year    | pupil | procedure | subject | grade | participated | mark
        101          | 2023-24 | a     | vpr       | math    | 4     | да           | 3
        101          | 2024-25 | a     | vpr       | math    | 5     | да           | 2
    """
    change = indicator(ChangeFormula("base", None, 1, "difference"))
    assert told(change, base, results=works)["101", ""] == (100, 0, 100, "ok")


def test_cumulative_counts_a_pupil_once_at_the_first_date() -> None:
    asked = indicator(
        CumulativeFormula(Selection("coverage", count=Distinct("pupil")), "date", "quarter"),
        "count",
    )
    rows = """
        organisation | pupil | form            | recipient | date
        101          | a     | extra_education | pupil     | 2024-09-15
        101          | a     | extracurricular | pupil     | 2025-02-01
        101          | b     | extra_education | pupil     | 2024-12-31
        101          | c     | extra_education | pupil     |
    """
    expected = """
        unit | breakdown     | numerator | denominator | value | status
        101  | to=2024-09-30 | 1         |             | 1     | ok
        101  | to=2024-12-31 | 2         |             | 2     | ok
        101  | to=2025-08-31 | 2         |             | 2     | ok
        101  |               | 3         |             | 3     | ok
    """
    assert some(told(asked, coverage=rows), expected) == drawn(expected)


def test_levels_never_lose_who_falls_into_none() -> None:
    bands = (
        Band("high", "высокий", at_least=Fraction(80)),
        Band("low", "низкий", below=Fraction(50)),
    )
    asked = indicator(LevelsFormula(Selection("results"), "scaled_score", bands, "count"), "count")
    expected = """
        unit | breakdown      | numerator | denominator | value | status
        101  |                | 3         |             | 3     | ok
        101  | band=high      | 1         |             | 1     | ok
        101  | band=low       | 1         |             | 1     | ok
        101  | band=uncovered | 1         |             | 1     | ok
    """
    assert some(told(asked, results=WORKS), expected) == drawn(expected)


def test_rating_adds_scores_whose_links_were_found_alive() -> None:
    ratings = """
        organisation | criterion | score | max_score | link_alive
        101          | site      | 2     | 3         | да
        101          | site      | 3     | 3         |
    """
    asked = indicator(RatingFormula(("site",)))
    assert told(asked, ratings=ratings)["101", ""] == (2, 3, 66.666667, "partial")


def test_reported_is_what_was_typed_into_a_form() -> None:
    form = """
        organisation | field    | breakdown | value
        101          | surveyed | родители  | 10
        101          | surveyed | педагоги  | 5
        101          | content  | родители  | 9
        101          | content  | педагоги  | 3
    """
    asked = indicator(ReportedFormula(None, "content", "surveyed", by_breakdown=True))
    expected = """
        unit | breakdown          | numerator | denominator | value | status
        101  |                    | 12        | 15          | 80    | ok
        101  | breakdown=родители | 9         | 10          | 90    | ok
        101  | breakdown=педагоги | 3         | 5           | 60    | ok
    """
    assert some(told(asked, reported=form), expected) == drawn(expected)
