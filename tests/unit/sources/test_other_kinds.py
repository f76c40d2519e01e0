"""Lists, codifiers, questionnaires and journals become facts; what is wrong in them is said."""

from __future__ import annotations

import importlib
import tomllib
from pathlib import Path
from typing import Any

import pytest

from msoko.checks.wrong_inn import is_right
from msoko.sources import codifier, context_form, integrity_list, journal_matrix, registry
from msoko.sources import school_list as schools
from msoko.sources.reading import Options
from msoko.sources.reading.organisations import kind_of
from msoko.vocabulary import AcademicYear
from tests.unit.sources.workbooks import book_of, changed, checks, read, rows

KINDS = [
    kind.KIND.name for kind in (integrity_list, codifier, schools, context_form, journal_matrix)
]


def sample(kind: str) -> Any:
    return importlib.import_module(f"msoko.sources.{kind}.sample")


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_recognised_whatever_the_file_is_called(tmp_path: Path, kind: str) -> None:
    known = registry.recognise(book_of(tmp_path, sample(kind).SHEETS, "2849657.xlsx"))
    assert isinstance(known, tuple), known
    assert known[0].name == known[1].kind == kind


@pytest.mark.parametrize("kind", [*KINDS, "gia", "fact_table"])
def test_a_readme_tells_of_every_kind(kind: str) -> None:
    folder = Path(registry.__file__).parent / kind
    assert len((folder / "README.md").read_text(encoding="utf-8")) > 300


def test_marked_works_become_reviews_and_a_repeated_line_is_taken_once(tmp_path: Path) -> None:
    reading = read(tmp_path, sample("integrity_list").SHEETS)
    columns = ("organisation", "year", "subject", "grade", "status")
    assert sorted(rows(reading, "reviews", *columns)) == [
        ("990101", 2023, "math", 4, "unreliable"),
        ("990101", 2023, "russian", 5, "unreliable"),
        ("990102", 2022, "russian", 4, "unreliable"),
    ]
    assert checks(reading) == {"repeated_line": "warning"}
    assert rows(reading, "units", "organisation", "year") == [("990102", 2022), ("990101", 2023)]


def test_a_wrong_number_of_markers_is_said(tmp_path: Path) -> None:
    sheets = changed(sample("integrity_list").SHEETS, "Перечень", 1, 8, 3)
    assert checks(read(tmp_path, sheets))["totals_disagree"] == "warning"


def test_lines_of_one_task_become_one_row(tmp_path: Path) -> None:
    book = "2021/4/Математика/ALL.xlsx"
    reading = read(tmp_path, sample("codifier").SHEETS, name=book)
    columns = ("year", "subject", "grade", "item", "position", "max_points", "difficulty", "skill")
    work = (2020, "math", 4)
    assert rows(reading, "codifier", *columns) == [
        (*work, "1", 1, 1, "base", "Счёт"),
        (*work, "2К1", 2, 2, "raised", "Решение задач"),
    ]
    assert rows(reading, "codifier", "content_code", "skill_code")[0] == ("2; 3", "2.1")


def test_the_ordinal_of_a_task_is_the_one_most_of_its_lines_name(tmp_path: Path) -> None:
    head, one, same, two = sample("codifier").SHEETS["Лист1"]
    slip = ("2 k1", 1, *two[2:])
    book = "2021/4/Математика/ALL.xlsx"
    reading = read(tmp_path, {"Лист1": (head, one, same, slip, two, two)}, name=book)
    assert rows(reading, "codifier", "item", "position") == [("1", 1), ("2К1", 2)]
    tied = read(tmp_path, {"Лист1": (head, one, same, slip, two)}, name=book)
    assert rows(tied, "codifier", "item", "position") == [("1", 1), ("2К1", None)]


def test_a_codifier_without_ordinals_leaves_them_unknown(tmp_path: Path) -> None:
    lines = sample("codifier").SHEETS["Лист1"]
    sheets = {"Лист1": tuple((line[0], *line[2:]) for line in lines)}
    reading = read(tmp_path, sheets, name="2021/4/Математика/ALL.xlsx")
    assert rows(reading, "codifier", "item", "position") == [("1", None), ("2К1", None)]


def test_a_list_of_codes_alone_adds_nothing_and_says_so(tmp_path: Path) -> None:
    reading = read(tmp_path, sample("codifier").CODES)
    assert reading.incoming is None
    assert checks(reading) == {"only_codes": "note"}


def test_organisations_of_a_list(tmp_path: Path) -> None:
    options = Options(year=AcademicYear(2024))
    reading = read(tmp_path, sample("school_list").SHEETS, options)
    columns = ("organisation", "kind", "login", "inn", "oge_code")
    assert rows(reading, "units", *columns) == [
        ("990101", "school", "sch990101", "9901010018", "5811"),
        ("990102", "school", "edu990102", None, None),
        ("spo990103", "vocational", "spo990103", None, None),
        ("Ц-1", "extra", None, None, None),
    ]
    assert checks(reading) == {"wrong_inn": "warning"}


def test_organisations_whose_logins_share_their_digits_stay_apart(tmp_path: Path) -> None:
    sheets = {"Лист1": (
        ("логин", "имя", "муниципалитет"),
        ("sch990101", "МБОУ СОШ № 1", "Вымышленный район"),
        ("ksh990101", "Вымышленная школа-интернат", "Вымышленный район"),
        ("spo990101", "Вымышленный техникум", "Вымышленный район"),
    )}  # fmt: skip
    reading = read(tmp_path, sheets, Options(year=AcademicYear(2024)))
    assert rows(reading, "units", "organisation", "kind") == [
        ("990101", "school"), ("ksh990101", "school"), ("spo990101", "vocational"),
    ]  # fmt: skip
    assert reading.problems == ()


