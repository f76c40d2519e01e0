"""Question: do the problems the regulation states show in the values of the last year.

A problem carries a rule of the profile (a condition on indicators or on organisations). A rule on
indicators is judged for the municipality; one on organisations («признак школы») for every school,
by the same engine that computes shares of schools. Where the regulation gives no number to compare
with there is no rule: then the values of the indicators it names are told, and nothing is said of
them. A difference of years taken across a break is no answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from msoko.analysis import words
from msoko.analysis.aspects import Key, Numbers, measured
from msoko.analysis.breaks import Break, Breaks, breaks_of
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Answer, Finding, Sample, Silence
from msoko.analysis.problems_charts import of_rule, of_schools, of_years
from msoko.analysis.problems_schools import SchoolAnswers, school_answers
from msoko.analysis.problems_words import by_rule, by_schools, without_rule
from msoko.analysis.rule_holds import Judge, leaves, parts_of_difference
from msoko.profile.conditions import MeetsIndicator, UnitCondition
from msoko.profile.model_cycle import ProblemStatement

METHOD = "правило профиля буквально, на точных числах; проверки на случайность нет"
SOURCE = "профиль муниципалитета, problems.yaml: положение и правило к каждой названной проблеме"
SAYS_NOT = (
    "Правило отвечает только на то, что в нём записано: причин не называет, случайное отличие от "
    "границы не отделяет, а слова положения бывают шире правила."
)
_OF_SCHOOL = "признак школы"


@dataclass(frozen=True)
class _Asked:
    """One problem asked of one municipality."""

    evidence: Evidence
    problem: ProblemStatement
    place: str
    breaks: Breaks


def answer(evidence: Evidence) -> Answer:
    """Every stated problem in every municipality: a finding with its numbers, or a silence."""
    profile = evidence.profile
    stated = profile.texts.problem_statements
    if not stated:
        why = "Положение не называет проблем, к которым записаны правила (problems.yaml)."
        period = words.period(evidence.last_year)
        silent = Silence("problems", "municipality", profile.name, period, why, Sample(0, 0))
        return Answer("problems", (), (silent,))
    rules = profile.problem_rules
    of_schools = {
        one.id: rules[one.id] for one in stated if one.id in rules and _is_of_schools(one, rules)
    }
    breaks, near = breaks_of(evidence), school_answers(evidence, of_schools)
    values = measured(evidence, everything=True)
    told: list[Finding | Silence] = []
    for place in evidence.computed.look("municipality").units():
        for one in stated:
            asked = _Asked(evidence, one, place, breaks)
            told.append(_answered(asked, rules.get(one.id), near.get(one.id), values))
    findings = tuple(one for one in told if isinstance(one, Finding))
    return Answer("problems", findings, tuple(one for one in told if isinstance(one, Silence)))


def _is_of_schools(problem: ProblemStatement, rules: Mapping[str, UnitCondition]) -> bool:
    plain = all(isinstance(leaf, MeetsIndicator) for leaf in leaves(rules[problem.id]))
    return problem.kind == _OF_SCHOOL or not plain


def _answered(
    asked: _Asked, rule: UnitCondition | None, schools: SchoolAnswers | None,
    values: Mapping[Key, Mapping[int, Numbers]],
) -> Finding | Silence:  # fmt: skip
    if rule is None:
        return _unruled(asked, values)
    if schools is not None:
        return _of_schools(asked, rule, schools)
    evidence, year = asked.evidence, asked.evidence.last_year
    look = evidence.computed.look("municipality")
    judge = Judge(evidence.profile, look, asked.breaks, asked.place, year)
    verdict = judge.holds(rule)
    if verdict is None:
        return _unknown(asked, judge.breaks)
    said = by_rule(evidence.profile, asked.problem, asked.place, year, verdict, judge.looked)
    drawn = of_rule(evidence.profile, asked.problem, year, judge.looked)
    numbers = [
        {"indicator": one.condition.indicator, "line": one.condition.line, "cell": one.cell,
         "value": float(one.number.value or 0)}
        for one in judge.looked
    ]  # fmt: skip
    return replace(_finding(asked, said, verdict, {"numbers": numbers}), chart=drawn)


def _of_schools(asked: _Asked, rule: UnitCondition, schools: SchoolAnswers) -> Finding | Silence:
    evidence, year = asked.evidence, asked.evidence.last_year
    parted = [
        cut
        for leaf in leaves(rule)
        if isinstance(leaf, MeetsIndicator)
        for cut in parts_of_difference(evidence.profile, asked.breaks, leaf, year)
    ]
    here = {c: a for c, a in schools.items() if evidence.municipality(c, year) == asked.place}
    met = [code for code, one in here.items() if one is True]
    known = sum(one is not None for one in here.values())
    if parted or not known:
        return _unknown(asked, parted)
    names = [evidence.name(code, year) for code in met]
    said = by_schools(asked.problem, asked.place, year, names, known, len(here))
    sample = Sample(0, known)
    drawn = of_schools(asked.problem, year, len(met), known, len(here))
    found = _finding(asked, said, bool(met), {"schools": met, "known": known}, sample)
    return replace(found, chart=drawn)


def _unknown(asked: _Asked, cuts: list[Break]) -> Silence:
    """Too little data, or years that must not be compared."""
    why = "слишком мало данных для правила"
    if cuts:
        reasons = "; ".join(dict.fromkeys(f"{words.year(one.year)}: {one.why}" for one in cuts))
        why = f"годы не сравниваются ({reasons})"
    return _silence(asked, why)


def _unruled(asked: _Asked, values: Mapping[Key, Mapping[int, Numbers]]) -> Finding | Silence:
    """Without a rule only the values of the named indicators; nothing where the series is cut."""
    problem = asked.problem
    reason = (problem.because or "числа для сравнения положение не даёт").rstrip(".")
    alone = len(problem.indicators) == 1  # lines of several indicators would drown the sentence
    named = [
        years
        for key, years in values.items()
        if key[0] in problem.indicators and (alone or not key[1])
    ]
    told = [years for years in named if _of_last_year(asked, years)]
    if not told:
        return _silence(asked, f"правила нет: {reason}")
    said = without_rule(problem, asked.place, asked.evidence.last_year, told, asked.breaks)
    drawn = of_years(asked.place, asked.evidence.last_year, told[0], asked.breaks)
    return replace(_finding(asked, said, None, {"because": reason}), chart=drawn)


def _of_last_year(asked: _Asked, years: Mapping[int, Numbers]) -> bool:
    now = years.get(asked.evidence.last_year)
    return now is not None and asked.place in now.municipalities


def _silence(asked: _Asked, why: str) -> Silence:
    said = f"{words.quoted(asked.problem.text)}: {why}."
    period = words.period(asked.evidence.last_year)
    named = asked.problem.indicators
    return Silence(
        "problems", "municipality", asked.place, period, said, Sample(0, 0),
        named[0] if named else None,
    )  # fmt: skip


def _finding(
    asked: _Asked, said: str, verdict: bool | None, numbers: Mapping[str, object],
    sample: Sample | None = None,
) -> Finding:  # fmt: skip
    problem = asked.problem
    return Finding(
        kind="problem",
        question="problems",
        unit_kind="municipality",
        unit=asked.place,
        period=words.period(asked.evidence.last_year),
        sure="described",
        sentence=words.spoken(said, pupils=0),
        measured="проявилась ли названная проблема: 1 — да, 0 — нет",
        value=None if verdict is None else float(verdict),
        low=None,
        high=None,
        sample=sample or Sample(0, 1),
        method=METHOD,
        source=SOURCE,
        says_not=SAYS_NOT,
        indicator=problem.indicators[0] if problem.indicators else None,
        area=problem.area,
        severity=None,
        evidence={
            "problem": problem.id,
            "clause": problem.clause.at if problem.clause else None,
            "shown": verdict,
            "note": problem.because,
            **numbers,
        },
    )
