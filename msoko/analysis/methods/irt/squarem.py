"""Acceleration of a slow fixed-point iteration that climbs a function."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Climb(NamedTuple):
    """Where the climb stopped, the value there, passes made, and whether it stood still."""

    point: Array
    value: float
    passes: int
    converged: bool


def climb(
    step: Callable[[Array], tuple[Array, float]], start: Array, tolerance: float, most: int
) -> Climb:
    """Climb by SQUAREM, scheme S3 (Varadhan & Roland 2008, doi:10.1111/j.1467-9469.2007.00585.x).

    `step` gives the next point and the function's value at the *given* point. An extrapolation that
    lands lower than before is taken back. Stops when one plain step moves nothing further than
    `tolerance`, or after `most` plain steps.
    """
    point = start
    first, value = step(point)
    passes = 1
    while passes < most:
        if np.abs(first - point).max(initial=0.0) < tolerance:
            return Climb(point, value, passes, True)
        second, value_first = step(first)
        away, bend = first - point, second - 2 * first + point
        length = max(float(np.linalg.norm(away)) / max(float(np.linalg.norm(bend)), 1e-300), 1.0)
        leap = point + 2 * length * away + length**2 * bend
        landing, value_leap = step(leap) if np.all(np.isfinite(leap)) else (second, -np.inf)
        passes += 2
        if np.isfinite(value_leap) and value_leap >= value_first - 1e-9 * abs(value_first):
            point, first, value = leap, landing, value_leap
        else:
            point = second
            first, value = step(point)
            passes += 1
    return Climb(point, value, passes, False)
