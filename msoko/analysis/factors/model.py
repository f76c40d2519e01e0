"""Two-level models of one subject: pupils' characteristics against their own school, schools' ones.

Mundlak (1978), doi:10.2307/1913646: a pupil's characteristic enters as its difference from the
school's mean, so that schools are compared by school columns only. All columns enter at once; none
is picked by its result. Yes-no columns tell a difference, others a step of one standard deviation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from msoko.analysis.factors.pupils import PupilFactor
from msoko.analysis.factors.schools import SchoolFactor
from msoko.analysis.factors.scores import Scores
from msoko.analysis.methods.distributions import Array, t_quantile, two_sided_t
from msoko.analysis.methods.multilevel import IntraclassCorrelation, fit, intraclass_correlation
from msoko.analysis.methods.multilevel_logit import fit_logit
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.methods.within_between import within_between
from msoko.analysis.policy import FACTOR_SCHOOLS, for_schools
from msoko.indicators.frame import Bools

Outcome = Literal["score", "passed"]
Level = Literal["pupil", "school"]
_NODES = 9  # of the adaptive quadrature: beside 25 the third digit of an effect stays the same
_CLIP = 0.01  # of a work's share of those who passed, so that its logit is finite


@dataclass(frozen=True)
class Effect:
    """One column's effect with its standard error: standard deviations of the result, or logits.

    `step` says what the effect is of: "difference" of two groups, or one "deviation" of the factor.
    `at_equal_journal` is the same effect among pupils with equal journal marks; `q` the adjusted p.
    """

    name: str
    ru: str
    level: Level
    step: Literal["difference", "deviation"]
    value: float
    se: float
    df: float
    q: float = 1.0
    at_equal_journal: float | None = None

    @property
    def p(self) -> float:
        """Two-sided probability of so big an effect by chance."""
        return two_sided_t(self.value / self.se, self.df)

    def interval(self) -> tuple[float, float]:
        """95 % Student interval."""
        half = float(t_quantile(0.975, self.df)) * self.se
        return self.value - half, self.value + half


@dataclass(frozen=True)
class Explained:
    """One subject: effects, share of variance between schools before and after, what stands behind.

    `between` is of an empty model, `left` of the one with all own columns; None for yes-no results.
    """

    effects: tuple[Effect, ...]
    between: IntraclassCorrelation | None
    left: IntraclassCorrelation | None
    pupils: int
    schools: int


@dataclass(frozen=True)
class _Column:
    name: str
    ru: str
    level: Level
    binary: bool
    values: Array


def explain(
    rows: Scores,
    outcome: Outcome,
    of_pupils: Sequence[PupilFactor],
    of_schools: Sequence[SchoolFactor],
) -> Explained | TooLittle:
    """Fit one row per pupil; factors' values go by row (pupils) and by school (schools)."""
    own = [one for one in of_pupils if one.model == "own"]
    complete = _complete(rows, own, of_schools)
    first = _first(rows, complete)
    used = [replace(one, values=one.values[first]) for one in own]
    sample = rows.only(first)
    columns = _columns(sample, used, of_schools)
    found = _effects(sample, outcome, columns)
    if isinstance(found, TooLittle):
        return found
    marks = [one for one in of_pupils if one.model == "journal"]
    effects = [*found, *_journal(rows, outcome, own, of_schools, marks)]
    named = {one.name: one.value for one in effects if one.name.startswith("journal:")}
    told = [
        replace(one, at_equal_journal=named.get(f"journal:{one.name}"))
        for one in effects
        if not one.name.startswith("journal:")
    ]
    between, left = _shares(sample, columns) if outcome == "score" else (None, None)
    pupils, schools = len(sample.score), len(np.unique(sample.school))
    return Explained(tuple(told), between, left, pupils, schools)


def _complete(
    rows: Scores, of_pupils: Sequence[PupilFactor], of_schools: Sequence[SchoolFactor]
) -> Bools:
    known = np.ones(len(rows.score), dtype=bool)
    for pupil_factor in of_pupils:
        known &= np.isfinite(pupil_factor.values)
    for school_factor in of_schools:
        known &= np.isfinite(school_factor.values)[rows.school]
    return known


def _first(rows: Scores, known: Bools) -> Bools:
    """One row of each pupil: nobody counts twice."""
    places = np.flatnonzero(known)
    out = np.zeros(len(known), dtype=bool)
    out[places[np.unique(rows.pupil[places], return_index=True)[1]]] = True
    return out


