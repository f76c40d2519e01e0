"""`msoko serve`: the environment holds until the command line says otherwise; slips are told."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from msoko.__main__ import main
from msoko.commands import serve


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, str]]:
    """Settings of every application that would have been opened."""
    seen: list[Mapping[str, str]] = []

    def application(command: str, *words: str, settings: Mapping[str, str]) -> int:
        seen.append(settings)
        return 0

    monkeypatch.setattr(serve, "application", application)
    monkeypatch.delenv("MSOKO_PROFILE", raising=False)
    return seen


def test_the_profile_of_the_environment_holds_when_the_command_names_none(
    opened: list[Mapping[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSOKO_PROFILE", "aniva")
    assert main(["serve"]) == 0
    assert main(["serve", "--profile", "severomorsk"]) == 0
    assert [one.get("MSOKO_PROFILE") for one in opened] == [None, "severomorsk"]


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--port", "99999"), "от 1 до 65535"), (("--profile", "нет-такого"), "не загружается")],
)
def test_a_slip_is_told_before_anything_is_opened(
    capsys: pytest.CaptureFixture[str],
    opened: list[Mapping[str, str]],
    words: tuple[str, ...],
    said: str,
) -> None:
    assert main(["serve", *words]) == 1
    assert said in capsys.readouterr().err
    assert opened == []


def test_a_wrong_profile_of_the_environment_is_told_too(
    capsys: pytest.CaptureFixture[str],
    opened: list[Mapping[str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MSOKO_PROFILE", "нет-такого")
    assert main(["serve"]) == 1
    assert "не загружается" in capsys.readouterr().err
    assert opened == []
