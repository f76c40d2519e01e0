"""Points of different works on one scale: distance from the mean in spreads inside schools."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from msoko.analysis.evidence import Evidence, Work
from msoko.analysis.items.matrix import answers_to
from msoko.analysis.methods.ctt import reliability
from msoko.analysis.methods.distributions import Array
from msoko.analysis.methods.refusal import TooLittle
from msoko.indicators.frame import Ints

_EXACT = 0.3  # a smaller share of true variance is itself too uncertain to divide by
TRUE_RU = "стандартного отклонения подготовки внутри школы"
SEEN_RU = "стандартного отклонения баллов внутри школы"


def on_one_scale(
    evidence: Evidence,
    score: Array,
    school: Ints,
    work: Ints,
    works: Mapping[int, tuple[Work, str]],
) -> tuple[Array, str]:
    """Values (rows,) and their unit in Russian; NaN where pupils of a work do not differ.

    `work` (rows,) are keys of `works`. How far schools lie apart does not stretch this scale. The
    sum of a short work scatters by chance, which makes differences look small; where items tell
    the error of the sum, its variance is taken off (Spearman 1904) — for all works or for none.
    """
    places, at = np.unique(work, return_inverse=True)
    n = np.bincount(at)
    left = score - (np.bincount(at, score) / n)[at]
    together = at * (int(school.max()) + 1) + school
    _, first, cell = np.unique(together, return_index=True, return_inverse=True)
    size = np.bincount(cell)
    inside = score - (np.bincount(cell, score) / size)[cell]
    df = n - np.bincount(at[first], minlength=len(n))
    variance = np.bincount(at, inside**2) / np.maximum(df, 1)
    errors = _errors(evidence, [works[key] for key in places.tolist()])
    known = variance > 0
    exact = bool(np.all((1 - errors**2 / np.where(known, variance, 1.0))[known] >= _EXACT))
    spread = np.sqrt(np.where(known, variance - (errors**2 if exact else 0.0), 1.0))
    value = np.where(known[at], left / spread[at], np.nan)
    return value, TRUE_RU if exact else SEEN_RU


def _errors(evidence: Evidence, works: list[tuple[Work, str]]) -> Array:
    """Standard error of one pupil's sum in each work; infinite where items do not tell it."""
    found: dict[tuple[Work, str], float] = {}
    for written in answers_to(evidence, frozenset(work for work, _ in works)):
        exact = reliability(written.answers)
        if not isinstance(exact, TooLittle):
            found[written.work, written.exam_level] = exact.sem
    return np.array([found.get(one, np.inf) for one in works])
