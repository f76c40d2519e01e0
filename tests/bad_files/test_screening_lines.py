"""Lines that cannot be: doubled, nameless, of unknown organisations, of several years."""

from pathlib import Path

from msoko.sources.vpr_consolidated.sample import SHEETS as CONSOLIDATED
from msoko.sources.vpr_export_2021.sample import SHEETS
from tests.bad_files.screened import LOGIN, PUPIL, screened, spoil, the
from tests.unit.sources.workbooks import changed, checks, read


def test_a_participant_code_met_twice_in_an_organisation_refuses_the_file(tmp_path: Path) -> None:
    reading = screened(tmp_path, spoil(SHEETS, (4, PUPIL, 40001)))
    problem = the(reading, "duplicate_participant")
    assert (problem.severity, problem.cell, problem.count) == ("error", "D4", 1)
    assert reading.incoming is None


def test_an_old_and_a_new_login_are_one_organisation(tmp_path: Path) -> None:
    spoilt = spoil(SHEETS, (4, PUPIL, 40001), (4, LOGIN, "edu990101"))
    assert the(screened(tmp_path, spoilt), "duplicate_participant").cell == "D4"


def test_the_same_code_in_two_organisations_is_two_children(tmp_path: Path) -> None:
    assert checks(screened(tmp_path, SHEETS)) == {}


def test_a_line_without_a_participant_code_refuses_the_file(tmp_path: Path) -> None:
    problem = the(screened(tmp_path, spoil(SHEETS, (3, PUPIL, None))), "missing_required")
    assert (problem.severity, problem.cell) == ("error", "D3")
    assert "«код участника»" in problem.what


def test_a_line_without_a_login_refuses_the_file(tmp_path: Path) -> None:
    problem = the(screened(tmp_path, spoil(SHEETS, (5, LOGIN, None))), "missing_required")
    assert (problem.severity, problem.cell) == ("error", "A5")


def test_organisations_outside_the_register_are_named(tmp_path: Path) -> None:
    reading = screened(tmp_path, SHEETS, register=frozenset({"990101"}))
    problem = the(reading, "unknown_organisation")
    assert (problem.severity, problem.count) == ("warning", 1)
    assert "990102" in problem.what
    assert "990101" not in problem.what


def test_a_full_register_is_no_problem(tmp_path: Path) -> None:
    reading = screened(tmp_path, SHEETS, register=frozenset({"990101", "990102", "990103"}))
    assert checks(reading) == {}


def test_lines_of_two_academic_years_refuse_the_file(tmp_path: Path) -> None:
    reading = read(tmp_path, changed(CONSOLIDATED, "Протокол", 4, 5, "20.10.2022 08:00:00"))
    problem = the(reading, "mixed_years")
    assert (problem.severity, problem.sheet) == ("error", "Протокол")
    assert "2021/22, 2022/23" in problem.what
    assert reading.incoming is None
