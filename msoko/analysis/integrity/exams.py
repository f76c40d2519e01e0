"""Signals of one cohort over years: ВПР against the ОГЭ it sat later, and jumps between years.

Pupils are not linked: codes of ВПР and of exams differ, so school means of a cohort are compared,
both in standard deviations of their work, and told as a cohort's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from msoko.analysis.evidence import Work
from msoko.analysis.integrity.against import Measured
from msoko.analysis.integrity.sittings import Sitting, Sittings
from msoko.analysis.methods.distributions import Array

_EXAM_GRADE = 9
_BACK = (1, 2)  # grades before the exam a ВПР may lie: the eighth, without it the seventh
_LEAST = 5  # pupils of a cohort in each of the two works


@dataclass(frozen=True)
class Step:
    """One cohort in two works: mean of the first less mean of the second, per school (J,)."""

    before: Work
    after: Work
    measured: Measured


def above_exams(field: Sittings) -> Measured:
    """ВПР above the later ОГЭ of the same cohort and subject, all pairs of works together."""
    exams = [one for one in field.of("oge") if one.work.grade == _EXAM_GRADE]
    found = {one.work: one for one in field.of("vpr")}
    steps = []
    for exam in exams:
        before = (_earlier(exam.work, found, back) for back in _BACK)
        first = next((one for one in before if one is not None), None)
        if first is not None:
            steps.append(_step(first, exam, len(field.schools)))
    return _together(steps, len(field.schools))


def jumps(field: Sittings) -> Iterator[Step]:
    """Every cohort that wrote the same subject in two grades running."""
    found = {one.work: one for one in field.of("vpr")}
    for work, first in found.items():
        later = Work("vpr", work.subject, work.grade + 1, work.year + 1)
        if later in found:
            yield _step(first, found[later], len(field.schools))


def _earlier(exam: Work, found: dict[Work, Sitting], back: int) -> Sitting | None:
    return found.get(Work("vpr", exam.subject, exam.grade - back, exam.year - back))


def _step(first: Sitting, second: Sitting, schools: int) -> Step:
    before, after = _means(first, schools), _means(second, schools)
    measured = Measured(
        before[0] - after[0],
        np.sqrt(before[1] + after[1]),
        np.minimum(before[2], after[2]),
        np.full(schools, 2.0),
    )
    return Step(first.work, second.work, measured)


def _means(sitting: Sitting, schools: int) -> Array:
    """Mean, its variance and pupils per school; (3, J), NaN under the least number."""
    value = sitting.standard()
    known = np.isfinite(value)
    school, value = sitting.school[known], value[known]
    pupils = np.bincount(school, minlength=schools).astype(float)
    enough = pupils >= _LEAST
    size = np.where(enough, pupils, np.nan)
    mean = np.bincount(school, value, minlength=schools) / size
    square = np.bincount(school, (value - mean[school]) ** 2, minlength=schools)
    # The spread inside schools is one for all: of five pupils it says nothing.
    within = np.nansum(square[enough]) / max(float((pupils[enough] - 1).sum()), 1.0)
    return np.array([mean, within / size, pupils])


def _together(steps: list[Step], schools: int) -> Measured:
    """Weighted mean of the steps; every step first loses its mean over schools."""
    total, weight, pupils, works = np.zeros((4, schools))
    for step in steps:
        one = step.measured
        known = np.isfinite(one.estimate) & (one.se > 0)
        if known.sum() < 2:
            continue
        own = np.where(known, 1 / np.where(known, one.se, 1.0) ** 2, 0.0)
        centre = float(np.average(one.estimate[known], weights=own[known]))
        total += np.where(known, own * (np.nan_to_num(one.estimate) - centre), 0.0)
        weight += own
        pupils += np.where(known, one.pupils, 0.0)
        works += np.where(known, 2.0, 0.0)
    enough = weight > 0
    safe = np.where(enough, weight, 1.0)
    estimate = np.where(enough, total / safe, np.nan)
    return Measured(estimate, np.where(enough, 1 / np.sqrt(safe), np.nan), pupils, works)
