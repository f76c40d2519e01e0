"""An outcome nobody told is neither success nor failure: what doubt means."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from msoko.indicators.thresholds import raised
from msoko.profile.conditions import All, Bound, Compare, MeetsIndicator
from msoko.profile.formula import (
    ChangeFormula,
    CountFormula,
    Distinct,
    RatioFormula,
    Selection,
    ShareFormula,
    UnitsFormula,
    UnitsScope,
)
from msoko.profile.indicator import Threshold
from tests.spec.told import computed, drawn, indicator, some, told

PASSED = Compare("passed", "is", True)
DOUBT: Any = {"passed": "doubt"}
DAY = date(2021, 9, 1)
ROWS = ShareFormula(Selection("results", unknown=DOUBT), PASSED)
PUPILS = Selection("results", count=Distinct("pupil"), unknown=DOUBT)
EVERY = Selection("results", count=Distinct("pupil"), every=PASSED, unknown=DOUBT)
UNITS = """
    organisation | kind   | municipality
    101          | school | М
    102          | school | М
    103          | school | М
"""
# 101: half undecided; 102: two of three; 103: all known
WORKS = """
    organisation | pupil | procedure | subject | grade | participated | passed
    101          | a     | ege       | russian | 11    | да           | да
    101          | b     | ege       | russian | 11    | да           |
    102          | c     | ege       | russian | 11    | да           | нет
    102          | d     | ege       | russian | 11    | да           |
    102          | e     | ege       | russian | 11    | да           |
    103          | f     | ege       | russian | 11    | да           | да
"""


def test_exactly_half_undecided_is_partial_and_over_half_is_no_value() -> None:
    expected = """
        unit | breakdown | numerator | denominator | value     | status
        101  |           | 1         | 2           | 50        | partial
        102  |           |           | 3           |           | no_data
        103  |           | 1         | 1           | 100       | ok
        М    |           | 2         | 6           | 33.333333 | partial
    """
    assert some(told(indicator(ROWS), results=WORKS, units=UNITS), expected) == drawn(expected)


def test_a_municipality_has_no_value_when_over_half_of_its_own_are_undecided() -> None:
    works = "\n".join(WORKS.splitlines()[:-1])
    values = told(indicator(ROWS), results=works, units=UNITS)
    assert values["М", ""] == (None, 5, None, "no_data")


def test_an_undecided_value_is_not_shown_with_an_interval() -> None:
    rows = computed(indicator(ROWS), results=WORKS, units=UNITS).values.table.to_pylist()
    (silent,) = [row for row in rows if row["unit"] == "102"]
    assert (silent["value"], silent["low"], silent["high"]) == (None, None, None)


def test_every_cell_of_a_breakdown_is_judged_by_itself() -> None:
    works = """
        organisation | pupil | procedure | subject | grade | participated | passed
        101          | a     | ege       | russian | 11    | да           | да
        101          | a     | ege       | math    | 11    | да           |
        101          | b     | ege       | russian | 11    | да           | да
        101          | b     | ege       | math    | 11    | да           |
    """
    cells = indicator(
        ShareFormula(Selection("results", unknown={"subject": "drop", "passed": "doubt"}), PASSED),
        breakdowns=(("subject",),),
    )
    expected = """
        unit | breakdown       | numerator | denominator | value | status
        101  |                 | 2         | 4           | 50    | partial
        101  | subject=russian | 2         | 2           | 100   | ok
        101  | subject=math    |           | 2           |       | no_data
    """
    assert some(told(cells, results=works, units=UNITS), expected) == drawn(expected)


TWO = """
    organisation | pupil | procedure | subject | grade | participated | passed
    101          | a     | ege       | russian | 11    | да           | да
    101          | a     | ege       | math    | 11    | да           |
    101          | b     | ege       | russian | 11    | да           | нет
    101          | b     | ege       | math    | 11    | да           |
    101          | c     | ege       | russian | 11    | да           | да
