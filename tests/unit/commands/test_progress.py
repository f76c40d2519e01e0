"""Progress through many files: a line written over on a terminal, a few lines elsewhere."""

from __future__ import annotations

import io
import sys

import pytest

from msoko.commands.said import counted_progress


class Terminal(io.StringIO):
    """A screen that remembers."""

    def isatty(self) -> bool:
        return True


def told(screen: io.StringIO, monkeypatch: pytest.MonkeyPatch, many: int) -> str:
    monkeypatch.setattr(sys, "stderr", screen)
    tell = counted_progress(many)
    for number in range(1, many + 1):
        tell(number, f"Файл {number}.xlsx")
    return screen.getvalue()


def test_into_a_journal_only_the_first_and_the_last_of_quick_steps_are_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = told(io.StringIO(), monkeypatch, 300).splitlines()
    assert lines == ["[1/300] Файл 1.xlsx", "[300/300] Файл 300.xlsx"]


def test_on_a_terminal_every_step_is_shown_on_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    text = told(Terminal(), monkeypatch, 300)
    assert text.count("\n") == 1
    assert text.endswith("[300/300] Файл 300.xlsx\n")
    assert "[150/300] Файл 150.xlsx\r" in text
