"""Marks follow the scale in force for the work, and are unknown without one."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from msoko.profile.load_common import load_scales
from msoko.sources.reading import Options
from msoko.sources.reading.scales import Scales, derived
from msoko.sources.vpr_consolidated.sample import SHEETS
from msoko.vocabulary import AcademicYear
from tests.unit.sources.workbooks import checks, read, rows, scale

COMMON = Path(__file__).parents[3] / "profiles" / "common"


def test_a_boundary_score_has_the_higher_mark() -> None:
    found = Scales([scale(2020)]).marks_for("vpr", "math", 4, AcademicYear(2020))
    assert found is not None
    scores = np.array([0, 2, 3, 4, 5, 6, 7, 8, -1, np.nan])
    assert [None if np.isnan(mark) else int(mark) for mark in found.marks(scores)] == [
        2, 2, 3, 3, 4, 4, 5, None, None, None,
    ]  # fmt: skip


def test_the_scale_of_another_year_is_not_used() -> None:
    assert Scales([scale(2020)]).marks_for("vpr", "math", 4, AcademicYear(2021)) is None


def test_the_scale_of_the_region_goes_before_the_federal_one() -> None:
    scales = Scales([scale(2020), scale(2020, region="Область", source="приказ")])
    year = AcademicYear(2020)
    for region, source in (("Область", "приказ"), (None, "придумано"), ("Край", "придумано")):
        found = scales.marks_for("vpr", "math", 4, year, region=region)
        assert found is not None
        assert found.source == source


def test_an_official_scale_goes_before_a_secondary_one() -> None:
    unsure = scale(2020, certainty="secondary")
    for scales in ([unsure, scale(2020)], [scale(2020), unsure]):
        found = Scales(scales).marks_for("vpr", "math", 4, AcademicYear(2020))
        assert found is not None
        assert found.certainty == "official"


def test_without_a_scale_marks_are_unknown_and_it_is_told(tmp_path: Path) -> None:
    reading = read(tmp_path, SHEETS)
    assert {mark for (mark,) in rows(reading, "results", "mark")} == {None}
    assert checks(reading) == {"scale_unknown": "warning"}


def test_a_scale_for_another_largest_score_is_not_used(tmp_path: Path) -> None:
    reading = read(tmp_path, SHEETS, scales=Scales([scale(2021, largest=20)]))
    assert {mark for (mark,) in rows(reading, "results", "mark")} == {None}
    assert checks(reading) == {"scale_unknown": "warning"}


def test_an_unconfirmed_scale_is_used_and_told(tmp_path: Path) -> None:
    reading = read(tmp_path, SHEETS, scales=Scales([scale(2021, certainty="secondary")]))
    assert [mark for (mark,) in rows(reading, "results", "mark")] == [5, 3, None, 3]
    assert checks(reading) == {"scale_unsure": "note"}


def test_boundaries_are_the_least_scores_with_a_mark() -> None:
    scores, marks = np.array([2.0, 3, 4, 7, np.nan]), np.array([2.0, 3, 3, 5, 4])
    assert derived(scores, marks) == {"mark_3": 3, "mark_5": 7}


def test_marks_that_do_not_follow_scores_tell_no_boundary() -> None:
    assert derived(np.array([2.0, 3, 4]), np.array([3.0, 2, 4])) == {}


def test_the_official_scales_of_2021_are_at_hand() -> None:
    """Lowest scores as FIELD C and the published descriptions of the works give them."""
    scales = Scales(load_scales(COMMON))
    for grade, subject, lowest, largest in (
        (4, "math", (6, 10, 15), 20),
        (4, "russian", (14, 24, 33), 38),
        (8, "russian", (26, 32, 45), 51),
        (8, "geography", (13, 27, 35), 40),
    ):
        found = scales.marks_for("vpr", subject, grade, AcademicYear(2020))
        assert found is not None
        assert (found.lowest, found.largest, found.certainty) == (lowest, largest, "official")


def test_the_scales_of_2021_are_unconfirmed_for_neighbouring_years_and_gone_after() -> None:
    scales = Scales(load_scales(COMMON))
    for year, certainty in ((2019, "secondary"), (2021, "secondary"), (2023, "secondary")):
        found = scales.marks_for("vpr", "math", 4, AcademicYear(year))
        assert found is not None
        assert found.certainty == certainty
    assert scales.marks_for("vpr", "math", 4, AcademicYear(2024)) is None


def test_every_scale_rises(tmp_path: Path) -> None:
    for one in load_scales(COMMON):
        order = [
            b.score for b in one.boundaries if b.boundary.startswith("mark") or b.boundary == "max"
        ]
        assert order == sorted(set(order)), one.id


def test_the_region_of_a_work_is_an_option(tmp_path: Path) -> None:
    own = scale(2021, region="Область")
    with_region = read(tmp_path, SHEETS, Options(region="Область"), scales=Scales([own]))
    without = read(tmp_path, SHEETS, scales=Scales([own]))
    assert rows(with_region, "results", "mark") != rows(without, "results", "mark")