"""


def status(formula: Any, **tables: str) -> tuple[Any, ...]:
    return told(indicator(formula), units=UNITS, **tables)["101", ""]


def test_whoever_passed_one_is_decided_where_one_is_enough() -> None:
    assert status(ShareFormula(PUPILS, PASSED), results=TWO) == (2, 3, 66.666667, "partial")
    decided = TWO.replace(
        "b     | ege       | math    | 11    | да           |", "z|ege|math|11|да|да"
    )
    assert status(ShareFormula(PUPILS, PASSED), results=decided) == (3, 4, 75, "ok")


def test_whoever_failed_one_is_decided_where_all_are_asked() -> None:
    assert status(ShareFormula(PUPILS, PASSED, every_row=True), results=TWO) == (
        (1, 3, 33.333333, "partial")
    )
    alone = "\n".join(line for line in TWO.splitlines() if "| a" not in line)
    assert status(ShareFormula(PUPILS, PASSED, every_row=True), results=alone) == (1, 2, 50, "ok")


def test_a_known_cell_that_fails_leaves_nothing_open() -> None:
    wrote = All((Compare("participated", "is", True), PASSED))
    works = """
        organisation | pupil | procedure | subject | grade | participated | passed
        101          | a     | ege       | russian | 11    | да           | да
        101          | b     | ege       | russian | 11    | нет          |
    """
    share = ShareFormula(Selection("results", unknown=DOUBT), wrote)
    assert status(share, results=works) == (1, 2, 50, "ok")


GRADUATES = """
    organisation | pupil | grade
    101          | a     | 11
    101          | b     | 11
    101          | c     | 11
    101          | g     | 11
"""


def test_a_ratio_weighs_the_undecided_against_its_own_denominator() -> None:
    ratio = RatioFormula((EVERY,), (Selection("graduates", count=Distinct("pupil")),))
    assert status(ratio, results=TWO, graduates=GRADUATES) == (1, 4, 25, "partial")
    nobody = TWO.replace("| да\n", "|\n").replace("| нет\n", "|\n")
    assert status(ratio, results=nobody, graduates=GRADUATES) == (None, 4, None, "no_data")


def test_a_count_is_partial_and_never_without_a_value() -> None:
    values = told(indicator(CountFormula(EVERY), "count"), results=TWO, units=UNITS)
    assert values["101", ""] == (1, None, 1, "partial")
    assert values["М", ""] == (1, None, 1, "partial")


FAILED = indicator(
    ROWS, id="base", thresholds={"low": Threshold("low", "at_most", ((DAY, Fraction(50)),))}
)


def test_where_there_is_no_value_no_organisation_is_judged() -> None:
    ask = MeetsIndicator("base", None, (Bound("at_most", Fraction(50)),))
    judged = indicator(UnitsFormula("share_of_units", UnitsScope(("school",)), ask, "drop"))
    values = told(judged, FAILED, results=WORKS, units=UNITS)
    assert values["М", ""] == (1, 2, 50, "partial")


def test_where_there_is_no_value_a_threshold_is_not_judged() -> None:
    look = computed(FAILED, results=WORKS, units=UNITS).look()
    answers = {
        unit: raised(FAILED, FAILED.thresholds["low"], unit, 2024, look).raised
        for unit in ("101", "102", "103")
    }
    assert answers == {"101": True, "102": None, "103": False}


def test_what_cannot_be_told_is_not_compared_with_earlier_years() -> None:
    before = WORKS.replace("organisation |", "organisation | year |", 1)
    works = (
        before
        + """
        101 | 2023-24 | a | ege | russian | 11 | да | да
        102 | 2023-24 | c | ege | russian | 11 | да | да
    """
    )
    rows = [line for line in works.splitlines() if line.strip()]
    filled = [
        line if line.count("|") == 7 else line.replace("|", "| 2024-25 |", 1) for line in rows
    ]
    change = indicator(ChangeFormula("base", None, 1, "difference"))
    values = told(change, FAILED, results="\n".join(filled), units=UNITS)
    assert values["101", ""] == (50, 100, -50, "partial")
    assert ("102", "") not in values
