"""Facts of the made-up municipality: the same for a seed, whole, consistent, of nobody."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pytest

from msoko.demo import facts as draw
from msoko.demo.files_gia import names_of
from msoko.demo.works import EGE_WORKS, OGE_WORKS, VPR_WORKS, Work
from msoko.facts.conform import conform
from msoko.facts.schema import TABLES
from msoko.profile.load import default_profiles_dir
from msoko.profile.load_common import load_scales
from msoko.sources.reading.scales import Scales
from msoko.vocabulary import AcademicYear
from tests.unit.demo.drawn import SEED, facts, world


def as_bytes(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table.combine_chunks())
    return sink.getvalue().to_pybytes()


def test_the_same_seed_gives_the_same_bytes() -> None:
    again = draw(SEED)
    assert list(again) == list(facts())
    different = [name for name in again if as_bytes(again[name]) != as_bytes(facts()[name])]
    assert different == []


def test_another_seed_gives_other_results() -> None:
    one, other = (draw(seed, "one_school")["results"] for seed in (SEED, SEED + 1))
    assert as_bytes(one) != as_bytes(other)


# Scales nobody sends: they are derived from reports Ф1.
@pytest.mark.parametrize("name", sorted(set(TABLES) - {"scales"}))
def test_rows_fit_the_schema_and_no_key_repeats(name: str) -> None:
    rows, table = conform(facts()[name], TABLES[name], 1), TABLES[name]
    assert rows.num_rows > 0
    keys = list(zip(*(rows[column].to_pylist() for column in table.key), strict=True))
    assert len(set(keys)) == len(keys)
    for column in table.columns:
        if column.codes:
            assert set(rows[column.name].to_pylist()) - {None} <= set(column.codes), column.name
        if not column.unknown:
            assert rows[column.name].null_count == 0, column.name


def test_sizes_are_those_of_a_district() -> None:
    for year in range(4):
        assert 2300 <= len(world().rosters[year].person) <= 2800
    kinds = [one.kind for one in world().place.organisations]
    assert [kinds.count(one) for one in ("school", "preschool", "extra", "authority")] == [
        12,
        6,
        3,
        1,
    ]


def test_cohorts_go_up_a_grade_a_year() -> None:
    first, second = world().rosters[0], world().rosters[1]
    grade = dict(zip(first.person.tolist(), first.grade.tolist(), strict=True))
    later = dict(zip(second.person.tolist(), second.grade.tolist(), strict=True))
    both = set(grade) & set(later)
    assert len(both) > 2000
    assert all(later[person] == grade[person] + 1 for person in both)


def test_absences_and_skipped_tasks_are_as_in_real_files() -> None:
    vpr = [one for one in world().sittings if one.work.procedure == "vpr"]
    absent = 1 - np.concatenate([one.present for one in vpr]).mean()
    assert 0.06 < absent < 0.15
    states = np.concatenate([one.states[one.present].ravel() for one in vpr])
    assert 0.01 < (states == 1).mean() < 0.15
    assert (states == 2).any()


def test_raw_scores_are_sums_of_points_within_the_maxima() -> None:
    for sitting in world().sittings:
        points = sitting.points[~np.isnan(sitting.points)]
        assert points.min(initial=0) >= 0
        assert sitting.work.largest >= np.nanmax(sitting.raw)
        assert (np.nan_to_num(sitting.points) <= np.array(sitting.work.maxima)).all()


@pytest.mark.parametrize("work", [*VPR_WORKS, *OGE_WORKS], ids=str)
def test_boundaries_are_those_of_the_scales_in_force(work: Work) -> None:
    scales = Scales(load_scales(default_profiles_dir() / "common"))
    scale = scales.marks_for(work.procedure, work.subject, work.grade, AcademicYear(2022))
    assert scale is not None
    assert (scale.lowest, scale.largest) == (work.bounds, work.largest)


def test_ege_works_have_a_lowest_score_or_marks() -> None:
    assert all((work.pass_scaled is None) == (work.bounds is not None) for work in EGE_WORKS)


def test_persons_of_exams_have_different_names_and_names_of_nobody() -> None:
    for sitting in world().sittings:
        if sitting.work.procedure in ("oge", "ege"):
            persons = zip(sitting.school, sitting.person, strict=True)
            named = {(school, *names_of(int(person))) for school, person in persons}
            assert len(named) == len(sitting.person)
    assert re.fullmatch(r"[А-ЯЁ][а-яё]+", names_of(0)[0])
    assert "вымышленн" in world().place.municipality
    assert "вымышленн" in world().place.region


def test_big_municipality_is_drawn_without_files() -> None:
    tables = draw(SEED, schools=20, years=3)
    assert len(set(tables["results"]["organisation"].to_pylist())) == 20
    assert tables["items"].num_rows > tables["results"].num_rows


def test_start_is_a_parameter() -> None:
    years = set(draw(SEED, "one_school", start=2019, years=3)["results"]["year"].to_pylist())
    assert years == {2019, 2020, 2021}