def test_the_old_and_the_new_login_of_one_school_are_one_code_twice(tmp_path: Path) -> None:
    sheets = {"Лист1": (
        ("логин", "имя", "муниципалитет"),
        ("sch990101", "МБОУ СОШ № 1", "Вымышленный район"),
        ("edu990101", "МБОУ СОШ № 1", "Вымышленный район"),
    )}  # fmt: skip
    reading = read(tmp_path, sheets, Options(year=AcademicYear(2024)))
    assert checks(reading) == {"duplicate_row": "error"}


def test_answers_of_two_organisations_with_the_same_digits_are_all_kept(tmp_path: Path) -> None:
    head, one, two = sample("context_form").SHEETS["Лист1"]
    other = ("ksh990101", two[1], "ksh990101 | Вымышленная школа-интернат", *two[3:-1], 30)
    reading = read(tmp_path, {"Лист1": (head, one, other)})
    codes = {row[0] for row in rows(reading, "attributes", "organisation")}
    assert codes == {"990101", "ksh990101"}
    assert len(rows(reading, "units", "organisation")) == 2


def test_a_list_without_a_year_holds_for_all_years_and_says_so(tmp_path: Path) -> None:
    reading = read(tmp_path, sample("school_list").SHEETS)
    assert reading.incoming is not None
    assert [(h.value, h.taken_from) for h in reading.incoming.hints] == [("2000-01", "default")]


@pytest.mark.parametrize(
    ("inn", "right"),
    [("9901010018", True), ("9901010019", False), ("990101001", False), ("99010100181", False),
     ("99010100ab", False), (None, False)],
)  # fmt: skip
def test_the_check_digit_of_an_inn(inn: str | None, right: bool) -> None:
    assert is_right(inn) is right


@pytest.mark.parametrize(
    ("name", "kind"),
    [("МБОУ «Вымышленская СОШ»", "school"), ("Гимназия № 2", "school"),
     ("МБДОУ «Детский сад № 3»", "preschool"), ("ДЮСШ", "extra"),
     ("Детская школа искусств", "extra"), ("Педагогический колледж", "vocational"),
     ("Управление образования", "authority"), ("Нечто", "school")],
)  # fmt: skip
def test_the_kind_of_an_organisation_by_its_name(name: str, kind: str) -> None:
    assert kind_of(None, name) == kind


def test_answers_become_attributes_and_a_crosswalk(tmp_path: Path) -> None:
    reading = read(tmp_path, sample("context_form").SHEETS)
    columns = ("organisation", "year", "attribute", "yes", "number", "text")
    assert ("990101", 2021, "ctx_pupils", None, 160, None) in rows(reading, "attributes", *columns)
    told = rows(reading, "attributes", *columns)
    assert ("990101", 2021, "ctx_has_branches", True, None, None) in told
    assert ("990101", 2021, "ctx_settlement_size", None, None, "Менее 1 тыс. человек") in told
    codes = ("organisation", "municipality", "inn", "oge_code", "ege_code", "municipal", "rural")
    assert rows(reading, "units", *codes) == [
        ("990101", "Вымышленный район", "9901010018", "5811", None, True, True),
        ("990102", "Вымышленный район", None, None, None, True, False),
    ]


def test_answers_that_cannot_be_read_are_said_with_their_cells(tmp_path: Path) -> None:
    reading = read(tmp_path, sample("context_form").SHEETS)
    unreadable = [one for one in reading.problems if one.check == "unreadable_answer"]
    assert [one.cell for one in unreadable] == ["H3", "L3"]
    assert checks(reading)["wrong_inn"] == "warning"


def test_every_question_has_its_own_code_and_stands_in_the_readme() -> None:
    folder = Path(registry.__file__).parent / "context_form"
    questions = tomllib.loads((folder / "questions.toml").read_text(encoding="utf-8"))["question"]
    codes = [question["code"] for question in questions]
    assert len(set(codes)) == len(codes)
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert [code for code in codes if f"`{code}`" not in readme] == []


def test_final_marks_of_a_matrix(tmp_path: Path) -> None:
    reading = read(tmp_path, sample("journal_matrix").SHEETS, Options(organisation="990101"))
    columns = ("year", "grade", "class_group", "subject", "participated", "mark", "passed")
    assert rows(reading, "results", *columns) == [
        (2024, 4, "а", "russian", True, 5, True),
        (2024, 4, "а", "russian", True, 3, True),
        (2024, 4, "б", "russian", True, 2, False),
        (2024, 4, "а", "math", True, 4, True),
        (2024, 4, "а", "math", False, None, None),
        (2024, 4, "а", "physical_education", True, 5, True),
    ]
    assert checks(reading) == {"impossible_mark": "warning"}
    assert reading.incoming is not None
    assert not reading.incoming.keeps_original


def test_a_matrix_without_an_organisation_asks_for_it(tmp_path: Path) -> None:
    assert checks(read(tmp_path, sample("journal_matrix").SHEETS)) == {"unclear_work": "error"}


def test_shares_per_class_are_reported(tmp_path: Path) -> None:
    reading = read(tmp_path, sample("journal_matrix").SHARES)
    columns = ("organisation", "year", "field", "breakdown", "value")
    assert rows(reading, "reported", *columns) == [
        ("990101", 2024, "journal_success_percent", "4а", 100),
        ("990101", 2024, "journal_success_percent", "4б", 96),
        ("990101", 2024, "journal_quality_percent", "4а", 62.5),
    ]
