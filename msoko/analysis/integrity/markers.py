"""The published federal markers of doubtful results, word for word; nothing of ours is in them.

Source: ФИОКО, «Методика расчета показателя „Уровень объективности оценки образовательных
результатов в субъекте Российской Федерации“», text and appendix. The method names fourteen markers:
mean too high (ВПР in Russian and mathematics of grades 4 and 5, ОГЭ in both), mismatch with journal
marks (the four ВПР), sharp rise and sharp fall of one cohort from grade 4 to 5 (both subjects).
What the appendix leaves open is read so: S has n − 1, equal ranks share their mean, percentiles
interpolate; a coefficient of no pupils or equal marks is no marker.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from msoko.analysis.evidence import Work
from msoko.analysis.integrity.sittings import Sitting
from msoko.analysis.methods.distributions import Array

Mask = NDArray[np.bool_]
SUBJECTS = ("russian", "math")
GRADES = (4, 5)
# ta of the appendix as printed: the published rule, not an interval of ours.
CONFIDENCE = 1.96
RANGES = 3.0  # interquartile ranges beyond a quartile


@dataclass(frozen=True)
class Marked:
    """A marker over schools; arrays (J,): `fired`, the number it looks at and its critical value.

    `high` of a ratio: above the upper critical value (a fall), otherwise below the lower (a rise).
    """

    fired: Mask
    value: Array
    critical: float
    pupils: Array


def works_with_means() -> tuple[tuple[str, str, int], ...]:
    """Procedure, subject and grade of the works whose mean is judged."""
    vpr = [("vpr", subject, grade) for grade in GRADES for subject in SUBJECTS]
    return (*vpr, *(("oge", subject, 9) for subject in SUBJECTS))


def mean_too_high(sitting: Sitting, schools: int) -> Marked:
    """Lower bound of the school's interval of the mean score above the region's upper bound."""
    score = sitting.raw
    known = np.isfinite(score)
    school, score = sitting.school[known], score[known]
    pupils = np.bincount(school, minlength=schools).astype(float)
    if score.size < 2:
        return Marked(np.zeros(schools, dtype=bool), np.full(schools, np.nan), np.nan, pupils)
    upper = float(score.mean() + CONFIDENCE * score.std(ddof=1) / np.sqrt(score.size))
    size = np.where(pupils >= 2, pupils, np.nan)
    mean = np.bincount(school, score, minlength=schools) / size
    square = np.bincount(school, (score - mean[school]) ** 2, minlength=schools)
    lower = mean - CONFIDENCE * np.sqrt(square / (size - 1)) / np.sqrt(size)
    return Marked(np.nan_to_num(lower, nan=-np.inf) > upper, lower, upper, pupils)


def against_journal(sitting: Sitting, schools: int) -> Marked:
    """Spearman's coefficient of journal mark and primary score below nought."""
    known = np.isfinite(sitting.raw) & np.isfinite(sitting.journal)
    school = sitting.school[known]
    pupils = np.bincount(school, minlength=schools).astype(float)
    apart = _ranks(school, sitting.journal[known]) - _ranks(school, sitting.raw[known])
    squares = np.bincount(school, apart**2, minlength=schools)
    varied = _varied(school, sitting.journal[known], schools)
    varied &= _varied(school, sitting.raw[known], schools)
    size = np.where((pupils >= 2) & varied, pupils, np.nan)
    value = 1 - 6 * squares / (size * (size**2 - 1))
    return Marked(np.nan_to_num(value, nan=1.0) < 0, value, 0.0, pupils)


def sharp_change(before: Sitting, after: Sitting, schools: int) -> tuple[Marked, Marked]:
    """A sharp fall and a sharp rise of one cohort: K = S(N, YY) / S(N + 1, YY + 1) off the sample.

    S is the mean percentage of completion, primary score by the greatest score of the work.
    """
    first, second = (_completion(one, schools) for one in (before, after))
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(second[0] > 0, first[0] / second[0], np.nan)
    pupils = np.minimum(first[1], second[1])
    known = ratio[np.isfinite(ratio)]
    if known.size < 2:
        nothing = Marked(np.zeros(schools, dtype=bool), ratio, np.nan, pupils)
        return nothing, nothing
    low, high = np.quantile(known, [0.25, 0.75])
    top, bottom = float(high + RANGES * (high - low)), float(low - RANGES * (high - low))
    fall = np.nan_to_num(ratio, nan=-np.inf) > top
    rise = np.nan_to_num(ratio, nan=np.inf) < bottom
    return Marked(fall, ratio, top, pupils), Marked(rise, ratio, bottom, pupils)


def next_of(work: Work) -> Work:
    """The work the same cohort writes a year later."""
    return Work(work.procedure, work.subject, work.grade + 1, work.year + 1)


def _completion(sitting: Sitting, schools: int) -> tuple[Array, Array]:
    known = np.isfinite(sitting.raw)
    pupils = np.bincount(sitting.school[known], minlength=schools).astype(float)
    total = np.bincount(sitting.school[known], sitting.raw[known], minlength=schools)
    size = np.where(pupils > 0, pupils, np.nan)
    largest = sitting.largest if sitting.largest > 0 else np.nan
    return total / size / largest, pupils


def _varied(school: NDArray[np.intp], value: Array, schools: int) -> Mask:
    top, bottom = np.full(schools, -np.inf), np.full(schools, np.inf)
    np.maximum.at(top, school, value)
    np.minimum.at(bottom, school, value)
    return np.asarray(top > bottom)


def _ranks(school: NDArray[np.intp], value: Array) -> Array:
    """Ranks inside each school from one, equal values sharing their mean rank; (rows,)."""
    order = np.lexsort((value, school))
    group = school[order].astype(float)
    sorted_values = value[order]
    new_school = np.r_[True, np.diff(group) != 0] if order.size else np.zeros(0, dtype=bool)
    new_value = new_school | np.r_[True, np.diff(sorted_values) != 0] if order.size else new_school
    begins = np.flatnonzero(new_school)
    within = np.arange(order.size) - np.repeat(begins, np.diff(np.r_[begins, order.size]))
    run = np.cumsum(new_value) - 1
    mean = np.bincount(run, within) / np.maximum(np.bincount(run), 1) if order.size else within
    ranks = np.empty(order.size)
    ranks[order] = mean[run] + 1 if order.size else 0.0
    return ranks
