"""What several uploads tell of one person becomes one row, and nobody is counted twice."""

from __future__ import annotations

import pyarrow as pa
import pytest

from msoko.indicators.frame import Frame
from msoko.indicators.people import People
from msoko.indicators.plan import EntityScan, FirstDate, Flag
from msoko.indicators.predicates import Leaf, both

FAILED, PASSED = both(Leaf("passed", "is", False)), both(Leaf("passed", "is", True))
FLAGS = [Flag(FAILED), Flag(PASSED)]
DATE = FirstDate("date", both(Leaf("date", "known", True)))
Row = tuple[int, str, int, str, str, int, float | None]


def _people(*rows: Row) -> People:
    """Rows of a scan; bits are 1 failed, 2 passed, 4 has a date."""
    names = ("upload", "organisation", "year", "subject", "entity", "bits0", "d0")
    table = pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)})
    scan = EntityScan("results", "pupil", ("subject",))
    return People(table, scan, [*FLAGS, DATE], lambda code: code.removeprefix("sch"))


def _told(frame: Frame) -> list[tuple[str, int, int, int, float]]:
    codes = [frame.organisation.values[code] for code in frame.organisation.codes]
    number = frame.weights(range(len(frame)))
    assert frame.entity is not None
    columns = (codes, frame.year.tolist(), frame.entity.tolist(), frame.words["w0"].tolist())
    return sorted(zip(*columns, number, strict=True))


def test_flags_are_joined_and_those_alike_are_counted_together() -> None:
    people = _people(
        (1, "101", 2024, "math", "a", 1, None),
        (2, "101", 2024, "math", "a", 2, None),
        (2, "101", 2024, "math", "b", 2, None),
        (2, "101", 2024, "math", "c", 2, None),
    )
    assert _told(people.by((), FLAGS, [])) == [("101", 2024, -1, 2, 2.0), ("101", 2024, -1, 3, 1.0)]


def test_the_earliest_date_stays() -> None:
    people = _people(
        (1, "101", 2024, "math", "a", 4, 7.0),
        (2, "101", 2024, "russian", "a", 4, 5.0),
        (2, "101", 2024, "math", "b", 2, None),
    )
    assert people.by((), [], [("d0", DATE)]).columns["d0"].tolist() == [5.0]


def test_two_names_of_one_organisation_are_one() -> None:
    people = _people(
        (1, "101", 2024, "math", "a", 1, None), (1, "sch101", 2024, "math", "a", 2, None)
    )
    assert _told(people.by((), FLAGS, [])) == [("101", 2024, -1, 3, 1.0)]


def test_other_years_stay_apart() -> None:
    people = _people((1, "101", 2023, "math", "a", 1, None), (2, "101", 2024, "math", "a", 1, None))
    assert [row[:2] for row in _told(people.by((), FLAGS, []))] == [("101", 2023), ("101", 2024)]


def test_who_is_named_by_two_organisations_stays_a_row_of_its_own() -> None:
    people = _people(
        (2, "101", 2024, "math", "a", 1, None),
        (3, "102", 2024, "math", "a", 1, None),
        (3, "102", 2024, "math", "b", 1, None),
    )
    assert _told(people.by((), FLAGS, [])) == [
        ("101", 2024, 0, 1, 1.0),
        ("102", 2024, -1, 1, 1.0),
        ("102", 2024, 0, 1, 1.0),
    ]


@pytest.mark.parametrize(("keys", "expected"), [((), 1), (("subject",), 2)])
def test_one_row_in_a_breakdown_cell(keys: tuple[str, ...], expected: int) -> None:
    people = _people(
        (1, "101", 2024, "math", "a", 1, None), (1, "101", 2024, "russian", "a", 1, None)
    )
    assert people.by(keys, FLAGS, []).weights([*range(expected)]).tolist() == [1.0] * expected
