"""Put the scores of one variant of a work on the scale of another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from msoko.analysis.methods.equating_percentile import equipercentile
from msoko.analysis.methods.equating_smooth import smoothed
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import EQUATING

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Equated:
    """What each score 0..top of the new variant is worth on the scale of the old one.

    `equivalent` (top+1,), not rounded and not cut to the old scale. `slope`, `intercept` when it is
    a line, else NaN. `identity` true when nothing was equated; `why` then says the reason if it was
    not asked for. `se` (top+1,) once `with_error` has been asked.
    """

    equivalent: Array
    method: str
    slope: float
    intercept: float
    n: tuple[int, int]
    identity: bool = False
    why: TooLittle | None = None
    se: Array | None = None


def identity(top: int, n: tuple[int, int], why: TooLittle | None = None) -> Equated:
    """Every score stands for itself."""
    return replace(line(top, "identity", 1.0, 0.0, n), identity=True, why=why)


def line(top: int, method: str, slope: float, intercept: float, n: tuple[int, int]) -> Equated:
    """Equivalents on a straight line."""
    return Equated(intercept + slope * np.arange(top + 1.0), method, slope, intercept, n)


def too_few(n: tuple[int, int], least: int) -> TooLittle | None:
    """The reason not to equate samples of these sizes, if there is one."""
    if min(n) >= max(least, 2):
        return None
    why = "Слишком мало участников одного из вариантов: баллы оставлены без пересчёта."
    return TooLittle(max(least, 2), min(n), why)


def random_groups(
    new: Array,
    old: Array,
    top: tuple[int, int],
    method: Literal["mean", "linear", "equipercentile"] = "linear",
    *,
    degree: int | None = 6,
    least: int = EQUATING,
) -> Equated:
    """Equate variants handed out at random inside one work (Kolen & Brennan 2014, ch. 2 and 3).

    `new` (n1,), `old` (n2,): sums of points, whole, NaN left out; `top`: highest possible sum of
    each. "equipercentile" first smooths both distributions with a log-linear model of `degree`
    moments (None: as they are). Scores are kept as they are under `least` pupils in either group
    and when the sums of either group do not vary.
    """
    x, y = new[~np.isnan(new)], old[~np.isnan(old)]
    n = (len(x), len(y))
    refusal = too_few(n, least) or _still(x, y)
    if refusal:
        return identity(top[0], n, refusal)
    if method == "equipercentile":
        shares = [_shares(x, top[0], degree), _shares(y, top[1], degree)]
        return Equated(equipercentile(*shares), method, np.nan, np.nan, n)
    slope = 1.0 if method == "mean" else float(y.std(ddof=1) / x.std(ddof=1))
    return line(top[0], method, slope, float(y.mean() - slope * x.mean()), n)


def with_error(
    equate: Callable[[Array, Array], Equated],
    new: Array,
    old: Array,
    *,
    replications: int = 500,
    seed: int = 1,
) -> Equated:
    """The same with bootstrap standard errors: both samples redrawn (Kolen & Brennan 2014, 7.2).

    `equate` maps the two samples (pupils along the first axis) to the result. No error is given for
    an identity, and replications that end in one are left out.
    """
    found = equate(new, old)
    if found.identity:
        return found
    generator = np.random.default_rng(seed)
    drawn = []
    for _ in range(replications):
        again = equate(
            new[generator.integers(0, len(new), len(new))],
            old[generator.integers(0, len(old), len(old))],
        )
        if not again.identity:
            drawn.append(again.equivalent)
    if len(drawn) < 2:
        return found
    return replace(found, se=np.std(drawn, axis=0, ddof=1))


def _still(x: Array, y: Array) -> TooLittle | None:
    if np.ptp(x) > 0 and np.ptp(y) > 0:
        return None
    return TooLittle(2, 1, "Все участники одного из вариантов получили одинаковый балл.")


def _shares(scores: Array, top: int, degree: int | None) -> Array:
    count = np.bincount(scores.astype(np.intp), minlength=top + 1).astype(float)
    return (count if degree is None else smoothed(count, degree)) / len(scores)
