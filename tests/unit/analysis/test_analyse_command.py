"""`msoko analyse`: json with findings and silences, text by kind, refusals in plain words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from msoko.__main__ import main
from msoko.analysis.ask import QUESTIONS
from msoko.facts.store import Store
from tests.unit.analysis.made_up import evidence, marks, school, units, work

CODES = [school(number) for number in range(1, 7)]


@pytest.fixture
def store(tmp_path: Path) -> str:
    rows = work(CODES[0], 2022, marks(40, 60))
    for code in CODES[1:]:
        rows += work(code, 2022, marks(5, 95))
    known = evidence(tmp_path, {"units": units(CODES, 2022), "results": rows})
    return str(known.store.folder)


def test_json_holds_findings_and_silences_of_every_question(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyse", "all", "--store", store, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["question"] for one in told] == list(QUESTIONS)
    gaps = told[0]["findings"]
    assert {one["unit"] for one in gaps if one["kind"] == "gap"} >= {CODES[0]}
    assert all(one["says_not"] and one["method"] and one["source"] for one in gaps)


def test_text_groups_sentences_by_kind_and_says_what_they_do_not_mean(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyse", "gaps", "--store", store, "--unit", CODES[0]]) == 0
    out = capsys.readouterr().out
    assert "Дефицит: " in out
    assert "— [подтверждено] «Школа 01», 2022/23" in out
    assert "Чего это не значит." in out
    assert "«Школа 02»" not in out


def test_silences_name_the_school_and_questions_keep_their_capitals(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyse", "all", "--store", store]) == 0
    out = capsys.readouterr().out
    assert "Согласованность ВПР, ОГЭ, ЕГЭ и журнала" in out
    assert "  — «Школа 01», 2022/23: Условия у всех школ одинаковы." in out


def test_a_year_without_data_is_refused_with_the_years_there_are(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyse", "gaps", "--store", store, "--year", "2019-20"]) == 1
    assert "есть годы: 2022-23" in capsys.readouterr().err


def test_an_empty_store_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Store.open(tmp_path / "empty")
    assert main(["analyse", "gaps", "--store", str(tmp_path / "empty")]) == 1
    assert "в хранилище нет" in capsys.readouterr().err
