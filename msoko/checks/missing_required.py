"""A cell that must be filled is empty."""

from __future__ import annotations

from collections.abc import Mapping

from msoko.checks.place import Mask, Place, one_problem, severity
from msoko.problem import Problem


def find(marked: Mapping[Place, Mask], heading: str) -> list[Problem]:
    """An error at the first empty cell of a column without which a line says nothing."""
    return one_problem(
        "missing_required",
        f"не заполнено: «{heading}»",
        "заполните ячейку или удалите строку целиком",
        "error",
        marked,
    )


def scores(marked: Mapping[Place, Mask], pupils: int) -> list[Problem]:
    """Task cells left empty by pupils who wrote the work: their total is unknown."""
    spoilt = sum(int(mask.sum()) for mask in marked.values())
    return one_problem(
        "missing_required",
        "у участника, писавшего работу, не заполнен балл за задание",
        "впишите балл, «X» (не приступал) или «не пройд.» (тема не пройдена); пока балл "
        "участника неизвестен, если «Итого баллов» не равно сумме остальных",
        severity(spoilt, pupils),
        marked,
    )
