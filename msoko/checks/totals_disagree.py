"""The total written in the file is not the sum of the task scores."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from msoko.checks.place import Mask, Place, one_problem
from msoko.problem import Problem

Floats = npt.NDArray[np.float64]


def mask(computed: Floats, written: Floats) -> Mask:
    """Lines whose written total differs; a total of 0 or none says nothing (a formula not run)."""
    said = ~(np.isnan(written) | np.isnan(computed)) & (written != 0)
    disagree: Mask = said & (computed != written)
    return disagree


def find(computed: Floats, written: Floats, place: Place) -> list[Problem]:
    """A warning at the first differing total: the sum of the tasks is what counts."""
    return one_problem(
        "totals_disagree",
        "«Итого баллов» не равно сумме баллов за задания; взята сумма",
        "проверьте баллы за задания в этих строках",
        "warning",
        {place: mask(computed, written)},
    )
