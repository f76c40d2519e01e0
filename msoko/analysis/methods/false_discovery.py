"""Many comparisons at once: which of them stand when false discoveries are kept rare."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from msoko.analysis.methods.distributions import Array


def adjusted(p_values: ArrayLike) -> Array:
    """p values of any shape so adjusted that «≤ q» keeps false discoveries at q; NaN stays NaN.

    Benjamini & Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x.
    """
    p = np.asarray(p_values, dtype=float)
    flat = p.ravel()
    known = np.flatnonzero(np.isfinite(flat))
    order = known[np.argsort(flat[known], kind="stable")]
    scaled = flat[order] * known.size / np.arange(1, known.size + 1)
    result = np.full(flat.shape, np.nan)
    result[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return result.reshape(p.shape)
