"""Every ВПР layout is recognised by its content alone and read into the same facts."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

from msoko.sources import registry
from msoko.sources.reading import Options, Reading
from msoko.sources.reading.scales import Scales
from msoko.vocabulary import AcademicYear
from tests.unit.sources.workbooks import book_of, checks, hints, read, rows, scale

KINDS = [kind.name for kind in registry.KINDS if kind.name.startswith("vpr_")]
YEARS = {"vpr_dump_2020": 2019, "vpr_consolidated": 2021}


def sample(kind: str) -> Any:
    return importlib.import_module(f"msoko.sources.{kind}.sample")


def of(folder: Path, kind: str, *, older: bool = False, scales: tuple[Any, ...] = ()) -> Reading:
    sheets = sample(kind).OLDER_SHEETS if older else sample(kind).SHEETS
    year = AcademicYear(YEARS.get(kind, 2020))
    options = Options(organisation="990101", subject="math", grade=4, year=year)
    return read(folder, sheets, options, scales=Scales(scales))


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_recognised_whatever_the_file_is_called(tmp_path: Path, kind: str) -> None:
    book = book_of(tmp_path, sample(kind).SHEETS, "2849657.xlsx")
    known = registry.recognise(book)
    assert isinstance(known, tuple), known
    assert known[0].name == known[1].kind == kind


@pytest.mark.parametrize("kind", ["vpr_school_form", "vpr_report_journal"])
def test_the_older_layout_is_the_same_kind(tmp_path: Path, kind: str) -> None:
    known = registry.recognise(book_of(tmp_path, sample(kind).OLDER_SHEETS))
    assert isinstance(known, tuple), known
    assert known[0].name == kind


@pytest.mark.parametrize("kind", KINDS)
def test_a_readme_tells_of_every_kind(kind: str) -> None:
    folder = Path(registry.__file__).parent / kind
    assert len((folder / "README.md").read_text(encoding="utf-8")) > 300


@pytest.mark.parametrize("kind", ["vpr_export_2021", "vpr_consolidated"])
def test_lines_of_a_regional_file(tmp_path: Path, kind: str) -> None:
    reading = of(tmp_path, kind, scales=(scale(2020), scale(2021)))
    columns = ("organisation", "pupil", "participated", "raw_score", "mark", "journal_mark", "sex")
    assert rows(reading, "results", *columns) == [
        ("990101", "40001", True, 7, 5, 4, "m"),
        ("990101", "40002", True, 3, 3, 3, "f"),
        ("990101", "40003", False, None, None, None, None),
        ("990102", "40001", True, 3, 3, None, "f"),
    ]
    assert rows(reading, "results", "level", "passed", "variant") == [
        ("above_base", True, "1"),
        ("base", True, "2"),
        (None, None, None),
        ("base", True, "1"),
    ]
    assert checks(reading) == {}


def test_a_cross_is_no_attempt_and_a_topic_not_taught_has_no_points(tmp_path: Path) -> None:
    reading = of(tmp_path, "vpr_export_2021")
    items = rows(reading, "items", "organisation", "pupil", "item", "points", "state")
    assert len(items) == 12
    assert ("990101", "40002", "1", 0, "not_attempted") in items
    assert ("990101", "40002", "4", 0, "not_attempted") in items
    assert ("990102", "40001", "3", None, "not_taught") in items
    assert not [item for item in items if item[1] == "40003"]


def test_the_row_of_a_fact_is_its_row_in_excel(tmp_path: Path) -> None:
    reading = of(tmp_path, "vpr_export_2021")
    assert rows(reading, "results", "sheet", "row") == [("Sheet", row) for row in (2, 3, 4, 5)]
    third = [row for item, row in rows(reading, "items", "item", "row") if item == "3"]
    assert third == [2, 3, 5]


def test_organisations_come_with_their_municipality(tmp_path: Path) -> None:
    columns = ("organisation", "login", "name", "municipality", "kind", "row")
    assert rows(of(tmp_path, "vpr_export_2021"), "units", *columns) == [
        ("990101", "sch990101", None, "г. Образцов", "school", 2),
        ("990102", "sch990102", None, "Сосновский район", "school", 5),
    ]
    named = rows(of(tmp_path, "vpr_consolidated"), "units", *columns, "region")
    assert named[1][1:4] == ("edu990102", 'МКОУ "Сосновская СОШ"', "Сосновский район")
    assert named[1][-1] == "Образцовская область"


def test_spellings_of_a_task_heading_become_one_name(tmp_path: Path) -> None:
    reading = of(tmp_path, "vpr_consolidated")
    told = dict(rows(reading, "items", "item", "max_points"))
    assert told == {"1": 1, "2.1": 2, "2.2": 3, "3К1": 1}


def test_the_dump_is_the_put_off_work_of_2019_20(tmp_path: Path) -> None:
    reading = read(tmp_path, sample("vpr_dump_2020").SHEETS, name="2020/4/Математика.xlsx")
    assert hints(reading) == {
        "subject": ("math", "name"),
        "grade": ("4", "file"),
        "year": ("2019-20", "folder"),
        "round": ("перенесённые работы 2019/20, написаны осенью 2020", "default"),
    }
    assert set(rows(reading, "results", "year", "grade")) == {(2019, 4)}
    assert "units" not in reading.incoming.tables  # type: ignore[union-attr]


def test_one_part_of_two_is_participation_without_a_score(tmp_path: Path) -> None:
    reading = of(tmp_path, "vpr_dump_2020", scales=(scale(2019, largest=9),))
    columns = ("pupil", "participated", "raw_score", "mark")
    assert rows(reading, "results", *columns)[:3] == [
        ("50001", True, 7, 5),
        ("50002", True, None, None),
        ("50003", False, None, None),
    ]
    assert checks(reading)["part_missed"] == "note"


def test_a_score_that_slipped_beside_the_table_is_counted_when_the_total_says_so(
    tmp_path: Path,
) -> None:
    sheets = sample("vpr_dump_2020").SHEETS
    head, line = sheets["Sheet1"][0], list(sheets["Sheet1"][1])
    many = [[*line[:3], 50001 + number, *line[4:]] for number in range(150)]
    many[7] += ["2"]
    many[7][9] = 9
    options = Options(subject="math", year=AcademicYear(2019))
    reading = read(tmp_path, {"Sheet1": [head, *many]}, options)
    scores = [score for (score,) in rows(reading, "results", "raw_score")]
    assert scores[7] == 9
    assert set(scores[:7] + scores[8:]) == {7}
    assert checks(reading)["shifted_columns"] == "warning"
    assert "totals_disagree" not in checks(reading)


def test_a_school_form_is_read_without_its_lists_and_empty_lines(tmp_path: Path) -> None:
    reading = of(tmp_path, "vpr_school_form", scales=(scale(2020),))
    columns = ("organisation", "pupil", "participated", "raw_score", "mark", "class_group")
    assert rows(reading, "results", *columns) == [
        ("990101", "40001", True, 7, 5, "1"),
        ("990101", "40002", True, 3, 3, "1"),
        ("990101", "40003", False, None, None, None),
    ]


def test_the_older_school_form_has_two_parts(tmp_path: Path) -> None:
    reading = of(tmp_path, "vpr_school_form", older=True)
    assert rows(reading, "results", "raw_score", "sex") == [(7, "m"), (None, "f")]
    assert {item for (item,) in rows(reading, "items", "item")} == {"1", "2.1", "11.3К1", "12"}


def test_report_f1_keeps_its_own_marks_and_tells_the_scale(tmp_path: Path) -> None:
    reading = read(tmp_path, sample("vpr_report_f1").SHEETS)
    assert rows(reading, "results", "raw_score", "mark", "journal_mark") == [
        (7, 5, 4), (3, 3, 3), (2, 2, 3), (5, 4, None),
    ]  # fmt: skip
    boundaries = rows(reading, "scales", "boundary", "score", "certainty", "year")
    assert sorted(boundaries) == [
        ("mark_3", 3, "derived", 2025),
        ("mark_4", 5, "derived", 2025),
        ("mark_5", 7, "derived", 2025),
        ("max", 7, "derived", 2025),
    ]
    assert rows(reading, "units", "name", "organisation")[0][1] == "990101"


def test_report_f3_gives_the_number_behind_a_percentage_only_when_it_is_certain(
    tmp_path: Path,
) -> None:
    reading = read(tmp_path, sample("vpr_report_f3").SHEETS)
    columns = ("organisation", "unit_kind", "category", "participants", "number", "percent")
    told = rows(reading, "aggregates", *columns)
    assert ("990101", "organisation", "mark_2", 89, 11, 12.36) in told
    assert ("reg99_m001", "municipality", "mark_5", 300, 30, 10) in told
    assert ("Вся выборка", "country", "mark_2", 1700000, None, 5.06) in told
    assert ("Образцовская область", "region", "mark_2", 30000, 4032, 13.44) not in told


@pytest.mark.parametrize("older", [False, True])
def test_both_layouts_of_the_journal_report_tell_the_same(tmp_path: Path, older: bool) -> None:
    reading = of(tmp_path, "vpr_report_journal", older=older)
    columns = ("organisation", "category", "participants", "number", "percent")
    told = rows(reading, "aggregates", *columns)
    assert [line for line in told if line[0] == "990101"] == [
        ("990101", "lowered", 93, 52, 55.91),
        ("990101", "confirmed", 93, 37, 39.78),
        ("990101", "raised", 93, 4, 4.3),
    ]
