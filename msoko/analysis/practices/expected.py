"""What results a school's pupils were to be expected to show: from prior results or journal marks.

Prior result of a year group: the mean score of the same year group of the same school in the same
subject in the earliest year the store knows. Codes of pupils change from year to year in ВПР, so a
year group is followed, not a child.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from msoko.analysis.evidence import numbers
from msoko.analysis.factors.scores import Scores, together
from msoko.analysis.methods.distributions import Array
from msoko.analysis.methods.multilevel import fit
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.methods.within_between import within_between
from msoko.analysis.policy import FEW_MEMBERS
from msoko.indicators.frame import Bools, Ints

Basis = Literal["prior", "journal", "level"]
BASES: tuple[Basis, ...] = ("prior", "journal")
YEARS = 3  # latest years that are pooled


@dataclass(frozen=True)
class Gains:
    """Pupils of some years: result minus what was expected, in standard deviations; (pupils,).

    `cohort` is the year the group would have been in grade 0; `works` how many works stand behind
    a pupil, `of_schools` how many different ones behind each school (J,); `residual` is the
    standard deviation inside schools, `uncertain` (pupils,) the variance that estimating the
    expectation adds; `slope` of the prior result or journal mark with its standard error.
    """

    left: Array
    school: Ints
    year: Ints
    cohort: Ints
    schools: tuple[str, ...]
    of_schools: Ints
    residual: float
    uncertain: Array
    slope: tuple[float, float]


def gains(scores: Scores, basis: Basis, context: Array | None = None) -> Gains | TooLittle:
    """Residuals of the model; `context` (J, k) of all schools, NaN rows leave a school out."""
    before = _before(scores, basis)
    usable = np.isfinite(before)
    if context is not None:
        known = np.asarray(np.isfinite(context).all(axis=1))
        usable &= known[scores.school]
    years = sorted(set(scores.year[usable].tolist()))[-YEARS:]
    usable &= np.isin(scores.year, years)
    if not usable.any():
        why = "Нет ни прежних результатов тех же параллелей, ни отметок по журналу."
        return TooLittle(1, 0, why)
    return _fitted(scores.only(usable), before[usable], basis, context)


def schools_with_years(scores: Scores, basis: Basis) -> int:
    """Schools whose expectation is known in two of the latest years at least."""
    known = np.isfinite(_before(scores, basis))
    years = sorted(set(scores.year[known].tolist()))[-YEARS:]
    kept = known & np.isin(scores.year, years)
    found = _different(scores.school[kept], scores.year[kept], len(scores.schools))
    return int((found.sum(axis=1) >= 2).sum())


def _different(school: Ints, other: Ints, schools: int) -> Bools:
    """Whether a school has a row with a value of `other`; (schools, values)."""
    values, column = np.unique(other, return_inverse=True)
    out = np.zeros((schools, len(values)), dtype=bool)
    out[school, column] = True
    return out


def _before(scores: Scores, basis: Basis) -> Array:
    if basis == "level":
        return np.zeros(len(scores.score))
    if basis == "journal":
        return _journal(scores)
    group = together([scores.school, scores.year - scores.grade, scores.subject])
    size = int(group.max()) + 1
    first = np.full(size, np.iinfo(np.int64).max)
    np.minimum.at(first, group, scores.year)
    start = scores.year == first[group]
    n = np.bincount(group[start], minlength=size)
    mean = np.bincount(group[start], scores.score[start], minlength=size) / np.maximum(n, 1)
    known = ~start & (n >= FEW_MEMBERS)[group]
    return np.where(known, mean[group], np.nan)


def _journal(scores: Scores) -> Array:
    """Journal marks standardised inside the work."""
    mark = numbers(scores.table, "journal_mark")
    known = np.isfinite(mark)
    size = int(scores.work.max()) + 1
    work = scores.work[known]
    n = np.maximum(np.bincount(work, minlength=size), 1)
    mean = np.bincount(work, mark[known], minlength=size) / n
    left = mark - mean[scores.work]
    spread = np.sqrt(np.bincount(work, left[known] ** 2, minlength=size) / n)
    return np.where(
        spread[scores.work] > 1e-9, left / np.maximum(spread, 1e-9)[scores.work], np.nan
    )


def _fitted(rows: Scores, before: Array, basis: Basis, context: Array | None) -> Gains | TooLittle:
    _, first, pupil = np.unique(rows.pupil, return_index=True, return_inverse=True)
    works = np.bincount(pupil)
    y = np.bincount(pupil, rows.score) / works
    prior = np.bincount(pupil, before) / works
    school = rows.school[first]
    columns = [np.ones(len(y)), *_columns(prior, school, basis)]
    if context is not None:
        columns += list(context[school].T)
    x = np.column_stack(columns)
    found = fit(y, x, school)
    if isinstance(found, TooLittle):
        return found
    apart = x - x.mean(axis=0)
    at = 1 if basis != "level" else 0
    return Gains(
        left=y - x @ found.effects,
        school=school,
        year=rows.year[first],
        cohort=rows.year[first] - rows.grade[first],
        schools=rows.schools,
        of_schools=_works(rows),
        residual=float(np.sqrt(found.residual_variance)),
        uncertain=np.einsum("na,ab,nb->n", apart, found.covariance, apart),
        slope=(float(found.effects[at]), float(found.se[at])),
    )


def _columns(prior: Array, school: Ints, basis: Basis) -> list[Array]:
    """The prior result within and between schools; a journal mark in one piece.

    A year group's mean is a noisy witness of what its pupils could do, the mean of all year groups
    of a school is a better one: one slope for both would leave strong schools a part of their lead.
    """
    if basis == "level":
        return []
    parts = within_between(prior, school)
    if basis == "journal" or isinstance(parts, TooLittle):
        return [prior]
    both = parts.varies_within and parts.varies_between
    return [parts.within, parts.between] if both else [prior]


def _works(rows: Scores) -> Ints:
    return np.asarray(_different(rows.school, rows.work, len(rows.schools)).sum(axis=1))
