"""Scores that cannot be: unreadable, above the maximum, empty; totals that disagree; shifts."""

from pathlib import Path

import pytest

from msoko.sources.reading import Options
from msoko.sources.vpr_export_2021.sample import SHEETS
from msoko.sources.vpr_school_form.sample import SHEETS as FORM
from msoko.vocabulary import AcademicYear
from tests.bad_files.screened import (
    JOURNAL,
    SEX,
    TASK_1,
    TASK_2,
    TOTAL,
    long_export,
    screened,
    spoil,
    the,
)  # fmt: skip
from tests.unit.sources.workbooks import changed, checks, read, rows


def test_the_unspoilt_file_has_no_problem(tmp_path: Path) -> None:
    assert screened(tmp_path, SHEETS).problems == ()


@pytest.mark.parametrize("cell", ["?", "два", "-1", "1/2"])
def test_an_unreadable_score_is_shown_and_refuses_a_small_file(tmp_path: Path, cell: str) -> None:
    reading = screened(tmp_path, spoil(SHEETS, (3, TASK_2, cell)))
    problem = the(reading, "unreadable_score")
    assert (problem.severity, problem.sheet, problem.cell) == ("error", "Sheet", "K3")
    assert f"«{cell}»" in problem.what
    assert reading.incoming is None


def test_few_unreadable_scores_in_many_lines_are_a_warning_with_first_cell_and_count(
    tmp_path: Path,
) -> None:
    spoilt = spoil(long_export(300), (42, TASK_1, "?"), (40, TASK_2, "?"))
    reading = screened(tmp_path, spoilt)
    problem = the(reading, "unreadable_score")
    assert (problem.severity, problem.cell, problem.count) == ("warning", "K40", 2)
    told = rows(reading, "results", "row", "raw_score", "mark")
    assert [line for line in told if line[1] is None] == [(40, None, None), (42, None, None)]


def test_a_spoilt_score_counts_as_nothing_when_the_total_of_the_file_says_so(
    tmp_path: Path,
) -> None:
    spoilt = spoil(long_export(300), (40, TASK_2, "?"), (40, TOTAL, 5))
    assert (40, 5, 4) in rows(screened(tmp_path, spoilt), "results", "row", "raw_score", "mark")


def test_an_empty_score_of_one_who_wrote_is_a_missing_value(tmp_path: Path) -> None:
    problem = the(screened(tmp_path, spoil(SHEETS, (2, TASK_1, None))), "missing_required")
    assert (problem.severity, problem.cell) == ("error", "J2")


def test_a_total_of_zero_or_none_says_nothing(tmp_path: Path) -> None:
    spoilt = spoil(SHEETS, (2, TOTAL, 0), (3, TOTAL, None))
    reading = screened(tmp_path, spoilt)
    assert checks(reading) == {}
    assert rows(reading, "results", "raw_score")[:2] == [(7,), (3,)]


def test_another_total_than_the_sum_is_a_warning_and_the_sum_is_taken(tmp_path: Path) -> None:
    reading = screened(tmp_path, spoil(SHEETS, (2, TOTAL, 6), (3, TOTAL, 4)))
    problem = the(reading, "totals_disagree")
    assert (problem.severity, problem.cell, problem.count) == ("warning", "I2", 2)
    assert rows(reading, "results", "raw_score")[:2] == [(7,), (3,)]


def test_a_score_above_the_maximum_of_its_heading_is_shown(tmp_path: Path) -> None:
    options = Options(organisation="990101", subject="math", year=AcademicYear(2025))
    reading = read(tmp_path, changed(FORM, "Протокол", 1, 2, 2), options)
    problem = the(reading, "score_above_maximum")
    assert (problem.severity, problem.cell) == ("error", "C2")


def test_a_sum_above_the_maximum_of_the_work_gets_no_mark(tmp_path: Path) -> None:
    reading = screened(tmp_path, spoil(long_export(300), (9, TASK_1, 3), (9, TOTAL, 9)))
    problem = the(reading, "score_above_maximum")
    assert (problem.severity, problem.cell, problem.count) == ("warning", "I9", 1)
    assert (9, 9, None) in rows(reading, "results", "row", "raw_score", "mark")


@pytest.mark.parametrize("cell", ["1", "ж", "8", "6"])
def test_an_impossible_mark_is_a_warning_and_unknown(tmp_path: Path, cell: str) -> None:
    reading = screened(tmp_path, spoil(SHEETS, (3, JOURNAL, cell)))
    problem = the(reading, "impossible_mark")
    assert (problem.severity, problem.cell) == ("warning", "E3")
    assert f"«{cell}»" in problem.what
    assert rows(reading, "results", "journal_mark")[1] == (None,)


def test_a_mark_as_sex_is_a_shifted_line(tmp_path: Path) -> None:
    reading = screened(tmp_path, spoil(long_export(300), (5, SEX, "4")))
    problem = the(reading, "shifted_columns")
    assert (problem.severity, problem.cell) == ("warning", "F5")
    assert rows(reading, "results", "sex")[3] == (None,)


def test_a_value_beside_the_table_is_a_shift_only_when_the_total_disagrees(tmp_path: Path) -> None:
    beside = 16
    reading = screened(tmp_path, spoil(SHEETS, (2, beside, "Учебник")))
    assert checks(reading) == {}
    shifted = screened(tmp_path, spoil(SHEETS, (2, beside, "Учебник"), (2, TOTAL, 9)))
    assert (the(shifted, "shifted_columns").severity, the(shifted, "shifted_columns").cell) == (
        "error", "Q2",
    )  # fmt: skip
