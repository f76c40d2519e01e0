"""Conditions are mappings of columns; each kind of comparison on the same five works."""

from __future__ import annotations

import pytest

from msoko.profile.conditions import All, Any_, Compare, Condition
from msoko.profile.formula import CountFormula, Selection
from tests.spec.told import indicator, told

WORKS = """
    organisation | pupil | procedure | subject | grade | participated | mark
    101          | a     | vpr       | russian | 4     | да           | 2
    101          | b     | vpr       | russian | 5     | да           | 3
    101          | c     | vpr       | math    | 4     | да           | 4
    101          | d     | oge       | math    | 9     | нет          |
    101          | e     | vpr       |         | 4     | да           | 5
"""


def count(condition: Condition, unknown: str = "drop") -> float:
    columns = dict.fromkeys(("subject", "grade", "mark"), unknown)
    asked = indicator(CountFormula(Selection("results", condition, unknown=columns)), "count")
    return float(told(asked, results=WORKS)["101", ""][0])


@pytest.mark.parametrize(
    ("condition", "works"),
    [
        (Compare("mark", "is", 2), 1),
        (Compare("mark", "one_of", (2, 3)), 2),
        (Compare("mark", "not", 2), 3),
        (Compare("mark", "not", (2, 3)), 2),
        (Compare("mark", "at_least", 3), 3),
        (Compare("mark", "above", 3), 2),
        (Compare("mark", "at_most", 3), 2),
        (Compare("mark", "below", 3), 1),
        (Compare("mark", "known", True), 4),
        (Compare("mark", "known", False), 1),
        (Compare("participated", "is", False), 1),
        (Compare("participated", "not", False), 4),
    ],
    ids=lambda one: f"{one.column} {one.op} {one.value}" if isinstance(one, Compare) else "",
)
def test_one_comparison(condition: Compare, works: int) -> None:
    assert count(condition) == works


def test_several_columns_must_all_hold() -> None:
    assert count(All((Compare("procedure", "is", "vpr"), Compare("grade", "is", 4)))) == 3


def test_any_of_several_is_enough() -> None:
    assert count(Any_((Compare("mark", "is", 2), Compare("subject", "is", "math")))) == 3


def test_any_within_all_within_any() -> None:
    math = All((Compare("subject", "is", "math"), Any_((Compare("grade", "is", 9),))))
    assert count(Any_((Compare("mark", "is", 5), math))) == 2


def test_nothing_said_is_always_true() -> None:
    assert count(All()) == 5


def test_not_of_an_unknown_cell_is_not_true() -> None:
    assert count(Compare("subject", "not", "math")) == 2
    assert count(Compare("subject", "not", "math"), unknown="keep") == 3
