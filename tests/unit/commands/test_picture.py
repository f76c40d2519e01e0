"""The picture of an indicator: its schools in the register's order beside the threshold."""

from __future__ import annotations

from pathlib import Path

from msoko.commands.picture import beside_threshold
from msoko.vocabulary import AcademicYear
from tests.unit.analysis.made_up import evidence, marks, school, units, work

ABOVE, BELOW, ELSEWHERE = school(1), school(2), school(3)


def test_schools_of_the_municipality_stand_in_their_order_with_counts_and_threshold(
    tmp_path: Path,
) -> None:
    rows = work(ABOVE, 2022, marks(8, 32)) + work(BELOW, 2022, marks(1, 9))
    rows += work(ELSEWHERE, 2022, marks(5, 5))
    listed = units([ABOVE, BELOW], 2022) + units([ELSEWHERE], 2022, place="Другой район")
    known = evidence(tmp_path, {"units": listed, "results": rows})
    year = AcademicYear(2022)
    chart = beside_threshold(known.profile, known.computed, "vpr_russian_4", BELOW, year)
    assert [(row["y"], row["label"], row["border"]) for row in chart.rows] == [
        ("Школа 01", "8 из 40", 20.0),
        ("Школа 02", "1 из 10", 20.0),
    ]
    assert all(row["low"] < row["x"] < row["high"] for row in chart.rows)
    assert chart.title.endswith("2022/23")
