"""A mark that no journal has: 1, 8, «ж»."""

from __future__ import annotations

import numpy as np

from msoko.checks.place import Mask, Place, one_problem
from msoko.problem import Problem


def find(impossible: Mask, example: str | None, place: Place) -> list[Problem]:
    """A warning at the first impossible mark; the mark is then unknown."""
    if not np.any(impossible):
        return []
    return one_problem(
        "impossible_mark",
        f"отметки «{example}» не бывает, она считается неизвестной",
        "впишите 2, 3, 4, 5 или «нет отметки» и проверьте, не сдвинуты ли столбцы",
        "warning",
        {place: impossible},
    )
