"""School effects pooled over year groups and years, with what each single year says.

A year group followed over two or three years is one witness: its pupils are the same, so its
errors are taken as fully correlated; different year groups are different pupils.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from msoko.analysis.methods.distributions import Array
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.methods.school_effects import SchoolEffects, school_effects, stands_out
from msoko.analysis.practices.expected import Gains
from msoko.indicators.frame import Bools, Ints


@dataclass(frozen=True)
class Pooled:
    """Effects of schools (J,) over all years and in each; NaN where a school has no results.

    `pupils` (J,) counts every child once: the biggest number of each year group.
    """

    all: SchoolEffects
    by_year: tuple[tuple[int, SchoolEffects], ...]
    pupils: Ints

    @property
    def years(self) -> tuple[int, ...]:
        """First calendar years of the academic years."""
        return tuple(year for year, _ in self.by_year)

    def known_years(self) -> Ints:
        """Years with results by school."""
        return np.asarray(np.isfinite(self._each()).sum(axis=0))

    def surely_above(self) -> Bools:
        """Standing out upwards: pooled and in every year the school has, of two at least."""
        filled = tuple(
            replace(one, effect=np.where(np.isnan(one.effect), self.all.effect, one.effect))
            for _, one in self.by_year
        )
        found = stands_out(self.all, filled) > 0
        return np.asarray(found & (self.known_years() >= 2), dtype=bool)

    def _each(self) -> Array:
        return np.array([one.effect for _, one in self.by_year])


def pooled(gains: Gains) -> Pooled | TooLittle:
    """Effects from residuals; refuses under three schools in any year, or a single year."""
    years = np.unique(gains.year)
    if years.size < 2:
        why = "Нужны результаты не менее чем за два года: список одного года не повторяется."
        return TooLittle(2, years.size, why)
    cohorts, column = np.unique(gains.cohort, return_inverse=True)
    cells = [_cells(gains, column, len(cohorts), gains.year == year) for year in years]
    shared = _shared(gains)
    by_year: list[tuple[int, SchoolEffects]] = []
    for year, (value, se, _) in zip(years.tolist(), cells, strict=True):
        kept = np.isfinite(value).any(axis=0)
        one = school_effects(value[:, kept], se[:, kept], shared_pupils=shared)
        if isinstance(one, TooLittle):
            return one
        by_year.append((int(year), one))
    whole = school_effects(*_followed(cells), shared_pupils=shared)
    if isinstance(whole, TooLittle):
        return whole
    pupils = np.max([n for _, _, n in cells], axis=0).sum(axis=1).astype(np.int64)
    return Pooled(whole, tuple(by_year), pupils)


def _shared(gains: Gains) -> float:
    """Part of the errors' variance that year groups of a school share: that of the expectation.

    Beside the groups' own: of a typical group of a school, its pupils over its years and groups.
    """
    groups = np.unique(np.column_stack([gains.school, gains.cohort, gains.year]), axis=0)
    own = gains.residual**2 * len(groups) / len(gains.left)
    common = float(gains.uncertain.mean())
    return common / (common + own)


def _cells(gains: Gains, column: Ints, columns: int, chosen: Bools) -> tuple[Array, Array, Array]:
    """Mean, standard error and pupils of each school's year group in a year; (J, cohorts)."""
    shape = (len(gains.schools), columns)
    flat = gains.school[chosen] * columns + column[chosen]
    size = shape[0] * shape[1]
    n = np.bincount(flat, minlength=size)
    some = np.maximum(n, 1)
    mean = np.bincount(flat, gains.left[chosen], minlength=size) / some
    extra = np.bincount(flat, gains.uncertain[chosen], minlength=size) / some
    se = np.sqrt(gains.residual**2 / some + extra)
    empty = n == 0
    mean[empty], se[empty] = np.nan, np.nan
    return mean.reshape(shape), se.reshape(shape), n.astype(float).reshape(shape)


def _followed(cells: list[tuple[Array, Array, Array]]) -> tuple[Array, Array]:
    """Mean over the years of each year group, weighted by pupils."""
    value, se, n = (np.array([np.nan_to_num(one[part]) for one in cells]) for part in range(3))
    total = n.sum(axis=0)
    some = np.maximum(total, 1.0)
    mean, error = (np.sum(part * n, axis=0) / some for part in (value, se))
    return np.where(total > 0, mean, np.nan), np.where(total > 0, error, np.nan)
