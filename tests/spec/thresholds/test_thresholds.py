"""A threshold of the act: dated number, window, line beside — by the schools of a municipality."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from msoko.indicators.thresholds import all_raised
from msoko.profile.conditions import Bound, Compare
from msoko.profile.formula import Selection, ShareFormula
from msoko.profile.indicator import Line, LineBound, Persistence, Threshold
from tests.spec.told import computed, indicator

WROTE = Selection("results", Compare("participated", "is", True), unknown={"mark": "drop"})
FIVES = Line("fives", "«5»", ShareFormula(WROTE, Compare("mark", "is", 5)), "percent", "context")
LOW = Threshold(
    "low_results",
    "at_least",
    ((date(2021, 8, 17), Fraction(20)),),
    (LineBound("fives", (Bound("is", Fraction(0)),)),),
    persists=Persistence(2, 3, "before"),
)


def test_two_of_the_three_years_before_the_identification_year() -> None:
    """101: 20 % and no «5» twice; 102: once a «5»; 103: one year is not known."""
    asked = indicator(
        ShareFormula(WROTE, Compare("mark", "is", 2)), lines=(FIVES,), thresholds={"low": LOW}
    )
    works = """
        organisation | year    | pupil | procedure | subject | grade | participated | mark | ×
        101          | 2022-23 | a     | vpr       | russian | 4     | да           | 2    | 1
        101          | 2022-23 | b     | vpr       | russian | 4     | да           | 3    | 4
        101          | 2023-24 | a     | vpr       | russian | 4     | да           | 3    | 5
        101          | 2024-25 | a     | vpr       | russian | 4     | да           | 2    | 2
        102          | 2022-23 | a     | vpr       | russian | 4     | да           | 2    | 1
        102          | 2022-23 | b     | vpr       | russian | 4     | да           | 5    | 4
        102          | 2023-24 | a     | vpr       | russian | 4     | да           | 3    | 5
        102          | 2024-25 | a     | vpr       | russian | 4     | да           | 2    | 2
        103          | 2023-24 | a     | vpr       | russian | 4     | да           | 3    | 5
        103          | 2024-25 | a     | vpr       | russian | 4     | да           | 2    | 2
    """
    found = all_raised(computed(asked, results=works).look(), [asked], [2025])
    assert {one.unit: one.raised for one in found} == {"101": True, "102": False, "103": None}
