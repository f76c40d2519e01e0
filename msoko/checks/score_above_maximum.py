"""More points than the task, or the whole work, can give."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from msoko.checks.place import Mask, Place, one_problem, severity
from msoko.problem import Problem


def tasks(marked: Mapping[Place, Mask], pupils: int) -> list[Problem]:
    """`marked` are cells by task column that exceed the largest score in the heading."""
    spoilt = sum(int(mask.sum()) for mask in marked.values())
    return one_problem(
        "score_above_maximum",
        "балл за задание больше наибольшего, указанного в заголовке",
        "проверьте балл и не сдвинуты ли столбцы; пока балл участника неизвестен",
        severity(spoilt, pupils),
        marked,
    )


def total(scores: npt.NDArray[np.float64], largest: float | None, place: Place) -> list[Problem]:
    """Sums of task scores against the largest score of the work, when that is known."""
    if largest is None:
        return []
    above = np.nan_to_num(scores, nan=-1.0) > largest
    return one_problem(
        "score_above_maximum",
        f"сумма баллов больше наибольшего балла работы ({largest:g}); отметка не поставлена",
        "проверьте, та ли это работа (предмет, класс, год) и не сдвинуты ли столбцы",
        severity(int(above.sum()), len(scores)),
        {place: above},
    )
