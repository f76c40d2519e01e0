"""The command line as scripts and clerks use it: what it prints and the exit code it ends with."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from msoko.__main__ import main
from msoko.facts.store import Store
from msoko.sources.vpr_export_2021.sample import SHEETS
from tests.unit.sources.workbooks import book_of, changed

NAME = "Проведение работы по математике, 4 класс. ВПР 2021.xlsx"
# Of three who wrote, the sums are 7, 3 and 3: by the scale of 2021 (6 / 10 / 15) one «3», two «2».
UNIT, YEAR = "990101", "2020-21"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    book_of(tmp_path, SHEETS, NAME)
    return tmp_path / NAME


@pytest.fixture
def store(tmp_path: Path) -> str:
    return str(tmp_path / "store")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    told = capsys.readouterr()
    return code, told.out, told.err


def test_screening_stores_nothing_and_says_where_each_hint_is_from(
    capsys: pytest.CaptureFixture[str], file: Path, tmp_path: Path
) -> None:
    code, out, _ = run(capsys, "screen", str(file))
    assert code == 0
    assert "учебный год: 2020/21 (из имени файла)" in out
    assert sorted(path.name for path in tmp_path.iterdir()) == [NAME]


def test_the_year_said_on_the_command_line_wins_over_the_name(
    capsys: pytest.CaptureFixture[str], file: Path
) -> None:
    code, out, _ = run(capsys, "screen", str(file), "--year", "2021-22", "--format", "json")
    hints = {hint["what"]: hint for hint in json.loads(out)[0]["hints"]}
    assert code == 0
    assert (hints["year"]["value"], hints["year"]["taken_from"]) == ("2021-22", "option")


def test_without_a_year_in_name_or_option_the_file_is_refused_with_what_to_say(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    book_of(tmp_path, SHEETS, "2849657.xlsx")
    code, out, _ = run(capsys, "screen", str(tmp_path / "2849657.xlsx"))
    assert code == 1
    assert "--year" in out


def test_appending_twice_changes_nothing(
    capsys: pytest.CaptureFixture[str], file: Path, store: str
) -> None:
    first = run(capsys, "append", str(file), "--store", store, "--format", "json")
    second = run(capsys, "append", str(file), "--store", store, "--format", "json")
    assert [first[0], second[0]] == [0, 0]
    outcomes = [json.loads(told)[0]["outcome"] for told in (first[1], second[1])]
    assert outcomes == ["accepted", "already"]


def test_a_value_can_be_computed_and_told_back_to_its_rows(
    capsys: pytest.CaptureFixture[str], file: Path, store: str
) -> None:
    run(capsys, "append", str(file), "--store", store)
    code, out, _ = run(
        capsys, "compute", "--store", store, "--indicator", "vpr_math_4", "--unit", UNIT,
        "--format", "json",
    )  # fmt: skip
    main_value = next(row for row in json.loads(out) if row["breakdown"] == "")
    assert code == 0
    assert (main_value["numerator"], main_value["denominator"]) == (1, 2)
    assert main_value["period"] == YEAR
    code, out, _ = run(
        capsys, "explain", "vpr_math_4", "--unit", UNIT, "--year", YEAR, "--store", store
    )
    assert code == 0
    assert "= 1 из 2" in out
    assert f"знаменатель: {NAME}, лист «Sheet», строки 2–3 (всего 2)" in out
    assert "№ 109" in out


def test_a_corrected_file_supersedes_the_earlier_one(
    capsys: pytest.CaptureFixture[str], file: Path, store: str, tmp_path: Path
) -> None:
    run(capsys, "append", str(file), "--store", store)
    corrected = changed(SHEETS, "Sheet", 2, 9, 1)  # the second pupil did attempt the first task
    book_of(tmp_path / "исправлено", corrected, NAME)
    code, out, _ = run(
        capsys, "append", str(tmp_path / "исправлено" / NAME), "--store", store, "--format", "json"
    )
    assert code == 0
    assert len(json.loads(out)[0]["supersedes"]) == 1
    _, out, _ = run(capsys, "uploads", "--store", store, "--format", "json")
    assert len(json.loads(out)) == 1


def test_a_retracted_upload_leaves_no_value_and_comes_back_with_the_same_file(
    capsys: pytest.CaptureFixture[str], file: Path, store: str
) -> None:
    _, out, _ = run(capsys, "append", str(file), "--store", store, "--format", "json")
    upload = json.loads(out)[0]["upload"]
    assert run(capsys, "retract", upload, "--reason", "не тот класс", "--store", store)[0] == 0
    ask = ("compute", "--store", store, "--indicator", "vpr_math_4", "--format", "json")
    assert json.loads(run(capsys, *ask)[1]) == []
    run(capsys, "append", str(file), "--store", store)
    assert json.loads(run(capsys, *ask)[1])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("compute", "--indicator", "нет_такого"), "нет показателя"),
        (("compute", "--profile", "нет-такого-профиля"), "не загружается"),
        (("compute", "--format", "parquet"), "--out"),
        (("retract", "0123", "--reason", "так"), "нет среди действующих"),
        (("append", "папка-которой-нет.xlsx"), "папка-которой-нет.xlsx"),
        (("screen", "a.xlsx", "--subject", "чистописание"), "предмет"),
        (("screen", "a.xlsx", "--year", "2024-26"), "учебный год"),
        (("compute", "--year", "кот"), "учебный год"),
        (("compute", "--year", "2040-41"), "за 2040/41 учебный год данных нет"),
        (("compute", "--unit", "990101"), "значений нет: 990101"),
        (("explain", "vpr_math_4", "--unit", "1", "--year", "кот"), "учебный год"),
        (("append", "a.xlsx", "--profile", "нет-такого-профиля"), "не загружается"),
        (("append", "a.xlsx", "--supersede", "0123"), "нет загрузки 0123"),
    ],
)
def test_a_wrong_word_is_answered_in_russian_and_with_exit_code_one(
    capsys: pytest.CaptureFixture[str], store: str, words: tuple[str, ...], said: str
) -> None:
    Store.open(store)
    place = () if words[0] == "screen" else ("--store", store)
    code, out, err = run(capsys, *words, *place)
    assert code == 1
    assert said in out + err
    assert "Traceback" not in out + err


def test_an_unknown_verb_ends_with_two_and_lists_the_verbs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["станцуй"])
    assert stopped.value.code == 2
    assert "append" in capsys.readouterr().err


def test_the_number_of_a_threshold_is_told_with_its_day(
    capsys: pytest.CaptureFixture[str], store: str, tmp_path: Path
) -> None:
    head = "Код организации;Учебный год;Обучающийся;Процедура;Предмет;Класс программы;"
    rows = f"{head}Участвовал;Отметка\n101;2024-25;1;ВПР;Русский язык;4;да;2\n"
    (tmp_path / "results.csv").write_text(rows, encoding="utf-8")
    run(capsys, "append", str(tmp_path / "results.csv"), "--store", store)
    code, out, _ = run(
        capsys, "explain", "vpr_russian_4", "--unit", "101", "--year", "2024-25", "--store", store
    )
    assert code == 0
    assert "порог: значение не меньше 20 (с 17.08.2021)" in out
    assert "low_results" not in out


def test_what_is_stored_is_listed_in_russian(
    capsys: pytest.CaptureFixture[str], file: Path, store: str
) -> None:
    run(capsys, "append", str(file), "--store", store)
    _, out, _ = run(capsys, "uploads", "--store", store)
    assert f"{NAME}: ВПР: региональная выгрузка 2021" in out
    assert "результаты работ — 4" in out
    assert "vpr_export_2021" not in out


def test_a_template_is_written_and_says_what_to_do_next(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out_file = tmp_path / "кадры.xlsx"
    code, out, _ = run(capsys, "template", "staff", "--out", str(out_file))
    assert code == 0
    assert out_file.stat().st_size > 0
    assert "msoko append" in out


def test_a_copy_whose_name_tells_nothing_is_known_by_its_bytes(
    capsys: pytest.CaptureFixture[str], file: Path, store: str, tmp_path: Path
) -> None:
    copy = tmp_path / "Копия (2).xlsx"
    shutil.copyfile(file, copy)
    before = run(capsys, "append", str(copy), "--store", store)
    run(capsys, "append", str(file), "--store", store)
    code, out, _ = run(capsys, "append", str(copy), "--store", store, "--format", "json")
    (told,) = json.loads(out)
    assert before[0] == 1
    assert (code, told["outcome"]) == (0, "already")
    assert [problem["check"] for problem in told["problems"]] == ["same_file"]
    assert NAME in told["problems"][0]["what"]


def test_a_code_of_a_field_that_no_profile_knows_gets_a_warning(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "reported.csv"
    path.write_text(
        "organisation;year;field;value\n990101;2024-25;vydumannoe_pole;1\n", encoding="utf-8"
    )
    code, out, _ = run(capsys, "screen", str(path), "--format", "json")
    assert code == 0
    assert [one["check"] for one in json.loads(out)[0]["problems"]] == ["unknown_code"]
