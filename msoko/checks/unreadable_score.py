"""A task cell that is neither a number, nor X, nor «не пройд.», nor empty."""

from __future__ import annotations

from collections.abc import Mapping

from msoko.checks.place import Mask, Place, one_problem, severity
from msoko.problem import Problem


def find(marked: Mapping[Place, Mask], example: str | None, pupils: int) -> list[Problem]:
    """`marked` are unreadable cells by task column, `example` one of them, of so many pupils."""
    spoilt = sum(int(mask.sum()) for mask in marked.values())
    return one_problem(
        "unreadable_score",
        f"балл за задание не читается: «{example}»",
        "впишите число баллов, «X» (не приступал) или «не пройд.» (тема не пройдена); пока балл "
        "участника неизвестен, если «Итого баллов» не равно сумме остальных",
        severity(spoilt, pupils),
        marked,
    )
