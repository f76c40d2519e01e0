"""Values stand in the wrong columns: cells beside the table, a number where the sex should be."""

from __future__ import annotations

from collections.abc import Mapping

from msoko.checks.place import Mask, Place, one_problem, severity
from msoko.problem import Problem


def find(marked: Mapping[Place, Mask], pupils: int) -> list[Problem]:
    """`marked` are the cells that give the shift away, by column, of so many pupils."""
    spoilt = sum(int(mask.sum()) for mask in marked.values())
    return one_problem(
        "shifted_columns",
        "значения в строке сдвинуты: стоят не под своими заголовками",
        "сверьте строку с исходным протоколом; номера заданий в ней могут быть неверны",
        severity(spoilt, pupils),
        marked,
    )
