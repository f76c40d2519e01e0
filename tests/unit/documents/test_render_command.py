"""`msoko render`: an act in JSON comes out as Word or PDF."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from msoko.__main__ import main
from msoko.documents.act_json import to_json
from tests.unit.documents.words import act, all_text, template


@pytest.fixture
def described(tmp_path: Path) -> Path:
    path = tmp_path / "акт.json"
    path.write_text(to_json(act()), encoding="utf-8")
    return path


def test_word_and_pdf_are_written(described: Path, capsys: pytest.CaptureFixture[str]) -> None:
    word, pdf = described.with_suffix(".docx"), described.with_suffix(".pdf")
    assert main(["render", str(described), "--out", str(word)]) == 0
    assert main(["render", str(described), "--out", str(pdf)]) == 0
    assert "Провести мониторинг" in all_text(word.read_bytes())
    assert pdf.read_bytes().startswith(b"%PDF")
    assert "б/н" in capsys.readouterr().out


def test_problems_are_told_for_programs_too(
    described: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = described.with_name("шаблон.docx")
    bad.write_bytes(template("{{ орган.__class__ }}"))
    out = described.with_suffix(".docx")
    asked = ["render", str(described), "--template", str(bad), "--out", str(out)]
    assert main([*asked, "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["file"] is None
    assert told["problems"][0]["check"] == "word_template"
    assert not out.exists()


@pytest.mark.parametrize(
    ("content", "out"), [("{}", "а.docx"), ("[", "а.pdf"), (None, "а.pdf"), ("{}", "а.txt")]
)
def test_what_cannot_be_printed_is_refused(tmp_path: Path, content: str | None, out: str) -> None:
    path = tmp_path / "акт.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert main(["render", str(path), "--out", str(tmp_path / out)]) == 1
    assert not (tmp_path / out).exists()


def test_a_missing_template_is_told(described: Path, tmp_path: Path) -> None:
    asked = ["--template", str(tmp_path / "нет.docx"), "--out", str(tmp_path / "а.docx")]
    assert main(["render", str(described), *asked]) == 1
