"""A value always carries its state."""

from __future__ import annotations

from fractions import Fraction

from msoko.indicators.values import STATE_RU, state_words
from msoko.profile.conditions import Bound, Compare, MeetsRows, MeetsUnit
from msoko.profile.formula import (
    CountFormula,
    Distinct,
    Selection,
    ShareFormula,
    UnitsFormula,
    UnitsScope,
)
from msoko.profile.indicator import Exclusion
from tests.spec.told import drawn, indicator, some, told

FAILED = ShareFormula(
    Selection(
        "results", Compare("subject", "is", "russian"), unknown={"subject": "drop", "mark": "drop"}
    ),
    Compare("mark", "is", 2),
)
UNITS = """
    organisation | kind   | municipality
    101          | school | М
    102          | school | М
    103          | school | М
"""
WORKS = """
    organisation | pupil | procedure | subject | grade | participated | mark
    101          | a     | vpr       | russian | 4     | да           | 2
    101          | b     | vpr       | russian | 4     | да           | 3
    102          | c     | vpr       | russian | 4     | да           |
    103          | d     | vpr       | math    | 4     | да           | 3
"""


def test_nothing_came_is_not_zero_and_the_municipality_is_partial() -> None:
    expected = """
        unit | breakdown | numerator | denominator | value | status
        101  |           | 1         | 2           | 50    | ok
        102  |           | 0         | 0           |       | zero_denominator
        103  |           |           |             |       | no_data
        М    |           | 1         | 2           | 50    | partial
    """
    assert some(told(indicator(FAILED), results=WORKS, units=UNITS), expected) == drawn(expected)


def test_below_the_minimum_there_is_too_little_to_say() -> None:
    values = told(indicator(FAILED, minimum=3), results=WORKS, units=UNITS)
    assert values["101", ""] == (1, 2, 50, "too_small")


REVIEWS = """
    organisation | procedure | subject | grade | status     | source
    101          | vpr       | russian |       | unreliable | перечень
"""
UNRELIABLE = Exclusion(Compare("status", "is", "unreliable"), "keep", "с учётом объективности")


def test_an_unreliable_result_is_shown_as_disputed_and_not_added_above() -> None:
    works = WORKS.replace(
        "c     | vpr       | russian | 4     | да           |", "c | vpr | russian | 4 | да | 3"
    )
    values = told(
        indicator(FAILED, exclude=(UNRELIABLE,)), results=works, units=UNITS, reviews=REVIEWS
    )
    expected = """
        unit | breakdown | numerator | denominator | value | status
        101  |           | 1         | 2           | 50    | disputed
        102  |           | 0         | 1           | 0     | ok
        М    |           | 0         | 1           | 0     | partial
    """
    assert some(values, expected) == drawn(expected)


def test_a_review_of_one_subject_leaves_the_pupils_of_another() -> None:
    pupils = indicator(
        CountFormula(Selection("results", count=Distinct("pupil"))), "count", exclude=(UNRELIABLE,)
    )
    works = """
        organisation | pupil | procedure | subject | grade | participated | mark
        101          | a     | vpr       | russian | 4     | да           | 2
        101          | b     | vpr       | math    | 4     | да           | 3
        102          | c     | vpr       | math    | 4     | да           | 3
    """
    values = told(pupils, results=works, units=UNITS, reviews=REVIEWS)
    assert (values["101", ""][3], values["102", ""][3]) == ("disputed", "ok")
    assert values["М", ""][0] == 2


def units(word: str) -> dict[tuple[str, str], tuple[object, ...]]:
    has = MeetsRows(Selection("coverage"), (Bound("at_least", Fraction(1)),))
    schools = UnitsFormula("share_of_units", UnitsScope(("school",)), has, word)  # type: ignore[arg-type]
    rows = """
        organisation | pupil | form            | recipient
        101          | a     | extra_education | pupil
    """
    return told(indicator(schools), coverage=rows, units=UNITS)


def test_units_without_data_are_dropped_or_counted_as_not_meeting() -> None:
    dropped, kept = units("drop"), units("keep")
    assert dropped["М", ""] == (1, 1, 100, "partial")
    assert kept["М", ""] == (1, 3, 33.333333, "partial")


def test_whether_a_cell_of_the_register_is_filled_can_itself_be_asked() -> None:
    register = """
        organisation | kind   | municipality | rural
        101          | school | М            | да
        102          | school | М            |
    """
    known = MeetsUnit(Compare("rural", "known", True))
    schools = UnitsFormula("share_of_units", UnitsScope(("school",)), known, "drop")
    values = told(indicator(schools), indicator(FAILED, id="other"), results=WORKS, units=register)
    # 103 writes works and is in no register: nothing is known of it
    assert values["М", ""] == (1, 2, 50, "ok")


def test_a_state_does_not_depend_on_what_else_is_computed() -> None:
    enrolment = """
        organisation | pupil | grade
        101          | a     | 4
        102          | b     | 4
        103          | c     | 4
    """
    fourth = ShareFormula(
        Selection("results", Compare("grade", "is", 4), unknown={"grade": "drop", "mark": "drop"}),
        Compare("mark", "is", 2),
    )
    works = """
        organisation | pupil | procedure | subject | grade | participated | mark
        101          | a     | vpr       | russian | 4     | да           | 2
    """
    beside = indicator(CountFormula(Selection("enrolment")), "count", id="beside")
    alone = told(indicator(fourth), results=works, enrolment=enrolment, units=UNITS)
    together = told(indicator(fourth), beside, results=works, enrolment=enrolment, units=UNITS)
    assert alone == together
    assert alone["М", ""][3] == "partial"


def test_no_value_over_somebody_is_told_otherwise_than_nothing_came() -> None:
    assert state_words("no_data", None) == STATE_RU["no_data"]
    assert state_words("no_data", 0) == STATE_RU["no_data"]
    assert state_words("no_data", 13) == "не определить: у большей части неизвестны итог или группа"
    assert state_words("partial", 13) == STATE_RU["partial"]
