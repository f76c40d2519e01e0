"""Two-level linear models: pupils in schools, random intercepts and slopes, REML or ML.

The cost hardly grows with the number of pupils: the likelihood needs only the sums of products
inside each school (`cross_products`, `profiled`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from msoko.analysis.methods.cross_products import CrossProducts, cross_products
from msoko.analysis.methods.distributions import Array, chi2_quantile
from msoko.analysis.methods.profiled import best_factor, profile
from msoko.analysis.methods.refusal import TooLittle

_NOTHING = 1e-10  # part of the squares of y under which they are rounding


@dataclass(frozen=True)
class LinearFit:
    """A fitted two-level model; everything in units of y.

    `effects`, `se` (p,) and `covariance` (p, p) are of the fixed effects; `school_covariance`
    (q, q) and `residual_variance` of what they leave; `predicted` (J, q) are the effects of
    `schools` (J,), `conditional` (J, q, q) the variance left around each of them. `relative`
    (q, q) is the Cholesky factor of school covariance over residual variance.
    """

    effects: Array
    se: Array
    covariance: Array
    school_covariance: Array
    residual_variance: float
    log_likelihood: float
    schools: NDArray[np.generic]
    predicted: Array
    conditional: Array
    relative: Array
    sums: CrossProducts
    reml: bool

    @property
    def no_spread(self) -> bool:
        """True when a spread between schools came out as nought: a non-result, to be told so."""
        return bool(np.min(np.diag(self.relative)) < 1e-4)


@dataclass(frozen=True)
class IntraclassCorrelation:
    """Share of variance that lies between schools, with its profile-likelihood interval."""

    value: float
    low: float
    high: float


def fit(
    y: ArrayLike, x: ArrayLike, group: ArrayLike, z: ArrayLike | None = None, *, reml: bool = True
) -> LinearFit | TooLittle:
    """Fit y = Xβ + Zb + e with b per group; y (n,), x (n, p) with its intercept, z (n, q).

    Without `z` schools differ in level only. Refuses results that schools and columns tell to the
    last digit, and what `cross_products.cross_products` refuses.
    """
    random = np.ones((np.size(y), 1)) if z is None else np.asarray(z, dtype=float)
    sums = cross_products(y, x, group, random)
    if isinstance(sums, TooLittle):
        return sums
    if _left_inside(sums) <= _NOTHING * sums.yy:
        why = "Внутри школ все результаты одинаковы или полностью заданы признаками."
        return TooLittle(2, 1, why)
    factor = best_factor(sums, reml)
    at = profile(factor, sums, reml)
    spread, variance = factor @ factor.T, at.residual_variance
    covariance = np.asarray(np.linalg.inv(at.precision) * variance, dtype=float)
    return LinearFit(
        effects=at.effects,
        se=np.sqrt(np.diag(covariance)),
        covariance=covariance,
        school_covariance=spread * variance,
        residual_variance=variance,
        log_likelihood=-at.deviance / 2,
        schools=sums.groups,
        predicted=at.score @ spread,
        conditional=variance * (spread @ at.shrink),
        relative=factor,
        sums=sums,
        reml=reml,
    )


def _left_inside(sums: CrossProducts) -> float:
    """Sum of squares of y that neither the groups nor the columns of X take away."""
    inverse = np.linalg.pinv(sums.zz, hermitian=True)
    shrunk_x, shrunk_y = inverse @ sums.zx, np.einsum("jab,jb->ja", inverse, sums.zy)
    xx = sums.xx - np.einsum("jap,jar->pr", sums.zx, shrunk_x)
    xy = sums.xy - np.einsum("jap,ja->p", sums.zx, shrunk_y)
    yy = sums.yy - float(np.einsum("ja,ja->", sums.zy, shrunk_y))
    return yy - float(xy @ np.linalg.pinv(xx, rcond=_NOTHING, hermitian=True) @ xy)


def intraclass_correlation(
    fitted: LinearFit, level: float = 0.95
) -> IntraclassCorrelation | TooLittle:
    """ICC of a model whose schools differ in level only; refuses random slopes."""
    from scipy.optimize import brentq

    if fitted.relative.shape != (1, 1):
        return TooLittle(1, len(fitted.relative), "Доля определена только без случайных наклонов.")
    best = float(fitted.relative[0, 0])

    def deviance(theta: float) -> float:
        return profile(np.array([[theta]]), fitted.sums, fitted.reml).deviance

    floor = deviance(best) + float(chi2_quantile(level, 1))
    low = (
        float(brentq(lambda at: deviance(at) - floor, 0.0, best)) if deviance(0.0) > floor else 0.0
    )
    top = max(2 * best, 0.1)
    while deviance(top) < floor and top < 1e4:
        top *= 2
    high = float(brentq(lambda at: deviance(at) - floor, best, top))
    value, below, over = (end**2 / (1 + end**2) for end in (best, low, high))
    return IntraclassCorrelation(value, below, over)
