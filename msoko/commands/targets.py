"""Targets of a municipality from a table: CSV or Excel, one row an indicator (or its line)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msoko.cycle.target import Target, number_of
from msoko.problem import Problem
from msoko.profile.indicator import Indicator
from msoko.profile.profile import Profile
from msoko.profile.report import choose
from msoko.sources.sheets import open_book

_COLUMNS = ("Показатель", "Строка", "Не менее", "Не более")
Targets = Mapping[tuple[str, str, str], Target]
_OF_SHARES = ("percent", "share")


def read_targets(path: Path, profile: Profile) -> tuple[Targets, list[Problem]]:
    """Targets by indicator, line and (empty) cell, and every mistake of the table.

    Columns: «Показатель» (its code), «Строка» (code of a line, may be empty or missing), and one
    of «Не менее», «Не более» filled. Only shares of people can be held against a target here.
    """
    book = open_book(path)
    if not isinstance(book, list):
        sheet = book.sheets[0] if book.sheets else None
        rows = [column.to_pylist() for column in sheet.columns] if sheet else []
        heads = {str(column[0] or "").strip(): column[1:] for column in rows if column}
        if {"Показатель"} <= heads.keys() and {"Не менее", "Не более"} & heads.keys():
            return _read(path, heads, profile)
        book = [
            Problem(
                check="target",
                what="нет столбца «Показатель» и хотя бы одного из «Не менее», «Не более»",
                mend=f"назовите столбцы в первой строке: {'; '.join(_COLUMNS)}",
                file=path.name,
            )
        ]
    return {}, book


def _read(
    path: Path, heads: Mapping[str, list[str | None]], profile: Profile
) -> tuple[Targets, list[Problem]]:
    found: dict[tuple[str, str, str], Target] = {}
    problems: list[Problem] = []
    for place in range(len(heads["Показатель"])):
        said = {name: str(heads[name][place] or "").strip() for name in _COLUMNS if name in heads}
        if not any(said.values()):
            continue
        told = _target(said, profile)
        if not isinstance(told, Target):
            what, mend = told
            problems.append(
                Problem(check="target", what=what, mend=mend, file=path.name, line=place + 2)
            )
            continue
        line = said.get("Строка", "")
        found[said["Показатель"], line, f"line={line}" if line else ""] = told
    return found, problems


def _target(said: Mapping[str, str], profile: Profile) -> Target | tuple[str, str]:
    """The target of a row, or what is wrong with it and how to mend it."""
    indicator = profile.indicators.get(said["Показатель"])
    if indicator is None:
        return (
            f"показателя «{said['Показатель']}» в профиле нет",
            choose(said["Показатель"], profile.indicators),
        )
    if indicator.unit not in _OF_SHARES:
        return (
            f"показатель «{indicator.id}» измеряется не в долях",
            "уберите строку: с целью сравниваются доли; цели остальных показателей видны в цикле",
        )
    line = said.get("Строка", "")
    if line and line not in {one.id for one in indicator.lines}:
        return _no_line(indicator, line)
    numbers = [text for name in ("Не менее", "Не более") if (text := said.get(name, ""))]
    if len(numbers) != 1:
        return "заполнены оба столбца или ни одного", "оставьте «Не менее» или «Не более»"
    number, most = number_of(numbers[0]), 100 if indicator.unit == "percent" else 1
    if number is None or not 0 <= number <= most:
        return f"«{numbers[0]}» — не число от 0 до {most}", "напишите, например, 85 или 85,5"
    return Target("at_least" if said.get("Не менее") else "at_most", number, indicator.unit)


def _no_line(indicator: Indicator, line: str) -> tuple[str, str]:
    known = [one.id for one in indicator.lines]
    return f"у показателя «{indicator.id}» нет строки «{line}»", choose(line, known)
