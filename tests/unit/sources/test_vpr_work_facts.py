"""Subject, grade and year: options before content before name before folder, never a guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from msoko.sources.reading import Options, words
from msoko.sources.vpr_export_2021.sample import SHEETS as EXPORT
from msoko.sources.vpr_school_form.sample import SHEETS as FORM
from msoko.vocabulary import AcademicYear
from tests.unit.sources.workbooks import changed, checks, hints, read

YEAR = AcademicYear(2020)


def test_content_is_believed_before_the_file_name_and_the_contradiction_is_told(
    tmp_path: Path,
) -> None:
    reading = read(tmp_path, EXPORT, name="Русский язык, 5 класс. ВПР 2021.xlsx")
    assert hints(reading) == {
        "subject": ("math", "file"),
        "grade": ("4", "file"),
        "year": ("2020-21", "name"),
    }
    assert [one.check for one in reading.problems].count("contradiction") == 2


def test_options_overrule_the_name_without_a_word(tmp_path: Path) -> None:
    options = Options(year=AcademicYear(2021))
    reading = read(tmp_path, EXPORT, options, name="ВПР 2021.xlsx")
    assert hints(reading)["year"] == ("2021-22", "option")
    assert "contradiction" not in checks(reading)


def test_options_against_the_content_are_taken_with_a_warning(tmp_path: Path) -> None:
    reading = read(tmp_path, EXPORT, Options(grade=5, year=YEAR))
    assert hints(reading)["grade"] == ("5", "option")
    assert checks(reading)["contradiction"] == "warning"


def test_folders_speak_when_the_name_is_silent(tmp_path: Path) -> None:
    options = Options(organisation="990101")
    reading = read(tmp_path, FORM, options, name="2026/Математика/4/протокол.xlsx")
    assert hints(reading)["subject"] == ("math", "folder")
    assert hints(reading)["year"] == ("2025-26", "folder")


def test_what_nobody_says_is_asked_for(tmp_path: Path) -> None:
    reading = read(tmp_path, FORM, name="protokol.xlsx")
    assert reading.incoming is None
    asked = " ".join(one.mend for one in reading.problems if one.check == "unclear_work")
    assert all(option in asked for option in ("--subject", "--year", "--organisation"))
    assert "--grade" not in asked  # participant codes tell it


def test_a_school_is_known_by_the_login_in_the_name(tmp_path: Path) -> None:
    reading = read(tmp_path, FORM, name="edu990101 МА4 ВПР 2026.xlsx")
    assert hints(reading)["organisation"] == ("990101", "name")


def test_textbooks_of_several_subjects_tell_no_subject(tmp_path: Path) -> None:
    mixed = changed(EXPORT, "Sheet", 1, 13, "Петров В.Г. Русский язык 4 класс")
    reading = read(tmp_path, mixed, Options(grade=4, year=YEAR))
    assert [one.mend for one in reading.problems if one.check == "unclear_work"] != []


@pytest.mark.parametrize(
    ("text", "subject", "grade"),
    [
        ("Проведение работы по русскому языку, 4 класс. ВПР 2021", "russian", 4),
        ("Проведение работы по окружающему миру, 4 класс", "world_around", 4),
        ("РУ 4 Индивидуальные результаты", "russian", 4),
        ("Русскому языку", "russian", None),
        ("ma11.8 | 1.3.5", "math", 11),
        ("Алгебра. Геометрия, 7 класс", "math", 7),
        ("Литературное чтение 4 класс", "literary_reading", 4),
        ("Физическая культура", "physical_education", None),
        ("Физика и химия, 8 и 9 класс", None, 9),
        ("2849657", None, None),
        ("Сводный отчёт", None, None),
    ],
)
def test_words_of_titles(text: str, subject: str | None, grade: int | None) -> None:
    assert (words.subject_of(text), words.grade_of(text)) == (subject, grade)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("ВПР 2021", 2020),
        ("2025-26", 2025),
        ("2025/2026", 2025),
        ("17.03.2022 05:33:20", 2021),
        ("20.10.2022", 2022),
        ("2849657", None),
        ("2021 и 2022", None),
    ],
)
def test_years_of_titles(text: str, year: int | None) -> None:
    found = words.vpr_year(text)
    assert (found and found.start) == year


@pytest.mark.parametrize(
    ("code", "grade"),
    [("40001", 4), ("80029", 8), ("20001", 10), ("1001", 11), ("90001", None), ("А1", None)],
)
def test_participant_codes_tell_the_grade(code: str, grade: int | None) -> None:
    assert words.grade_of_code(code) == grade
