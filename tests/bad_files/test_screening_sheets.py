"""Sheets that cannot be read as they are: empty, in a wrong encoding, with failed formulas."""

from pathlib import Path

import pytest

from msoko.checks import formula_error, wrong_encoding
from msoko.sources.vpr_export_2021.sample import SHEETS
from tests.bad_files.screened import TASK_1, screened, spoil, the
from tests.unit.sources.workbooks import checks, read


def test_a_file_without_a_filled_cell_is_empty(tmp_path: Path) -> None:
    (problem,) = read(tmp_path, {"Лист1": []}).problems
    assert (problem.check, problem.severity) == ("empty_sheet", "error")


def test_a_table_without_lines_is_empty(tmp_path: Path) -> None:
    reading = screened(tmp_path, {"Sheet": SHEETS["Sheet"][:1]}, subject="math", grade=4)
    problem = the(reading, "empty_sheet")
    assert (problem.severity, problem.sheet) == ("error", "Sheet")


@pytest.mark.parametrize("error", ["#REF!", "#ССЫЛКА!", "#DIV/0!", "#ДЕЛ/0!"])
def test_a_failed_formula_is_shown(tmp_path: Path, error: str) -> None:
    reading = screened(tmp_path, spoil(SHEETS, (3, TASK_1, error)))
    problem = the(reading, "formula_error")
    assert (problem.severity, problem.cell) == ("warning", "J3")
    assert "unreadable_score" in checks(reading)


def test_a_number_sign_in_a_text_is_no_formula_error(tmp_path: Path) -> None:
    assert checks(screened(tmp_path, spoil(SHEETS, (3, 13, "#1 Математика 4 класс")))) == {}


RUSSIAN = "Отметка за предыдущую четверть"


@pytest.mark.parametrize(
    "text",
    [
        RUSSIAN.encode().decode("cp1251", "replace"),
        RUSSIAN.encode().decode("latin-1"),
        "Отм�тка",
    ],
)
def test_text_in_a_wrong_encoding_is_refused(tmp_path: Path, text: str) -> None:
    reading = screened(tmp_path, spoil(SHEETS, (1, 4, text)))
    assert the(reading, "wrong_encoding").severity == "error"
    assert the(reading, "wrong_encoding").cell == "E1"


@pytest.mark.parametrize(
    "text",
    [RUSSIAN, "МБОУ «Средняя школа № 1» г. Орёл", "РС(Я) — Якутия", "ОГРН 1022200000000", "Ё° №"],
)
def test_honest_text_is_not_taken_for_a_wrong_encoding(text: str) -> None:
    import pyarrow as pa

    assert wrong_encoding.find("Лист1", [pa.array([text])], ["A"]) == []


def test_a_sheet_of_nothing_has_no_formula_errors() -> None:
    assert formula_error.find("Лист1", [], []) == []
