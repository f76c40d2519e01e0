"""Targets of a municipality from a table: CSV or Excel, one row an indicator (or its line)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from msoko.cycle.target import Target, target_faults, target_of
from msoko.problem import Problem
from msoko.profile.profile import Profile
from msoko.profile.report import choose
from msoko.sources.sheets import open_book

_COLUMNS = ("Показатель", "Строка", "Не менее", "Не более")
Targets = Mapping[tuple[str, str, str], Target]


def read_targets(path: Path, profile: Profile) -> tuple[Targets, list[Problem]]:
    """Targets by indicator, line and (empty) cell, and every mistake of the table.

    Columns: «Показатель» (its code), «Строка» (code of a line, may be empty or missing), and one
    of «Не менее», «Не более» filled. Targets are in the unit of the indicator.
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
    line, lines = said.get("Строка", ""), {one.id: one for one in indicator.lines}
    if line and line not in lines:
        return f"у показателя «{indicator.id}» нет строки «{line}»", choose(line, lines)
    if line:
        own = lines[line]
        indicator = replace(indicator, unit=own.unit, formula=own.formula)
    numbers = [text for name in ("Не менее", "Не более") if (text := said.get(name, ""))]
    if len(numbers) != 1:
        return "заполнены оба столбца или ни одного", "оставьте «Не менее» или «Не более»"
    side = "at_least" if said.get("Не менее") else "at_most"
    fields = {"target": numbers[0], "target_side": side, "target_unit": indicator.unit}
    faults = target_faults(fields, indicator)
    target = target_of(fields)
    if faults or target is None:
        return "; ".join(one.what for one in faults), "исправьте или уберите строку"
    return target
