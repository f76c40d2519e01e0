"""Question: which schools show more than was to be expected, and what do they do.

A school is named only when its effect, pooled over several works and two years or
more, with prior results or journal marks in the model, is over the mean with a probability above
0.95, positive in every year, and its integrity is not in doubt. The same comparison, of results as
they are, names resilient schools among those in disadvantaged circumstances.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from msoko.analysis import words
from msoko.analysis.circumstances import circumstances
from msoko.analysis.evidence import Evidence
from msoko.analysis.factors.scores import Scores, scores
from msoko.analysis.finding import Answer, Finding, Sample, Silence
from msoko.analysis.integrity.flag import Flags, flagged
from msoko.analysis.methods.distributions import Array
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import FACTOR_SCHOOLS, for_schools, may_judge
from msoko.analysis.practices.actions import Deeds
from msoko.analysis.practices.expected import BASES, Basis, Gains, gains, schools_with_years
from msoko.analysis.practices.pooled import Pooled, pooled
from msoko.analysis.practices.told import (
    Named,
    told_of,
    why_below,
    why_flagged,
    why_none,
    why_thin,
)
from msoko.analysis.similar import region_of
from msoko.vocabulary import PROCEDURES

_PRIOR_ENOUGH = 0.5  # prior results are preferred when they reach this share of schools


@dataclass(frozen=True)
class Compared:
    """One procedure's schools compared: the expectation, the effects, and doubts of integrity."""

    procedure: str
    basis: Basis
    gains: Gains
    pooled: Pooled
    flags: Flags
    context: tuple[str, ...] = ()

    def sample(self, school: int) -> Sample:
        """What stands behind a school."""
        return Sample(
            int(self.pooled.pupils[school]), 1, int(self.gains.of_schools[school]),
            int(self.pooled.known_years()[school]),
        )  # fmt: skip


def answer(evidence: Evidence) -> Answer:
    """Practices and resilient schools of each procedure with scores; silences with reasons."""
    parts = [_procedure(evidence, name) for name in _procedures(evidence)]
    findings = [one for part in parts for one in part.findings]
    silences = [one for part in parts for one in part.silences]
    if not findings and not silences:
        why = (
            "Ни у одной школы нет двух лет работ с баллами, к которым известны прежние результаты "
            "параллели или отметки по журналу."
        )
        silences.append(_region(evidence, why, Sample(0, 0, 0, 0)))
    ordered = sorted(findings, key=lambda one: (one.kind, -(one.severity or 0.0), one.unit))
    return Answer("practices", tuple(ordered), tuple(silences))


def _procedures(evidence: Evidence) -> list[str]:
    """Procedures several grades write: a single exam knows neither a prior result nor a journal."""
    grades: dict[str, set[int]] = {}
    if evidence.table("results") is None:
        return []
    for work in evidence.works:
        if work.year <= evidence.last_year:
            grades.setdefault(work.procedure, set()).add(work.grade)
    return sorted(name for name, found in grades.items() if len(found) > 1)


def _procedure(evidence: Evidence, procedure: str) -> Answer:
    rows = scores(evidence, procedure)
    if rows is None or not any(schools_with_years(rows, basis) for basis in BASES):
        return Answer("practices")
    compared = _compared(evidence, procedure, rows)
    if isinstance(compared, TooLittle):
        why = f"{PROCEDURES[procedure]}: {compared.why}"
        sample = Sample(len(np.unique(rows.pupil)), len(rows.schools), 1, 1)
        return Answer("practices", (), (_region(evidence, why, sample),))
    found = list(_practices(evidence, compared))
    found += _resilient(evidence, rows, compared)
    findings = tuple(one for one in found if isinstance(one, Finding))
    silences = tuple(one for one in found if isinstance(one, Silence))
    return Answer("practices", findings, silences)


def _compared(evidence: Evidence, procedure: str, rows: Scores) -> Compared | TooLittle:
    schools = len(np.unique(rows.school))
    if for_schools(schools).comparison == "listing":
        why = f"для сравнения нужно не менее 5 школ с результатами, есть {schools}."
        return TooLittle(5, schools, why)
    prior, journal = (schools_with_years(rows, basis) for basis in BASES)
    basis: Basis = "prior" if prior and prior >= _PRIOR_ENOUGH * journal else "journal"
    context, names = _context(evidence, rows, taken=int(basis == "prior"))
    expected = gains(rows, basis, context)
    if isinstance(expected, TooLittle):
        return expected
    effects = pooled(expected)
    if isinstance(effects, TooLittle):
        return effects
    flags = flagged(evidence, procedure, effects.years)
    return Compared(procedure, basis, expected, effects, flags, names)


