"""Distribution functions under plain names; SciPy is loaded when the first of them is called."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def normal_cdf(value: ArrayLike) -> Array:
    """Probability of a standard normal variable at or below `value`."""
    from scipy.special import ndtr

    return np.asarray(ndtr(value), dtype=float)


def normal_quantile(probability: ArrayLike) -> Array:
    """The value a standard normal variable stays below with this probability."""
    from scipy.special import ndtri

    return np.asarray(ndtri(probability), dtype=float)


def t_cdf(value: ArrayLike, df: ArrayLike) -> Array:
    """Probability of a Student variable with `df` degrees of freedom at or below `value`."""
    from scipy.special import stdtr

    return np.asarray(stdtr(df, value), dtype=float)


def t_quantile(probability: ArrayLike, df: ArrayLike) -> Array:
    """The value a Student variable with `df` degrees of freedom stays below."""
    from scipy.special import stdtrit

    return np.asarray(stdtrit(df, probability), dtype=float)


def chi2_quantile(probability: ArrayLike, df: ArrayLike) -> Array:
    """The value a chi-square variable stays below with this probability."""
    from scipy.special import chdtri

    return np.asarray(chdtri(df, 1 - np.asarray(probability)), dtype=float)


def beta_cdf(value: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array:
    """Probability of a Beta(a, b) variable at or below `value`."""
    from scipy.special import betainc

    return np.asarray(betainc(a, b, value), dtype=float)


def beta_quantile(probability: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array:
    """The value a Beta(a, b) variable stays below with this probability."""
    from scipy.special import betaincinv

    return np.asarray(betaincinv(a, b, probability), dtype=float)


def gamma_quantile(probability: ArrayLike, shape: ArrayLike) -> Array:
    """The value a Gamma variable of unit rate stays below with this probability."""
    from scipy.special import gammaincinv

    return np.asarray(gammaincinv(shape, probability), dtype=float)


def two_sided_t(value: float, df: float) -> float:
    """Probability of a Student variable at least as far from zero as `value`."""
    return float(2 * t_cdf(-abs(value), df))
