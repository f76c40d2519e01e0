"""Two works of one cohort whose pupils cannot be linked: only means of marks and of schools."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from msoko.analysis.agreement.measures import Estimate, correlation
from msoko.analysis.agreement.pairs import Pair, in_marks
from msoko.analysis.methods.distributions import Array, t_quantile, two_sided_t
from msoko.analysis.methods.means import MeanInterval, mean_difference
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import FEW_MEMBERS, for_schools


@dataclass(frozen=True)
class Cohort:
    """A cohort of some schools: shift of mean marks (None without marks) and r of school means."""

    first: int
    second: int
    schools: int
    shift: MeanInterval | None
    correlation: Estimate | None


def cohort(pair: Pair) -> Cohort:
    """A pair of some schools; five or more of them are the sampled units."""
    first, second = pair.first, pair.second
    a, b, wrote = _means(pair)
    shift: MeanInterval | TooLittle | None = None
    if in_marks(first) and in_marks(second):
        if for_schools(a.size).comparison == "listing":
            shift = mean_difference(first, second)
        else:
            shift = _over_schools(a - b, wrote)
    tie = correlation(a, b) if for_schools(a.size).factors else None
    return Cohort(
        first.size, second.size, a.size, shift if isinstance(shift, MeanInterval) else None, tie
    )


def _over_schools(apart: Array, pupils: Array) -> MeanInterval | TooLittle:
    """Mean over schools by their pupils, schools being what varies (ratio, Cochran 1977, 11.7)."""
    if np.ptp(apart) == 0:
        return TooLittle(2, 1, "Средние всех школ одинаковы: разброс оценить нельзя.")
    many = apart.size
    mean = float(np.average(apart, weights=pupils))
    left = pupils * (apart - mean)
    se = float(np.sqrt(many / (many - 1) * np.sum(left**2)) / pupils.sum())
    half = float(t_quantile(0.975, many - 1)) * se
    return MeanInterval(
        mean, se, many - 1, mean - half, mean + half, two_sided_t(mean / se, many - 1)
    )


def _means(pair: Pair) -> tuple[Array, Array, Array]:
    """Means of schools with enough pupils in both works, and their pupils in the second."""
    school, second = pair.school, pair.second_school
    size = int(max(school.max(initial=0), second.max(initial=0))) + 1
    n, m = np.bincount(school, minlength=size), np.bincount(second, minlength=size)
    both = (n >= FEW_MEMBERS) & (m >= FEW_MEMBERS)
    a = np.bincount(school, pair.first, minlength=size)[both] / n[both]
    b = np.bincount(second, pair.second, minlength=size)[both] / m[both]
    return a, b, m[both].astype(float)
