"""Answers to the items of one work as a matrix: what is nought, what is missing, who is out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Answers:
    """Points of the pupils who wrote the work.

    `scores` (n, J): points, nought where not attempted, NaN where not taught or not known;
    `not_attempted` (n, J); `maximum` (J,); `pupil` (n,) the row each came from; `absent` how many
    were left out.
    """

    scores: Array
    not_attempted: Mask
    maximum: Array
    pupil: NDArray[np.intp]
    absent: int


def arrange(
    points: Array,
    maximum: Array,
    *,
    not_attempted: Mask | None = None,
    not_taught: Mask | None = None,
    absent: Mask | None = None,
) -> Answers:
    """Missing by design: «не пройдено» is missing, «X» is nought, an absent pupil is left out.

    `points` (n, J), NaN allowed; `maximum` (J,); the masks (n, J), (n, J), (n,). Not taught
    outweighs not attempted. Points above the maximum are a mistake of the caller.
    """
    scores = np.array(points, dtype=float)
    nothing = np.zeros(scores.shape, dtype=bool)
    blank = nothing if not_attempted is None else np.asarray(not_attempted, dtype=bool)
    untaught = nothing if not_taught is None else np.asarray(not_taught, dtype=bool)
    out = np.zeros(len(scores), dtype=bool) if absent is None else np.asarray(absent, dtype=bool)
    blank = blank & ~untaught
    scores[blank] = 0.0
    scores[untaught] = np.nan
    highest = np.asarray(maximum, dtype=float)
    if np.any(highest <= 0) or np.any(scores > highest) or np.any(scores < 0):
        raise ValueError("points must lie between 0 and the item's maximum")
    here = np.flatnonzero(~out)
    return Answers(scores[here], blank[here], highest, here, int(out.sum()))
