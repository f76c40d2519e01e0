"""Above organisations numerators and denominators are added; people are counted anew."""

from __future__ import annotations

from msoko.profile.conditions import Compare
from msoko.profile.formula import CountFormula, Distinct, Selection, ShareFormula
from tests.spec.told import drawn, indicator, some, told

UNITS = """
    organisation | kind   | municipality | region
    101          | school | М            | Край
    102          | school | М            | Край
    201          | school | Н            | Край
"""
EVERYBODY = Selection("results", unknown={"mark": "drop"})


def test_percentages_are_not_averaged() -> None:
    works = """
        organisation | pupil | procedure | subject | grade | participated | mark | ×
        101          | a     | vpr       | math    | 4     | да           | 2    | 1
        101          | b     | vpr       | math    | 4     | да           | 3    | 1
        102          | c     | vpr       | math    | 4     | да           | 3    | 8
        201          | d     | vpr       | math    | 4     | да           | 2    | 4
    """
    expected = """
        unit | breakdown | numerator | denominator | value | status
        101  |           | 1         | 2           | 50    | ok
        102  |           | 0         | 8           | 0     | ok
        М    |           | 1         | 10          | 10    | ok
        Н    |           | 4         | 4           | 100   | ok
        Край |           | 5         | 14          | 35.714286 | ok
    """
    asked = indicator(ShareFormula(EVERYBODY, Compare("mark", "is", 2)))
    assert some(told(asked, results=works, units=UNITS), expected) == drawn(expected)


def test_a_child_of_two_organisations_is_one_child_of_the_municipality() -> None:
    rows = """
        organisation | pupil | form            | recipient
        101          | @ж    | extra_education | pupil
        102          | @ж    | extra_education | pupil
        102          | з     | extra_education | pupil
    """
    asked = indicator(CountFormula(Selection("coverage", count=Distinct("pupil"))), "count")
    values = told(asked, coverage=rows, units=UNITS)
    assert [values[unit, ""][0] for unit in ("101", "102", "М")] == [1, 2, 2]


def test_who_failed_in_one_organisation_has_not_passed_everything_in_the_municipality() -> None:
    works = """
        organisation | pupil | procedure | subject | grade | participated | passed
        101          | @ж    | oge       | math    | 9     | да           | да
        102          | @ж    | oge       | russian | 9     | да           | нет
    """
    every = Selection(
        "results",
        count=Distinct("pupil"),
        every=Compare("passed", "is", True),
        unknown={"passed": "keep"},
    )
    values = told(indicator(CountFormula(every), "count"), results=works, units=UNITS)
    assert [values[unit, ""][0] for unit in ("101", "102", "М")] == [1, 0, 0]


def test_an_organisation_the_register_does_not_know_is_not_lost() -> None:
    works = """
        organisation | pupil | procedure | subject | grade | participated | mark
        101          | a     | vpr       | math    | 4     | да           | 2
        777          | b     | vpr       | math    | 4     | да           | 3
    """
    values = told(indicator(CountFormula(EVERYBODY), "count"), results=works, units=UNITS)
    assert values["777", ""][0] == 1
    assert values["(муниципалитет не указан)", ""][0] == 1


def test_a_file_may_call_an_organisation_by_its_login() -> None:
    register = """
        organisation | kind   | municipality | login
        101          | school | М            | edu220101
    """
    works = """
        organisation | pupil | procedure | subject | grade | participated | mark
        101          | a     | vpr       | math    | 4     | да           | 2
        edu220101    | b     | vpr       | math    | 4     | да           | 3
    """
    values = told(indicator(CountFormula(EVERYBODY), "count"), results=works, units=register)
    assert values["101", ""][0] == 2