def _context(evidence: Evidence, rows: Scores, taken: int) -> tuple[Array | None, tuple[str, ...]]:
    """Circumstances (J, k), one for every ten schools, in the order they are declared in.

    `taken` columns that compare schools already stand in the model: the schools' prior results.
    """
    known = circumstances(evidence)
    places = {code: number for number, code in enumerate(known.schools)}
    here = [places[code] for code in rows.schools if code in places]
    allowed = max(len(here) // FACTOR_SCHOOLS - taken, 0)
    varying = [k for k in range(len(known.names)) if here and np.ptp(known.values[here, k]) > 0]
    chosen = varying[:allowed]
    if not chosen:
        return None, ()
    table = np.full((len(rows.schools), len(chosen)), np.nan)
    for row, code in enumerate(rows.schools):
        if code in places:
            table[row] = known.values[places[code], chosen]
    return table, tuple(known.names[k] for k in chosen)


def _practices(evidence: Evidence, one: Compared) -> Iterator[Finding | Silence]:
    sure, told = one.pooled.surely_above(), 0
    deeds = Deeds(evidence, one.gains.schools)
    for school, code in enumerate(one.gains.schools):
        sample = one.sample(school)
        if not may_judge(sample.pupils, sample.works) or sample.years < 2:
            why = why_thin(sample, one.basis, bool(one.context))
            yield _silence(evidence, code, one.procedure, why, sample)
        elif sure[school] and code in one.flags.reasons:
            yield _silence(
                evidence, code, one.procedure, why_flagged(one.flags.reasons[code]), sample
            )
        elif sure[school]:
            told += 1
            yield told_of(evidence, _named(one, school, sample), deeds)
    if not told:
        whole = _whole(one)
        yield _region(evidence, f"{PROCEDURES[one.procedure]}: {why_none(one.pooled)}", whole)


def _named(one: Compared, school: int, sample: Sample) -> Named:
    code = one.gains.schools[school]
    return Named(
        one.procedure, one.basis, one.context, one.pooled, school, one.gains.schools, sample,
        code in one.flags.tested, one.gains.slope,
    )  # fmt: skip


def _whole(one: Compared) -> Sample:
    known = one.pooled.pupils > 0
    works = int(one.gains.of_schools.max(initial=0))
    return Sample(int(one.pooled.pupils.sum()), int(known.sum()), works, len(one.pooled.years))


def _resilient(evidence: Evidence, rows: Scores, one: Compared) -> Iterator[Finding | Silence]:
    year = evidence.last_year
    flags = [(evidence.units.row(code, year) or {}).get("disadvantaged") for code in rows.schools]
    if all(flag is None for flag in flags):
        why = (
            "О резильентных школах: реестр не говорит, какие школы работают в неблагоприятных "
            "социальных условиях (столбец «Неблагоприятные условия»)."
        )
        yield _region(evidence, why, _whole(one))
        return
    level = gains(rows, "level")
    effects = level if isinstance(level, TooLittle) else pooled(level)
    if isinstance(level, TooLittle) or isinstance(effects, TooLittle):
        lacking = level if isinstance(level, TooLittle) else effects
        yield _region(evidence, f"О резильентных школах: {lacking}", _whole(one))
        return
    compared = Compared(one.procedure, "level", level, effects, one.flags)
    sure, deeds = effects.surely_above(), Deeds(evidence, rows.schools)
    for school in np.flatnonzero([flag is True for flag in flags]).tolist():
        code, sample = rows.schools[school], compared.sample(school)
        if not may_judge(sample.pupils, sample.works) or sample.years < 2:
            why = f"о резильентности: {why_thin(sample, 'level', context=False)}"
        elif not sure[school]:
            why = why_below()
        elif code in one.flags.reasons:
            why = why_flagged(one.flags.reasons[code])
        else:
            yield told_of(evidence, _named(compared, school, sample), deeds)
            continue
        yield _silence(evidence, code, one.procedure, why, sample)


def _silence(evidence: Evidence, code: str, procedure: str, why: str, sample: Sample) -> Silence:
    said = f"{PROCEDURES[procedure]}: {why}"
    return Silence(
        "practices", "organisation", code, words.period(evidence.last_year), said, sample
    )


def _region(evidence: Evidence, why: str, sample: Sample) -> Silence:
    period = words.period(evidence.last_year)
    return Silence("practices", "region", region_of(evidence), period, why, sample)
