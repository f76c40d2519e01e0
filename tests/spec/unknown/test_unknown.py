"""Unknown is not false: what keep and drop mean, in a population, a numerator and `every`."""

from __future__ import annotations

from typing import Any

from msoko.profile.conditions import Compare
from msoko.profile.formula import CountFormula, Distinct, Selection, ShareFormula
from tests.spec.told import indicator, told

WORKS = """
    organisation | pupil | procedure | subject | grade | participated | mark
    101          | a     | vpr       | russian | 4     | да           | 2
    101          | b     | vpr       | russian | 4     | да           | 4
    101          | c     | vpr       | russian | 4     | да           |
    101          | d     | vpr       |         | 4     | да           | 4
"""


def share(**unknown: Any) -> tuple[float, float]:
    selection = Selection("results", Compare("subject", "is", "russian"), unknown=unknown)
    asked = indicator(ShareFormula(selection, Compare("mark", "is", 2)))
    numerator, denominator, *_ = told(asked, results=WORKS)["101", ""]
    return numerator, denominator


def test_a_row_of_an_unknown_subject_is_out_or_in_as_the_rule_says() -> None:
    assert share(subject="drop", mark="drop") == (1, 2)
    assert share(subject="keep", mark="drop") == (1, 3)


def test_a_row_of_an_unknown_mark_leaves_both_or_stays_below() -> None:
    assert share(subject="drop", mark="drop") == (1, 2)
    assert share(subject="drop", mark="keep") == (1, 3)


def test_every_with_drop_looks_at_known_works_only() -> None:
    works = """
        organisation | pupil | procedure | subject | grade | participated | mark | passed
        101          | a     | oge       | russian | 9     | да           | 3    | да
        101          | a     | oge       | math    | 9     | да           |      |
        101          | b     | oge       | russian | 9     | да           | 3    | да
    """

    def passed(word: Any) -> float:
        every = Selection(
            "results",
            count=Distinct("pupil"),
            every=Compare("passed", "is", True),
            unknown={"passed": word},
        )
        return float(told(indicator(CountFormula(every), "count"), results=works)["101", ""][0])

    assert passed("drop") == 2
    assert passed("keep") == 1


def test_an_unknown_cell_of_a_breakdown_has_a_cell_of_its_own() -> None:
    asked = indicator(CountFormula(Selection("results")), "count", breakdowns=(("subject",),))
    values = told(asked, results=WORKS)
    assert values["101", "subject=unknown"][0] == 1
    assert values["101", "subject=russian"][0] == 3
