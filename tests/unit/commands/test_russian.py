"""What the parser of the command line says itself is Russian; a closed pipe is no mistake."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from msoko.__main__ import VERBS, main
from tests.architecture.tree import ROOT

ENGLISH = re.compile(r"usage|error|argument|invalid|required|option|choice|exit", re.I)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit):
        main(words)
    told = capsys.readouterr()
    return told.out + told.err


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_help_has_no_english_words(capsys: pytest.CaptureFixture[str], verb: str) -> None:
    told = said(capsys, *filter(None, [verb, "--help"]))
    assert told.startswith("как писать: msoko")
    assert ENGLISH.findall(told) == []


@pytest.mark.parametrize(
    ("words", "mistake"),
    [
        ((), "не указано: КОМАНДА"),
        (("станцуй",), "нельзя 'станцуй'; можно: 'demo', 'check'"),
        (("explain",), "не указано: ПОКАЗАТЕЛЬ, --unit, --year"),
        (("screen", "a.csv", "--grade", "кот"), "--grade: здесь нужно целое число, а не 'кот'"),
        (("screen", "a.csv", "--grade"), "--grade: не указано значение"),
        (("uploads", "--лишнее"), "лишнее или неизвестное: --лишнее"),
    ],
)
def test_a_wrong_command_is_told_in_russian(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], mistake: str
) -> None:
    told = said(capsys, *words)
    assert mistake in told
    assert ENGLISH.findall(told) == []


@pytest.mark.parametrize("words", [["--help"], ["check", "solnechny"]], ids=lambda words: words[0])
def test_a_reader_that_closed_the_pipe_gets_no_complaint(words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "msoko", *words]
    buffered = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
    done = subprocess.run(
        command, stdout=writing, stderr=subprocess.PIPE, cwd=ROOT, env=buffered, timeout=120
    )
    os.close(writing)
    assert (done.returncode, done.stderr.decode()) == (0, "")
