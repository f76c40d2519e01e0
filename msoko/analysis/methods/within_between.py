"""A pupil's characteristic split in two: against the own school, and the school's mean of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from msoko.analysis.methods.distributions import Array
from msoko.analysis.methods.refusal import TooLittle


@dataclass(frozen=True)
class WithinBetween:
    """`within` = x − mean of the school, `between` = mean of the school − mean of all; both (n,).

    `schools` is the number of schools; `varies_within` and `varies_between` say whether either part
    can be a factor at all.
    """

    within: Array
    between: Array
    schools: int
    varies_within: bool
    varies_between: bool


def within_between(values: ArrayLike, school: ArrayLike) -> WithinBetween | TooLittle:
    """Split `values` (n,) by `school` (n,); refuses unknown values and a constant.

    Mundlak (1978), doi:10.2307/1913646: with both parts in the model the coefficient of `within`
    compares pupils of one school, and that of `between` compares schools.
    """
    x = np.asarray(values, dtype=float)
    known = int(np.isfinite(x).sum())
    if known < x.size or not x.size:
        return TooLittle(max(x.size, 1), known, "Есть пропуски: их нужно исключить заранее.")
    names, index, sizes = np.unique(np.asarray(school), return_inverse=True, return_counts=True)
    if np.ptp(x) == 0:
        return TooLittle(2, 1, "Фактор у всех одинаков.")
    means = (np.bincount(index, x) / sizes)[index]
    within, between = x - means, means - x.mean()
    small = 1e-9 * x.std()
    varies = [bool(np.max(np.abs(part)) > small) for part in (within, between)]
    return WithinBetween(within, between, names.size, *varies)
