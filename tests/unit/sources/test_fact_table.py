"""Canonical tables: every spelling a clerk uses is understood, every bad cell is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from msoko.facts.schema import TABLES
from msoko.sources import registry
from msoko.sources.fact_table.known import known_codes
from msoko.sources.fact_table.parquet import is_parquet, read_parquet
from msoko.sources.fact_table.values import academic_year, day, meaning_of, yes_or_no
from msoko.sources.reading import Options, Reading
from tests.unit.sources.workbooks import checks, read, rows

HEAD = ("Код организации", "Учебный год", "Обучающийся", "Класс (год обучения)", "ОВЗ", "Пол")
LINE = ("220164", "2024-25", "40001", 4, "нет", "женский")


def enrolment(folder: Path, *lines: tuple[Any, ...], head: tuple[Any, ...] = HEAD) -> Reading:
    return read(folder, {"Контингент": [head, *lines]})


@pytest.mark.parametrize("word", ["да", "Да", "1", "+", "true", "ИСТИНА"])
def test_yes(word: str) -> None:
    assert yes_or_no(word) is True


@pytest.mark.parametrize("word", ["нет", "НЕТ", "0", "-", "—", "false"])
def test_no(word: str) -> None:
    assert yes_or_no(word) is False


@pytest.mark.parametrize(
    "word",
    [
        "2024-25",
        "2024/25",
        "2024–2025",
        "2024/2025 учебный год",
        "2024-2025 уч. г.",
        "24/25",
        "2024",
    ],
)
def test_academic_years(word: str) -> None:
    assert academic_year(word) == 2024


@pytest.mark.parametrize("word", ["2026-04-20", "20.04.2026", "20/04/2026", "20.04.2026 г."])
def test_dates(word: str) -> None:
    assert day(word) == date(2026, 4, 20)


@pytest.mark.parametrize(
    ("table", "column", "word"),
    [
        ("results", "mark", "6"), ("results", "mark", "четыре"), ("results", "mark", "3,5"),
        ("results", "procedure", "контрольная"), ("results", "participated", "может быть"),
        ("results", "date", "31.02.2026"), ("results", "year", "2024-26"),
        ("reserve", "plan_done", "120"), ("results", "grade", "99999999999"),
    ],
)  # fmt: skip
def test_words_that_mean_nothing(table: str, column: str, word: str) -> None:
    meaning = meaning_of(TABLES[table].column(column))
    with pytest.raises(ValueError, match=r".*"):
        meaning(word)


@pytest.mark.parametrize("word", ["vpr", "ВПР", "всероссийские проверочные работы (впр)"])
def test_a_code_may_be_written_in_three_ways(word: str) -> None:
    assert meaning_of(TABLES["results"].column("procedure"))(word) == "vpr"


def test_a_decimal_comma_and_spaces_in_a_number() -> None:
    assert meaning_of(TABLES["reported"].column("value"))("1 722,5") == 1722.5


def test_lines_of_a_table(tmp_path: Path) -> None:
    reading = enrolment(tmp_path, LINE)
    assert rows(reading, "enrolment", "organisation", "year", "grade", "special_needs", "sex") == [
        ("220164", 2024, 4, False, "f")
    ]
    assert reading.problems == ()


def test_every_bad_cell_is_named_with_what_is_allowed(tmp_path: Path) -> None:
    bad = ("220164", "2024-26", None, "четвёртый", "не знаю", "жен")
    reading = enrolment(tmp_path, LINE, bad)
    found = {one.cell: one.mend for one in reading.problems}
    assert set(found) == {"B3", "C3", "D3", "E3", "F3"}
    assert "мужской; женский" in found["F3"]
    assert reading.incoming is None


def test_the_same_wrong_word_is_one_problem_with_a_count(tmp_path: Path) -> None:
    wrong = [("220164", "2024-25", f"4000{n}", 4, "нет", "девочка") for n in range(3)]
    (problem,) = enrolment(tmp_path, *wrong).problems
    assert (problem.cell, problem.count) == ("F2", 3)


def test_a_repeated_row_is_refused(tmp_path: Path) -> None:
    assert checks(enrolment(tmp_path, LINE, LINE)) == {"duplicate_row": "error"}


def test_a_column_of_another_table_is_passed_over_and_said(tmp_path: Path) -> None:
    reading = enrolment(tmp_path, (*LINE, "х"), head=(*HEAD, "Заметки"))
    assert checks(reading) == {"foreign_column": "warning"}
    assert len(rows(reading, "enrolment", "pupil")) == 1


def test_a_table_without_a_required_column_is_a_spoilt_template(tmp_path: Path) -> None:
    reading = enrolment(tmp_path, LINE[1:], head=HEAD[1:])
    assert checks(reading) == {"wrong_template": "error"}
    assert "«Код организации»" in reading.problems[0].what


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_csv_in_both_encodings_with_identifiers(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "контингент.csv"
    text = "organisation;year;pupil;grade;sex;programme\n220164;2024;40001;4;ж;основная программа\n"
    path.write_bytes(text.replace(";ж;", ";женский;").encode(encoding))
    ((_, _, reading),) = registry.read_file([path], Options())
    assert rows(reading, "enrolment", "pupil", "sex", "programme") == [("40001", "f", "oop")]


def test_headings_that_fit_two_tables_need_a_name(tmp_path: Path) -> None:
    head = ("organisation", "year", "pupil", "grade")
    line = ("220164", "2024-25", "40001", 9)
    assert checks(read(tmp_path, {"Лист1": [head, line]})) == {"ambiguous_table": "error"}
    for name in ("graduates", "Выпускники"):
        assert len(rows(read(tmp_path, {name: [head, line]}), "graduates", "pupil")) == 1


def test_an_unknown_attribute_is_a_warning(tmp_path: Path) -> None:
    codes = known_codes(Path(registry.__file__).parents[2] / "profiles" / "common")
    known = sorted(codes["attributes"])[0]
    head = ("organisation", "year", "attribute", "yes")
    lines = [("220164", "2024-25", code, "да") for code in (known, "no_such_attribute")]
    reading = read(tmp_path, {"attributes": [head, *lines]}, Options(known=codes))
    assert checks(reading) == {"unknown_code": "warning"}
    assert "no_such_attribute" in reading.problems[0].what
    assert len(rows(reading, "attributes", "attribute")) == 2


def parquet(folder: Path, **columns: list[Any]) -> Reading:
    told = {"organisation": ["220164"], "year": [2024], "pupil": ["40001"], "grade": [4]}
    path = folder / "enrolment.parquet"
    pq.write_table(pa.table(told | columns), path)
    assert is_parquet(path)
    ((_, sha256, reading),) = registry.read_file([path], Options())
    assert len(sha256) == 64
    return reading


def test_parquet_with_identifiers(tmp_path: Path) -> None:
    reading = parquet(tmp_path, sex=["f"])
    assert rows(reading, "enrolment", "pupil", "grade", "sex", "row") == [("40001", 4, "f", 1)]


@pytest.mark.parametrize(
    ("columns", "word"),
    [({"sex": ["ж"]}, "m, f"), ({"grade": ["четыре"]}, "int32"), ({"pupil": [None]}, "пустые"),
     ({"notes": ["x"]}, "notes")],
)  # fmt: skip
def test_parquet_that_does_not_fit_the_schema(
    tmp_path: Path, columns: dict[str, list[Any]], word: str
) -> None:
    reading = parquet(tmp_path, **({"sex": ["f"]} | columns))
    assert reading.incoming is None
    assert word in str(reading.problems[0])


def test_a_damaged_parquet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    path.write_bytes(b"PAR1" + b"\0" * 200)
    assert checks(read_parquet(path, Options())) == {"parquet": "error"}


def test_codes_nobody_knows_are_said_of_parquet_too(tmp_path: Path) -> None:
    path = tmp_path / "attributes.parquet"
    line = {"organisation": "220164", "year": 2024, "attribute": "no_such_attribute", "yes": True}
    pq.write_table(pa.Table.from_pylist([line]), path)
    options = Options(register=frozenset({"990101"}), known={"attributes": frozenset({"known"})})
    ((_, _, reading),) = registry.read_file([path], options)
    assert checks(reading) == {"unknown_code": "warning", "unknown_organisation": "warning"}
    assert {problem.file for problem in reading.problems} == {"attributes.parquet"}
    assert rows(reading, "attributes", "attribute") == [("no_such_attribute",)]
