"""The tutorial is walked: its files written, its commands run, what it shows is what comes out."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from msoko.__main__ import main
from tests.architecture.tree import ROOT

pytestmark = pytest.mark.docs

PAGE = ROOT / "docs" / "tutorial" / "first-calculation.md"
FILE = re.compile(r"^Файл `([^`]+)`.*?^```\w*\n(.*?)^```", re.M | re.S)
CONSOLE = re.compile(r"^```console\n\$ ([^\n]+)\n(.*?)^```", re.M | re.S)


def shown_in(expected: str, output: str) -> list[str]:
    """Lines of the page that did not come out, in order; «…» stands for anything."""
    lines = iter(output.splitlines())
    lost = []
    for line in expected.splitlines():
        pattern = ".*".join(re.escape(part) for part in line.split("…"))
        if not any(re.fullmatch(pattern, one) for one in lines):
            lost.append(line)
            break
    return lost


def test_a_line_that_did_not_come_out_is_seen() -> None:
    assert shown_in("a…c\nd", "abc\nx\nd") == []
    assert shown_in("a…c\nd", "d\nabc") == ["d"]


def test_the_tutorial_can_be_walked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = PAGE.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name, content in FILE.findall(text):
        Path(name).write_text(content, encoding="utf-8")
    steps = CONSOLE.findall(text)
    assert len(steps) == 5
    for command, expected in steps:
        code = main(shlex.split(command)[1:])
        output = capsys.readouterr().out
        assert (code, shown_in(expected, output)) == (0, []), f"{command}\n{output}"


def test_a_second_append_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = PAGE.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name, content in FILE.findall(text):
        Path(name).write_text(content, encoding="utf-8")
    command = ["append", "units.csv", "results.csv", "--store", "store"]
    assert (main(command), main(command)) == (0, 0)
    assert "уже принят раньше — 2" in capsys.readouterr().out