def _columns(
    rows: Scores, of_pupils: Sequence[PupilFactor], of_schools: Sequence[SchoolFactor]
) -> list[_Column]:
    """Pupils' parts, then schools' own columns, then schools' means while schools suffice."""
    schools = len(np.unique(rows.school))
    parts = [(one, within_between(one.values, rows.school)) for one in of_pupils]
    split = [(one, part) for one, part in parts if not isinstance(part, TooLittle)]
    columns = [
        _Column(one.name, one.ru, "pupil", one.binary, part.within)
        for one, part in split
        if part.varies_within
    ]
    if not for_schools(schools).factors:
        return columns
    own = [_Column(f.name, f.ru, "school", f.binary, f.values[rows.school]) for f in of_schools]
    own += [
        _Column(f"mean_{one.name}", f"{one.mean_ru} в школе", "school", False, part.between)
        for one, part in split
        if part.varies_between
    ]
    varying = [one for one in own if np.ptp(one.values) > 0]
    return columns + varying[: schools // FACTOR_SCHOOLS]


def _effects(
    rows: Scores, outcome: Outcome, columns: Sequence[_Column]
) -> list[Effect] | TooLittle:
    if not columns:
        return TooLittle(1, 0, "Нет ни одного признака, известного почти у всех обучающихся.")
    scaled = [_scaled(one, rows) for one in columns]
    x = np.column_stack([np.ones(len(rows.score)), *scaled])
    if outcome == "passed":
        x = np.column_stack([x, *_difficulty(rows)])
        logit = fit_logit(rows.score, x, rows.school, _NODES)
        if isinstance(logit, TooLittle):
            return logit
        values, se = logit.effects, logit.se
    else:
        linear = fit(rows.score, x, rows.school)
        if isinstance(linear, TooLittle):
            return linear
        values, se = linear.effects, linear.se
    return list(_told(columns, values[1:], se[1:], rows))


def _told(columns: Sequence[_Column], values: Array, se: Array, rows: Scores) -> Iterator[Effect]:
    schools = len(np.unique(rows.school))
    of_schools = sum(one.level == "school" for one in columns)
    df = {
        "pupil": float(len(rows.score) - schools - len(columns)),
        "school": float(schools - of_schools - 1),
    }
    for number, one in enumerate(columns):
        if se[number] > 0:
            yield Effect(
                one.name, one.ru, one.level, "difference" if one.binary else "deviation",
                float(values[number]), float(se[number]), df[one.level],
            )  # fmt: skip


def _scaled(one: _Column, rows: Scores) -> Array:
    """Yes-no columns as they are; others over their deviation (schools': over schools alike)."""
    if one.binary:
        return one.values
    told = one.values
    if one.level == "school":
        told = one.values[np.unique(rows.school, return_index=True)[1]]
    return np.asarray((one.values - told.mean()) / told.std())


def _difficulty(rows: Scores) -> list[Array]:
    """Logit of the share that passed each work: easy and hard works do not mix."""
    n = np.bincount(rows.work)
    share = np.bincount(rows.work, rows.score) / np.maximum(n, 1)
    share = np.clip(share, _CLIP, 1 - _CLIP)[rows.work]
    logit = np.log(share / (1 - share))
    return [logit - logit.mean()] if np.ptp(logit) > 0 else []


def _journal(
    rows: Scores, outcome: Outcome, own: Sequence[PupilFactor],
    of_schools: Sequence[SchoolFactor], marks: Sequence[PupilFactor],
) -> list[Effect]:  # fmt: skip
    """The journal mark's effects, and the others beside it under names "journal:…"."""
    if not marks:
        return []
    factors = [*own, *marks]
    first = _first(rows, _complete(rows, factors, of_schools))
    used = [replace(one, values=one.values[first]) for one in factors]
    sample = rows.only(first)
    found = _effects(sample, outcome, _columns(sample, used, of_schools))
    if isinstance(found, TooLittle):
        return []
    names = {name for one in marks for name in (one.name, f"mean_{one.name}")}
    return [one if one.name in names else replace(one, name=f"journal:{one.name}") for one in found]


def _shares(
    rows: Scores, columns: Sequence[_Column]
) -> tuple[IntraclassCorrelation | None, IntraclassCorrelation | None]:
    """Share of variance between schools, empty model and with all columns."""
    ones = np.ones((len(rows.score), 1))
    full = np.column_stack([ones, *(_scaled(one, rows) for one in columns)])
    return _share(rows, ones), _share(rows, full)


def _share(rows: Scores, x: Array) -> IntraclassCorrelation | None:
    fitted = fit(rows.score, x, rows.school)
    if isinstance(fitted, TooLittle):
        return None
    found = intraclass_correlation(fitted)
    return None if isinstance(found, TooLittle) else found
