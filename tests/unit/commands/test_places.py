"""A slip in a place the user names is told in words, and nothing is made in the wrong place."""

from __future__ import annotations

from pathlib import Path

import pytest

from msoko.__main__ import main
from msoko.commands.said import Refusal, files_named
from msoko.facts.store import Store

ASKING = [
    ("compute",),
    ("uploads",),
    ("analyse", "gaps"),
    ("explain", "vpr_math_4", "--unit", "1", "--year", "2020-21"),
    ("retract", "0123", "--reason", "так"),
]


@pytest.mark.parametrize("words", ASKING, ids=lambda words: words[0])
def test_asking_a_folder_that_holds_no_store_is_refused_and_makes_none(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, words: tuple[str, ...]
) -> None:
    folder = tmp_path / "опечатка"
    assert main([*words, "--store", str(folder)]) == 1
    assert "нет хранилища" in capsys.readouterr().err
    assert not folder.exists()


def test_a_file_named_as_a_store_is_refused_in_russian(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "файл").touch()
    (tmp_path / "a.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    assert main(["append", str(tmp_path / "a.csv"), "--store", str(tmp_path / "файл")]) == 1
    err = capsys.readouterr().err
    assert "часть пути — файл, а не папка" in err
    assert "Not a directory" not in err


@pytest.mark.parametrize("words", [("compute",), ("template", "staff")], ids=lambda words: words[0])
def test_a_folder_cannot_be_the_file_to_write(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, words: tuple[str, ...]
) -> None:
    where = ["--store", str(Store.open(tmp_path / "store").folder)] if words[0] == "compute" else []
    assert main([*words, *where, "--out", str(tmp_path)]) == 1
    assert "это папка; допишите имя файла" in capsys.readouterr().err


def test_the_folder_of_a_file_to_write_is_made(tmp_path: Path) -> None:
    out = tmp_path / "шаблоны" / "кадры.xlsx"
    assert main(["template", "staff", "--out", str(out)]) == 0
    assert out.stat().st_size > 0


def test_a_template_is_not_written_under_the_name_of_another_format(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["template", "staff", "--out", str(tmp_path / "кадры.csv")]) == 1
    assert ".xlsx" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_no_folder_for_a_demonstration(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "файл").touch()
    assert main(["demo", "--no-serve", "--folder", str(tmp_path / "файл")]) == 1
    assert "нужна папка" in capsys.readouterr().err


def test_an_empty_store_is_said_to_be_empty(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    store = Store.open(tmp_path / "store")
    assert main(["compute", "--store", str(store.folder)]) == 0
    told = capsys.readouterr()
    assert told.out.startswith('"indicator"')
    assert "значений нет" in told.err


def test_a_store_inside_a_folder_of_files_is_not_taken_for_files(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "файлы" / "хранилище")
    (store.folder / "uploads" / "строки.parquet").touch()
    form = tmp_path / "файлы" / "школа" / "форма.xlsx"
    form.parent.mkdir()
    form.touch()
    assert files_named([tmp_path / "файлы"]) == [form]
    with pytest.raises(Refusal, match="файлов не найдено"):
        files_named([store.folder])
