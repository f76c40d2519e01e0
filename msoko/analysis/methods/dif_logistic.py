"""Does an item favour a group of equally able pupils, and more so at some abilities?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from msoko.analysis.methods.dif import CHANCE, Mask
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import DIF_GROUP

Array = NDArray[np.float64]
MODERATE, LARGE = 0.035, 0.070  # gain in Nagelkerke's R² (Jodoin & Gierl 2001)


@dataclass(frozen=True)
class LogisticDif:
    """Three nested logistic models compared.

    `uniform` the group's part, `crossing` the part that changes with ability, `both` together:
    likelihood ratios on 1, 1 and 2 degrees of freedom. `effect`: gain in Nagelkerke's R² of both,
    `category` A under .035, B, C above .070 (Jodoin & Gierl 2001); B and C only when `both` is
    significant at 5 %.
    """

    uniform: float
    crossing: float
    both: float
    p: float
    effect: float
    category: Literal["A", "B", "C"]


def logistic_dif(
    item: Array, matching: Array, focal: Mask, least: int = DIF_GROUP
) -> LogisticDif | TooLittle:
    """Swaminathan & Rogers 1990, doi:10.1111/j.1745-3984.1990.tb00754.x, for right/wrong items.

    Arguments and refusals as `item_dif`; also refuses when ability or group alone tells right from
    wrong without a single exception, for then the model has no finite answer.
    """
    use = ~np.isnan(item) & ~np.isnan(matching)
    right, level = item[use], matching[use]
    other = np.asarray(focal, dtype=bool)[use].astype(float)
    smaller = int(min(other.sum(), (1 - other).sum()))
    if smaller < max(least, 2):
        why = "В одной из сравниваемых групп слишком мало участников."
        return TooLittle(max(least, 2), smaller, why)
    if np.ptp(right) == 0 or np.ptp(level) == 0:
        return TooLittle(2, 1, "Ответы на задание или уровень участников не различаются.")
    ability = (level - level.mean()) / level.std()
    one = np.ones(len(right))
    columns = np.column_stack([one, ability, other, ability * other])
    logs = [_loglik(columns[:, :k], right) for k in (2, 3, 4)]
    if any(log is None for log in logs):
        return TooLittle(2, 1, "Ответ на задание полностью определяется уровнем или группой.")
    base, group, whole = (float(log) for log in logs if log is not None)
    return _told(base, group, whole, right)


def _told(base: float, group: float, whole: float, right: Array) -> LogisticDif:
    from scipy.special import chdtrc  # loaded when asked for: it costs half a second

    n, share = len(right), float(right.mean())
    null = n * (share * np.log(share) + (1 - share) * np.log(1 - share))
    best = 1 - np.exp(2 * null / n)
    effect = float((np.exp(2 * (null - base) / n) - np.exp(2 * (null - whole) / n)) / best)
    both = 2 * (whole - base)
    p = float(chdtrc(2, max(both, 0.0)))
    small = p >= CHANCE or effect < MODERATE
    return LogisticDif(
        uniform=2 * (group - base),
        crossing=2 * (whole - group),
        both=both,
        p=p,
        effect=effect,
        category="A" if small else "C" if effect > LARGE else "B",
    )


def _loglik(columns: Array, right: Array) -> float | None:
    """Log likelihood at the maximum by Newton; None when the estimates run away."""
    weight = np.zeros(columns.shape[1])
    for _ in range(50):
        line = columns @ weight
        chance = 1 / (1 + np.exp(-line))
        bend = (columns.T * (chance * (1 - chance))) @ columns
        if np.linalg.cond(bend) > 1e12 or np.abs(line).max() > 30:
            return None
        step = np.linalg.solve(bend, columns.T @ (right - chance))
        weight = weight + step
        if np.abs(step).max() < 1e-10:
            line = columns @ weight
            return float((right * line - np.logaddexp(0, line)).sum())
    return None
