"""A ratio by groups its numerator does not know: the known groups are not told as nought."""

from __future__ import annotations

from msoko.profile.conditions import Compare
from msoko.profile.formula import Distinct, RatioFormula, Selection, ShareFormula
from msoko.profile.indicator import Indicator
from tests.spec.told import drawn, indicator, some, told

UNITS = """
    organisation | kind   | municipality
    101          | school | М
    102          | school | М
"""
GRADUATES = """
    organisation | pupil | grade | special_needs
    101          | a     | 11    | нет
    101          | b     | 11    | нет
    101          | c     | 11    | нет
    101          | d     | 11    | да
    102          | e     | 11    | нет
    102          | f     | 11    | нет
"""
PUPILS = Distinct("pupil")
RATIO = RatioFormula((Selection("results", count=PUPILS),), (Selection("graduates", count=PUPILS),))
BY_NEEDS: Indicator = indicator(RATIO, breakdowns=(("special_needs",),))


def works(*rows: str) -> str:
    head = "organisation | pupil | procedure | subject | grade | participated | special_needs"
    return "\n".join(
        [head, *(f"{row[0:3]} | {row[4]} | ege | math | 11 | да | {row[6:]}" for row in rows)]
    )


def test_a_group_the_numerator_never_names_has_no_value() -> None:
    expected = """
        unit | breakdown             | numerator | denominator | value | status
        101  |                       | 3         | 4           | 75    | ok
        101  | special_needs=false   |           | 3           |       | no_data
        101  | special_needs=true    |           | 1           |       | no_data
        101  | special_needs=unknown | 3         | 0           |       | zero_denominator
        М    | special_needs=false   |           | 5           |       | no_data
    """
    rows = works("101 a ", "101 b ", "101 d ", "102 e ", "102 f нет")
    values = told(BY_NEEDS, results=rows, graduates=GRADUATES, units=UNITS)
    assert some(values, expected) == drawn(expected)


def test_exactly_half_of_unknown_group_is_partial_also_above() -> None:
    expected = """
        unit | breakdown             | numerator | denominator | value | status
        101  |                       | 2         | 4           | 50    | ok
        101  | special_needs=false   | 1         | 3           | 33.333333 | partial
        101  | special_needs=true    | 0         | 1           | 0     | partial
        102  | special_needs=false   | 2         | 2           | 100   | ok
        М    |                       | 4         | 6           | 66.666667 | ok
        М    | special_needs=false   | 3         | 5           | 60    | partial
        М    | special_needs=true    | 0         | 1           | 0     | partial
    """
    rows = works("101 a нет", "101 b ", "102 e нет", "102 f нет")
    values = told(BY_NEEDS, results=rows, graduates=GRADUATES, units=UNITS)
    assert some(values, expected) == drawn(expected)


def test_who_is_of_an_unknown_group_on_both_sides_is_missing_nowhere() -> None:
    graduates = GRADUATES.replace("b     | 11    | нет", "b     | 11    |    ")
    rows = works("101 a нет", "101 b ", "101 d да")
    values = told(BY_NEEDS, results=rows, graduates=graduates, units=UNITS)
    assert values["101", "special_needs=false"] == (1, 2, 50, "ok")
    assert values["101", "special_needs=unknown"] == (1, 1, 100, "ok")


def test_a_denominator_without_the_column_stays_whole_and_loses_nobody() -> None:
    by_subject = indicator(RATIO, breakdowns=(("subject",),))
    rows = works("101 a ", "101 b ", "101 c ").replace(
        "| math | 11 | да | \n", "|  | 11 | да | \n", 2
    )
    values = told(by_subject, results=rows, graduates=GRADUATES, units=UNITS)
    assert values["101", "subject=unknown"] == (2, 4, 50, "ok")
    assert values["101", "subject=math"] == (1, 4, 25, "ok")


def test_a_share_counts_both_sides_in_the_same_rows() -> None:
    share = ShareFormula(Selection("results"), Compare("participated", "is", True))
    by_needs = indicator(share, breakdowns=(("special_needs",),))
    values = told(by_needs, results=works("101 a ", "101 b ", "101 c нет"), units=UNITS)
    assert values["101", "special_needs=false"] == (1, 1, 100, "ok")


def test_undecided_people_of_an_unknown_group_may_belong_to_any_group() -> None:
    passed = Selection(
        "results",
        count=PUPILS,
        every=Compare("passed", "is", True),
        unknown={"passed": "doubt"},
    )
    ratio = RatioFormula((passed,), (Selection("graduates", count=PUPILS),))
    rows = """
        organisation | pupil | procedure | subject | grade | participated | passed | special_needs
        101          | a     | ege       | math    | 11    | да           |        |
        101          | b     | ege       | math    | 11    | да           |        |
    """
    by_needs = indicator(ratio, breakdowns=(("special_needs",),))
    values = told(by_needs, results=rows, graduates=GRADUATES, units=UNITS)
    assert values["101", ""] == (0, 4, 0, "partial")
    assert values["101", "special_needs=false"] == (None, 3, None, "no_data")
