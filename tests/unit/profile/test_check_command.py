"""`msoko check` tells problems and contents, in words and as json."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from msoko.commands import check
from tests.unit.profile.good_profile import FILES, broken, write_profile


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    check.add_parser(parser.add_subparsers())
    args = parser.parse_args(["check", *words])
    return int(args.run(args))


def test_a_good_profile_passes_with_a_summary(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(write_profile(tmp_path))) == 0
    out = capsys.readouterr().out
    assert out == (
        "К СВЕДЕНИЮ: test/documents/act.docx: нет шаблона Word: акты не напечатать. Как исправить: "
        "положите шаблон в папку documents/ профиля; заготовка: python -m msoko.documents.blank.\n"
        "test: направлений 1, целей 1, показателей 2, строк 2, пунктов 2; "
        "ошибок 0, предупреждений 0\n"
    )


def test_a_bad_profile_fails_with_file_line_and_mend(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = "test/areas/outcomes/failed_4.yaml"
    assert run(str(write_profile(tmp_path, broken(file, "[g1]", "[g2]")))) == 1
    out = capsys.readouterr().out
    assert f"ОШИБКА: {file}, строка 1: в направлении «outcomes» нет цели «g2»" in out
    assert "Как исправить: допустимо: g1." in out


def test_json_names_areas_indicators_lines_and_problems(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(write_profile(tmp_path)), "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [area["id"] for area in told["areas"]] == ["outcomes"]
    first = told["indicators"][0]
    assert (first["id"], first["catalogue"], first["kind"]) == (
        "failed_4",
        "outcomes.failed_01",
        "share",
    )
    assert first["clause"] == {"act": "test-1", "at": "c2"}
    assert first["quote"] == "доля обучающихся, получивших «2»"
    assert [line["id"] for line in first["lines"]] == ["girls"]
    assert [(one["severity"], one["file"]) for one in told["problems"]] == [
        ("note", "test/documents/act.docx")
    ]


def test_json_tells_problems_of_a_profile_that_does_not_load(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {**FILES, "test/profile.yaml": "municipality: [\n"}
    assert run(str(write_profile(tmp_path, files)), "--format", "json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["indicators"] == []
    assert told["problems"][0]["file"] == "test/profile.yaml"


def test_a_name_that_is_no_profile_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("no_such_profile") == 1
    assert "нет файла profile.yaml" in capsys.readouterr().out
