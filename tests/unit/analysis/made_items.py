"""Made-up answers to the items of one work, with a codifier beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from msoko.analysis.evidence import Evidence
from tests.unit.analysis.made_up import Row, evidence, school, units

YEAR = 2022
LEVELS = ("base", "base", "raised", "base", "base", "high", "base", "base")
HARD = (-1.0, -0.5, 0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
Shift = Callable[[str, dict[str, Any], int], float]


def codifier(levels: Sequence[str] = LEVELS) -> list[Row]:
    return [
        {"year": YEAR, "procedure": "vpr", "subject": "math", "grade": 5, "item": str(j + 1),
         "max_points": 1.0, "difficulty": level, "skill": "Счёт" if j < 4 else "Геометрия",
         "content": "Раздел"}
        for j, level in enumerate(levels)
    ]  # fmt: skip


def with_items(
    folder: Path,
    schools: int,
    pupils: int,
    *,
    hard: Sequence[float] = HARD,
    shift: Shift = lambda code, about, j: 0.0,
    known: Mapping[str, Sequence[Row]] | None = None,
    years: Sequence[int] = (YEAR,),
    change: Callable[[Row], None] = lambda row: None,
    places: int = 1,
    sex: bool = True,
) -> Evidence:
    """Rasch items of one work; `shift` makes an item easier for some, `change` edits rows."""
    rng = np.random.default_rng(11)
    codes = [school(number) for number in range(1, schools + 1)]
    work = {"procedure": "vpr", "subject": "math", "grade": 5}
    results: list[Row] = []
    rows: list[Row] = []
    for year in years:
        for code in codes:
            for number in range(pupils):
                about: dict[str, Any] = {
                    "sex": ("f", "m")[number % 2] if sex else None,
                    "variant": str(1 + number // 2 % 2),
                    "class_group": "аб"[number // 4 % 2],
                }
                pupil = {**work, "organisation": code, "year": year, "pupil": f"5{number:04d}"}
                results.append({**pupil, **about, "participated": True, "mark": 4})
                ability = rng.normal()
                for j, b in enumerate(hard):
                    chance = 1 / (1 + np.exp(b - ability - shift(code, about, j)))
                    row = {**pupil, "item": str(j + 1), "max_points": 1.0, "state": "done",
                           "points": float(rng.random() < chance)}  # fmt: skip
                    change(row)
                    rows.append(row)
    half = len(codes) // places
    register = [
        row
        for number in range(places)
        for row in units(
            codes[number * half : (number + 1) * half or None], years[0], f"Район {number + 1}"
        )
    ]
    tables = {"units": register, "results": results, "items": rows, **(known or {})}
    return evidence(folder, tables)
