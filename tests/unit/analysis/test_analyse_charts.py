"""`msoko analyse --charts`: one SVG a finding under a name that stays."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from msoko.__main__ import main
from tests.unit.analysis.made_up import evidence, marks, school, units, work

CODES = [school(number) for number in range(1, 7)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    rows = work(CODES[0], 2022, marks(40, 60))
    for code in CODES[1:]:
        rows += work(code, 2022, marks(5, 95))
    folder = tmp_path_factory.mktemp("charts")
    known = evidence(folder, {"units": units(CODES, 2022), "results": rows})
    return str(known.store.folder)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_every_chart_is_a_file_and_the_names_stay(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "рисунки"
    asked = ["analyse", "gaps", "--store", store, "--charts", str(folder)]
    assert main(asked) == 0
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert any(name.startswith(f"gaps--gap--{CODES[0]}--2022-23--") for name in first)
    assert all(ElementTree.fromstring(svg).tag.endswith("svg") for svg in first.values())
    assert f"рисунков по вопросу «gaps»: {len(first)}" in capsys.readouterr().err
    assert main(asked) == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first


def test_old_pictures_of_the_question_go_and_other_files_stay(store: str, tmp_path: Path) -> None:
    for name in ("gaps--gap--старый.svg", "trends--trend--другой.svg", "заметки.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert main(["analyse", "gaps", "--store", store, "--charts", str(tmp_path)]) == 0
    assert {"trends--trend--другой.svg", "заметки.txt"} <= names(tmp_path)
    assert "gaps--gap--старый.svg" not in names(tmp_path)


def test_a_folder_that_cannot_be_made_is_refused_in_words(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "файл").write_text("", encoding="utf-8")
    folder = str(tmp_path / "файл" / "папка")
    assert main(["analyse", "gaps", "--store", store, "--charts", folder]) == 1
    assert "рисунки не записаны в папку" in capsys.readouterr().err
