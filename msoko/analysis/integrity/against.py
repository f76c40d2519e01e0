"""Is a school unusual among the others? A signal's size, pulled to the others, and its rarity.

Size is the posterior of `school_effects`. Rarity asks how often an honest school, drawn from the
same spread as all the others, would stand so far out: the mean and the spread of the others are
taken without the school itself, so that it cannot hide behind the spread it makes. The spread is
that of DerSimonian & Laird (1986), doi:10.1016/0197-2456(86)90046-2; the predictive distribution is
Student's on two degrees fewer than schools (Higgins, Thompson & Spiegelhalter 2009,
doi:10.1111/j.1467-985X.2008.00552.x). Its error rate is measured: benchmarks/calibration.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from msoko.analysis.methods.distributions import Array, normal_quantile, t_cdf
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.methods.school_effects import school_effects
from msoko.analysis.policy import for_schools
from msoko.indicators.frame import Ints


@dataclass(frozen=True)
class Measured:
    """One kind of signal in every school, before it is judged; all arrays (J,).

    `estimate` and `se` in the signal's own unit, NaN where there was too little; `pupils` and
    `works` stand behind it.
    """

    estimate: Array
    se: Array
    pupils: Array
    works: Array


@dataclass(frozen=True)
class Against:
    """A signal beside the other schools; all (J,), NaN where there was too little.

    `effect`, `low`, `high`: size over the mean of schools, shrunken, with 95 % interval; `chance`:
    how often an honest school would stand out upwards as far; `z` the normal value of that chance;
    `noise`: which part of the variance of z is chance in the school's own pupils (0…1).
    `unit`: how far apart honest schools usually lie, chance included, in the unit of the signal.
    """

    effect: Array
    low: Array
    high: Array
    z: Array
    chance: Array
    noise: Array
    unit: float
    schools: int


def against(measured: Measured, scale: float = 0.5) -> Against | TooLittle:
    """Judge every school by the others; refuses where schools are too few to be compared.

    `scale` is the size of a usual difference between schools in the unit of the signal.
    """
    known = np.isfinite(measured.estimate) & (measured.se > 0)
    schools = int(known.sum())
    if for_schools(schools).comparison == "listing":
        why = f"Для сравнения нужно не менее пяти школ с достаточными данными, есть {schools}."
        return TooLittle(5, schools, why)
    y, se = measured.estimate[known], measured.se[known]
    pulled = school_effects(y / scale, se / scale)
    if isinstance(pulled, TooLittle):
        return pulled
    below, noise, error = _predicted(y, se)
    chance = 1.0 - below
    columns = np.full((6, known.size), np.nan)
    columns[:3, known] = scale * np.array([pulled.effect, pulled.low, pulled.high])
    columns[4, known], columns[5, known] = chance, noise
    columns[3, known] = -normal_quantile(np.clip(chance, 1e-12, 1 - 1e-12))
    effect, low, high, z, chances, noises = columns
    return Against(effect, low, high, z, chances, noises, float(np.median(error)), schools)


def _predicted(y: Array, se: Array) -> tuple[Array, Array, Array]:
    """Share of honest schools that would lie below each school, by all the others, and how much of
    the variance of the comparison is its own, and its standard error; (J,) each."""
    others = ~np.eye(y.size, dtype=bool)
    variance = np.maximum(se**2, 1e-12)
    weight = others / variance
    total = weight.sum(axis=1)
    mean = weight @ y / total
    apart = np.sum(weight * (y - mean[:, None]) ** 2, axis=1) - (y.size - 2)
    spread = np.maximum(apart / (total - (weight**2).sum(axis=1) / total), 0.0)
    weight = others / (variance + spread[:, None])
    total = weight.sum(axis=1)
    error = np.sqrt(variance + spread + 1 / total)
    below = t_cdf((y - weight @ y / total) / error, y.size - 2)
    return below, variance / error**2, error


def over_pupils(school: Ints, pupil: Ints, residual: Array, schools: int) -> Measured:
    """Mean residual of a school over all works of its pupils; one pupil's works are one witness.

    The standard error is taken over pupils; fewer than five of them bring nothing.
    """
    known = np.isfinite(residual)
    school, pupil, residual = school[known], pupil[known], residual[known]
    rows = np.bincount(school, minlength=schools).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(school, residual, minlength=schools) / rows
    left = residual - mean[school]
    each = np.bincount(pupil, left)
    owner = np.zeros(each.size, dtype=int)
    owner[pupil] = school
    present = np.bincount(pupil) > 0
    people = np.bincount(owner[present], minlength=schools).astype(float)
    squares = np.bincount(owner[present], each[present] ** 2, minlength=schools)
    enough = people >= 5
    with np.errstate(invalid="ignore", divide="ignore"):
        se = np.sqrt(squares * people / (people - 1)) / rows
    enough &= se > 0
    empty = np.zeros(schools)
    return Measured(np.where(enough, mean, np.nan), np.where(enough, se, np.nan), people, empty)
