"""Made-up score distributions of a class, a school and a region, with and without moved results."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SCORES = 21
CUTOFF = 10


def null_shapes() -> dict[str, Array]:
    """Four smooth distributions over scores 0…20, none of them a curve the test fits exactly."""
    return {
        "середина": _beta_binomial(5, 5),
        "слабая": _beta_binomial(2.5, 6),
        "потолок": _beta_binomial(6, 1.5),
        "два уровня": (_beta_binomial(4, 10) + _beta_binomial(9, 3)) / 2,
    }


def moved(shape: Array, share: float) -> Array:
    """The shape after `share` of c − 1 and half of that share of c − 2 were raised to c."""
    result = shape.copy()
    for below, part in ((1, share), (2, share / 2)):
        result[CUTOFF] += part * shape[CUTOFF - below]
        result[CUTOFF - below] -= part * shape[CUTOFF - below]
    return result


def _beta_binomial(a: float, b: float) -> Array:
    from scipy.special import betaln, gammaln

    score = np.arange(SCORES)
    top = SCORES - 1
    choose = gammaln(top + 1) - gammaln(score + 1) - gammaln(top - score + 1)
    share = np.exp(choose + betaln(score + a, top - score + b) - betaln(a, b))
    return np.asarray(share / share.sum())
