"""Intervals for values: score interval of a share, t interval of a mean."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Z95 = 1.959963984540054  # two-sided 95 % quantile of the normal distribution


def wilson(successes: Array, trials: Array) -> tuple[Array, Array]:
    """Score interval of a share, as fractions; NaN where there were no trials.

    E. B. Wilson (1927); recommended for reporting by Brown, Cai & DasGupta (2001),
    doi:10.1214/ss/1009213286. Shapes: both arrays alike.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        share = successes / trials
        shrink = 1 + Z95**2 / trials
        centre = (share + Z95**2 / (2 * trials)) / shrink
        spread = (
            Z95
            / shrink
            * np.sqrt(np.maximum(share * (1 - share), 0.0) / trials + Z95**2 / (4 * trials**2))
        )
    valid = (trials > 0) & (successes >= 0) & (successes <= trials)
    low = np.where(valid, np.clip(centre - spread, 0, 1), np.nan)
    high = np.where(valid, np.clip(centre + spread, 0, 1), np.nan)
    return np.where(successes == 0, np.where(valid, 0.0, np.nan), low), np.where(
        successes == trials, np.where(valid, 1.0, np.nan), high
    )


def mean_interval(total: Array, squares: Array, count: Array) -> tuple[Array, Array]:
    """95 % Student interval of a mean from sums; NaN under two observations."""
    from scipy.special import stdtrit  # loaded when a mean is asked for

    with np.errstate(divide="ignore", invalid="ignore"):
        mean = total / count
        variance = np.maximum(squares - count * mean**2, 0.0) / (count - 1)
        spread = stdtrit(np.maximum(count - 1, 1), 0.975) * np.sqrt(variance / count)
    enough = count >= 2
    return np.where(enough, mean - spread, np.nan), np.where(enough, mean + spread, np.nan)
