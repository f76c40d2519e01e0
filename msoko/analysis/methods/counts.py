"""Intervals of counts of rare events and of the ratio of two rates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from msoko.analysis.methods.distributions import Array, gamma_quantile
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.methods.shares import exact_share


@dataclass(frozen=True)
class RateRatio:
    """First rate over the second, with an exact interval; `high` is infinite when second is 0."""

    ratio: float
    low: float
    high: float


def exact_count(count: ArrayLike, level: float = 0.95) -> tuple[Array, Array]:
    """Exact interval of a Poisson mean from a count of any shape; a negative count gives NaN.

    Garwood (1936), doi:10.1093/biomet/28.3-4.437.
    """
    seen = np.asarray(count, dtype=float)
    tail = (1 - level) / 2
    low = np.where(seen > 0, gamma_quantile(tail, np.maximum(seen, 0.5)), 0.0)
    high = gamma_quantile(1 - tail, np.maximum(seen, 0.0) + 1)
    return np.where(seen >= 0, low, np.nan), np.where(seen >= 0, high, np.nan)


def rate_ratio(
    k1: int, exposure1: float, k2: int, exposure2: float, level: float = 0.95
) -> RateRatio | TooLittle:
    """Ratio of k1/exposure1 to k2/exposure2 with an exact interval: given the sum, k1 is binomial.

    Przyborowski & Wilenski (1940), doi:10.1093/biomet/31.3-4.313. Refuses when nothing happened.
    """
    if k1 + k2 == 0:
        return TooLittle(1, 0, "Ни одного события ни в одной из групп.")
    if min(exposure1, exposure2) <= 0:
        return TooLittle(1, 0, "В одной из групп нет наблюдений.")
    low, high = (float(end) for end in exact_share(k1, k1 + k2, level))
    weight = exposure2 / exposure1
    ratio = k1 / k2 * weight if k2 else np.inf
    return RateRatio(ratio, low / (1 - low) * weight, high / (1 - high) * weight if k2 else np.inf)
