"""Question: what goes with results — pupils' characteristics and schools' circumstances.

Two-level models, all factors at once and never step by step; fewer than ten schools
allow no statement about a school's circumstance, fewer than 200 pupils or five schools none at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow.compute as pc

from msoko.analysis import words
from msoko.analysis.evidence import Evidence, codes
from msoko.analysis.factors.model import Effect, Explained, Outcome, explain
from msoko.analysis.factors.pupils import pupil_factors
from msoko.analysis.factors.schools import school_columns, school_factors
from msoko.analysis.factors.scores import Scores, scores
from msoko.analysis.factors.told import About, effect_finding, share_finding
from msoko.analysis.finding import Answer, Finding, Sample, Silence
from msoko.analysis.methods.false_discovery import adjusted
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import FACTOR_PUPILS, FACTOR_SCHOOLS, for_schools, sureness
from msoko.analysis.similar import region_of
from msoko.vocabulary import PROCEDURES

_Columns = Mapping[str, Mapping[str, float]]
_STAGES = ("final", "interim", "entry")


@dataclass(frozen=True)
class _Subject:
    """A subject of a procedure in its last year with pupils enough, and what came of it.

    `found` is None where pupils or schools are too few to begin with.
    """

    about: About
    found: Explained | TooLittle | None
    sample: Sample


def answer(evidence: Evidence) -> Answer:
    """Share of variance between schools and every factor that stands, by subject; silences."""
    columns = school_columns(evidence) if _procedures(evidence) else {}
    subjects = [one for name in _procedures(evidence) for one in _subjects(evidence, name, columns)]
    told = _with_q([one for one in subjects if isinstance(one.found, Explained)])
    findings = [found for one in told for found in _findings(one)]
    return Answer("factors", tuple(findings), tuple(_silences(evidence, subjects)))


def _procedures(evidence: Evidence) -> list[str]:
    if evidence.table("results") is None:
        return []
    return sorted({work.procedure for work in evidence.works if work.year <= evidence.last_year})


def _subjects(evidence: Evidence, procedure: str, columns: _Columns) -> Iterator[_Subject]:
    outcome: Outcome = "score"
    rows = scores(evidence, procedure)
    if rows is None:
        outcome = "passed"
        rows = scores(evidence, procedure, outcome="passed")
    if rows is None:
        return
    domain, domains = codes(rows.table, "domain")
    for subject in range(len(rows.subjects)):
        for part in np.unique(domain[rows.subject == subject]).tolist():
            chosen = rows.only((rows.subject == subject) & (domain == part))
            name = domains[part] if part >= 0 else None
            latest = _last(chosen)
            about = _about(evidence, procedure, outcome, latest, name)
            yield _subject(evidence, about, latest, columns)


def _last(rows: Scores) -> Scores:
    """The latest year with pupils enough (else the fullest one), its last stage of control."""
    years, n = np.unique(rows.year, return_counts=True)
    enough = years[n >= FACTOR_PUPILS]
    year = enough[-1] if enough.size else years[np.argmax(n)]
    rows = rows.only(rows.year == year)
    stages = rows.table["control_stage"]
    for stage in _STAGES:
        here = pc.fill_null(pc.equal(stages, stage), False).to_numpy().astype(bool)
        if here.any():
            return rows.only(here)
    return rows


def _about(
    evidence: Evidence, procedure: str, outcome: Outcome, rows: Scores, domain: str | None
) -> About:
    year, region = int(rows.year[0]), region_of(evidence)
    present = np.unique(rows.school).tolist()
    places = {evidence.municipality(rows.schools[code], year) for code in present}
    subject = rows.subjects[rows.subject[0]]
    if len(places) > 1:
        return About(procedure, subject, domain, year, region, "region", outcome)
    return About(procedure, subject, domain, year, places.pop(), "municipality", outcome)


def _subject(evidence: Evidence, about: About, rows: Scores, columns: _Columns) -> _Subject:
    pupils, schools = len(np.unique(rows.pupil)), len(np.unique(rows.school))
    sample = Sample(pupils, schools, len(np.unique(rows.work)))
    if pupils < FACTOR_PUPILS or for_schools(schools).comparison == "listing":
        return _Subject(about, None, sample)
    compact = _renumbered(rows)
    factors = pupil_factors(evidence, compact), school_factors(columns, compact.schools)
    return _Subject(about, explain(compact, about.outcome, *factors), sample)


def _renumbered(rows: Scores) -> Scores:
    """Schools counted among those present."""
    present, school = np.unique(rows.school, return_inverse=True)
    return replace(rows, school=school, schools=tuple(rows.schools[one] for one in present))


def _with_q(subjects: list[_Subject]) -> list[_Subject]:
    """All effects of the question adjusted together for the number of comparisons."""
    effects = [e for one in subjects if isinstance(one.found, Explained) for e in one.found.effects]
    if not effects:
        return subjects
    q = iter(adjusted([one.p for one in effects]).tolist())
    out = []
    for one in subjects:
        if isinstance(one.found, Explained):
            told = tuple(replace(effect, q=next(q)) for effect in one.found.effects)
            out.append(replace(one, found=replace(one.found, effects=told)))
    return out


def _findings(one: _Subject) -> Iterator[Finding]:
    if not isinstance(one.found, Explained):
        return
    sample = replace(one.sample, pupils=one.found.pupils, schools=one.found.schools)
    if one.found.between is not None:
        yield share_finding(one.about, one.found, sample)
    for effect in sorted(one.found.effects, key=_order):
        if sureness(1 - effect.q) != "described":
            yield effect_finding(one.about, one.found, effect, sample)


def _order(one: Effect) -> tuple[str, float]:
    return one.level, -abs(one.value)


def _silences(evidence: Evidence, subjects: list[_Subject]) -> Iterator[Silence]:
    yield from _few(subjects)
    for one in subjects:
        if isinstance(one.found, TooLittle):
            yield _silence(one, f"{one.about.what()}: {_open(one.found.why)}.")
        elif one.found is not None and not any(True for _ in _findings(one)):
            named = "; ".join(effect.ru for effect in one.found.effects)
            yield _silence(one, f"{one.about.what()}: ни один признак не подтвердился ({named}).")
    fitted = [(one, one.found) for one in subjects if isinstance(one.found, Explained)]
    if fitted and not for_schools(max(found.schools for _, found in fitted)).factors:
        one, found = max(fitted, key=lambda pair: pair[1].schools)
        why = (
            "О факторах школы (размер, местность, кадры) вывод по своим данным невозможен: нужно "
            f"не менее {FACTOR_SCHOOLS} школ, есть {found.schools}; оценку дают данные региона."
        )
        yield _silence(one, why)
    if not subjects:
        why = "Нет работ, по результатам которых можно искать факторы."
        unit, period = region_of(evidence), words.period(evidence.last_year)
        yield Silence("factors", "region", unit, period, why, Sample(0, 0, 0, 0))


def _few(subjects: list[_Subject]) -> Iterator[Silence]:
    """One silence for each procedure about its subjects with too few pupils or schools."""
    by_procedure: dict[str, list[_Subject]] = {}
    for one in subjects:
        if one.found is None:
            by_procedure.setdefault(one.about.procedure, []).append(one)
    for procedure, members in by_procedure.items():
        told = "; ".join(
            f"{one.about.subject_ru()} — {words.people(one.sample.pupils)} и {one.sample.schools}"
            for one in members
        )
        why = (
            f"{PROCEDURES[procedure]}: для факторов нужно не менее {FACTOR_PUPILS} обучающихся и 5 "
            f"школ; есть обучающихся и школ: {told}."
        )
        yield _silence(max(members, key=lambda one: one.sample.pupils), why)


def _open(why: str) -> str:
    """A reason as the middle of a sentence."""
    return why[0].lower() + why[1:].rstrip(".")


def _silence(one: _Subject, why: str) -> Silence:
    about = one.about
    period = words.period(about.year)
    return Silence("factors", about.unit_kind, about.unit, period, why, one.sample)
