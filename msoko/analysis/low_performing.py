"""Question: which schools meet the regulation's criteria of low results, and how sure that is.

Every criterion is judged literally, as the profile words it. Beside the literal answer stands the
probability that the school's true share exceeds the border: a share of «2» in a class of twenty
crosses a border of 30 % by chance far too often. Being on the list is decided by an
official, by the act in force; nothing here replaces it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from msoko.analysis import words
from msoko.analysis.aspects import cell_words, grades_of
from msoko.analysis.evidence import Evidence
from msoko.analysis.exceeding import Exceeding, probability
from msoko.analysis.finding import Answer, Chart, Finding, Sample, Silence, Sureness, reading_order
from msoko.analysis.policy import for_pupils, sureness
from msoko.indicators.closure import closure
from msoko.indicators.compute import compute
from msoko.indicators.gather import StoreFacts
from msoko.indicators.look_up import LookUp
from msoko.indicators.rule_sets import CriterionResult, Identified, identify
from msoko.indicators.thresholds import VERDICT_RU, Judged
from msoko.profile.rule_set import RuleCategory, RuleSet

METHOD = (
    "критерии нормативного акта буквально; вероятность превышения порога — бета-биномиальная "
    "модель по всем школам муниципалитета (менее пяти школ — региона)"
)
_PROBABILITY = "Gelman et al., BDA, 5.3"
SOURCE = f"профиль муниципалитета, набор правил; {_PROBABILITY}"
SAYS_NOT = (
    "Включает в перечень и исключает из него должностное лицо по действующему акту; вывод "
    "показывает только, какие критерии сработали и насколько это надёжно, и причин не называет."
)
STATUS_RU: Mapping[Sureness, str] = {
    "sure": "признак есть",
    "likely": "вероятно",
    "described": "не доказано",
    "signal": "не доказано",
}
_ANSWER_RU = {True: "выполнен", False: "не выполнен", None: "слишком мало данных"}


@dataclass(frozen=True)
class Criterion:
    """One criterion with its literal answer and the probability behind it (None: no share).

    `grades` say whose work it is: criteria of the same grades are about the same pupils.
    """

    category: str
    label: str
    result: CriterionResult
    chance: float | None
    pupils: int
    grades: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        """Whether it is literally met and decides."""
        return self.result.criterion.role == "decides" and self.result.met is True


def answer(evidence: Evidence) -> Answer:
    """Schools that meet a category, and listed schools that meet none any more; silences."""
    findings: list[Finding] = []
    silences: list[Silence] = []
    for rules in evidence.profile.rule_sets.values():
        look = _look(evidence, rules)
        exceeding = Exceeding(evidence, look)
        for code in _schools(evidence, rules, look):
            told = _school(evidence, rules, look, exceeding, code)
            if isinstance(told, Silence):
                silences.append(told)
            elif told is not None:
                findings.append(told)
    if not evidence.profile.rule_sets:
        why = "В профиле нет набора правил о школах с низкими результатами."
        period = words.period(evidence.last_year)
        silences.append(
            Silence(
                "low_performing", "municipality", evidence.profile.name, period, why, Sample(0, 0)
            )
        )
    return Answer("low_performing", tuple(sorted(findings, key=reading_order)), tuple(silences))


def _look(evidence: Evidence, rules: RuleSet) -> LookUp:
    """Numbers of schools; a shared set also looks at indicators the profile does not show."""
    profile = evidence.profile
    named = [c.indicator for g in rules.categories for c in g.criteria if c.indicator]
    computed = evidence.computed
    if all((name, "") in computed.evaluated for name in named):
        return computed.look()
    known = {**profile.common, **profile.indicators}
    wanted = closure([known[name] for name in dict.fromkeys(named)], known)
    return compute(wanted, StoreFacts(evidence.store)).look()


def _schools(evidence: Evidence, rules: RuleSet, look: LookUp) -> Sequence[str]:
    expected = evidence.units.expected(rules.kinds, evidence.last_year)
    return expected or sorted(look.units())


def _school(
    evidence: Evidence, rules: RuleSet, look: LookUp, exceeding: Exceeding, code: str
) -> Finding | Silence | None:
    year = evidence.last_year
    known = {**evidence.profile.common, **evidence.profile.indicators}
    found = identify(rules, known, look, code, year)
    listed = bool((evidence.units.row(code, year) or {}).get("low_performing"))
    if not found.known:
        why = "Нет данных ни по одному решающему критерию за годы, на которые смотрит правило."
        if listed:
            why += " Школа остаётся в перечне: выход из него показать нечем."
        sample = Sample(0, 1, 0, 0)
        return Silence("low_performing", "organisation", code, words.period(year), why, sample)
    if found.category is None and not listed:
        return None
    criteria = [_criterion(result, exceeding, code, name) for name, result in found.criteria]
    return _finding(evidence, rules, found, criteria, listed)


def _criterion(
    result: CriterionResult, exceeding: Exceeding, code: str, category: str
) -> Criterion:
    raised = result.raised
    if raised is None:
        return Criterion(category, result.criterion.label, result, None, 0)
    chances = [exceeding.of(raised, code, judged) for judged in raised.judged]
    pupils = sum(int(judged.number.denominator or 0) for judged in raised.judged)
    told = [one if one is not None else 0.0 for one in chances]
    known = any(one is not None for one in chances)
    chance = probability(told, raised.needed) if known else None
    indicator = exceeding.evidence.profile.indicator(raised.indicator)
    grades = grades_of(indicator) if indicator else ()
    return Criterion(category, result.criterion.label, result, chance, pupils, grades)


def _finding(
    evidence: Evidence,
    rules: RuleSet,
    found: Identified,
    criteria: Sequence[Criterion],
    listed: bool,
) -> Finding:
    category = next((one for one in rules.categories if one.id == found.category), None)
    own = [one for one in criteria if one.category == found.category and one.met]
    decisive = own or [one for one in criteria if one.result.criterion.role == "decides"]
    chance = _together(category, own) if category else _none_met(criteria)
    strongest = max(decisive, key=lambda one: one.chance or 0.0)
    sure: Sureness = sureness(chance) if chance is not None else "described"
    return Finding(
        kind="low_performing",
        question="low_performing",
        unit_kind="organisation",
        unit=found.unit,
        period=words.period(found.year),
        sure=sure,
        sentence=_sentence(evidence, rules, found, category, decisive, chance, sure, listed),
        measured="вероятность того, что истинная доля за порогом" if category else
        "вероятность того, что истинная доля ни по одному критерию не за порогом",
        value=chance,
        low=None,
        high=None,
        sample=Sample(
            strongest.pupils, 1, len(decisive), _span(decisive)
        ),
        method=METHOD,
        source=f"{rules.source}; {_PROBABILITY}" if rules.source else SOURCE,
        says_not=SAYS_NOT,
        area=rules.area,
        severity=float(sum(one.pupils for one in own)),
        evidence={
            "rule_set": rules.id,
            "category": found.category,
            "certain": found.certain,
            "listed": listed,
            "leaving": listed and category is None,
            "status": STATUS_RU[sure],
            "why": [_why(one) for one in criteria],
        },
        chart=_chart(evidence, found, strongest),
    )  # fmt: skip


def _together(category: RuleCategory, met: Sequence[Criterion]) -> float | None:
    """How sure enough criteria are truly met: works of other grades are other pupils' and count as
    independent, of the same pupils only the surest counts."""
    surest: dict[tuple[str, ...], float] = {}
    for one in met:
        if one.chance is not None:
            surest[one.grades] = max(surest.get(one.grades, 0.0), one.chance)
    if len(surest) < category.needed:
        return None
    return probability(list(surest.values()), category.needed)


def _none_met(criteria: Sequence[Criterion]) -> float | None:
    """At least so sure that no deciding criterion is truly over its border (Boole's bound)."""
    chances = [
        one.chance
        for one in criteria
        if one.result.criterion.role == "decides" and one.chance is not None
    ]
    return max(0.0, 1.0 - float(np.sum(chances))) if chances else None


def _span(criteria: Sequence[Criterion]) -> int:
    return len({judged.year for one in criteria for judged in _years(one)})


def _years(one: Criterion) -> tuple[Judged, ...]:
    return one.result.raised.judged if one.result.raised else ()


def _why(one: Criterion) -> dict[str, Any]:
    """A row of the why-table: literal verdicts year by year beside the probability."""
    raised = one.result.raised
    return {
        "category": one.category,
        "criterion": one.result.criterion.id,
        "label": one.label,
        "role": one.result.criterion.role,
        "answer": _ANSWER_RU[one.result.met],
        "probability": one.chance,
        "needed": raised.needed if raised else None,
        "years": [
            {
                "year": words.year(judged.year),
                "cell": judged.cell,
                "numerator": judged.number.numerator,
                "denominator": judged.number.denominator,
                "threshold": None if judged.border is None else float(judged.border),
                "verdict": VERDICT_RU[judged.verdict],
            }
            for judged in _years(one)
        ],
    }


def _sentence(
    evidence: Evidence, rules: RuleSet, found: Identified, category: RuleCategory | None,
    decisive: Sequence[Criterion], chance: float | None, sure: Sureness, listed: bool,
) -> str:  # fmt: skip
    name = words.quoted(evidence.name(found.unit, found.year))
    told = "не вычислена" if chance is None else words.percent(chance, 0)
    if category is None:
        said = (
            f"{name}, {words.year(found.year)}: школа значится в перечне; буквально решающие "
            f"критерии не выполнены, вероятность того, что ни один порог на деле не превышен, — "
            f"{told}"
        )
        if not found.certain:
            said += "; часть данных отсутствует и может изменить ответ"
        return words.spoken(said, pupils=0)
    # a second work is told with the first
    once = {one.result.criterion.indicator or one.label: one for one in reversed(decisive)}
    first = [one for one in decisive if one in once.values()]
    criteria = "; ".join(f"{words.quoted(one.label)}: {'; '.join(_cases(one))}" for one in first)
    if rules.source:
        criteria += f"; правило: {words.quoted(rules.label)}"
    said = (
        f"{name}, {words.year(found.year)}: категория {words.quoted(category.label)} — "
        f"{STATUS_RU[sure]} (вероятность превышения порога — {told}); {criteria}"
    )
    return words.spoken(said if listed else f"{said}; в перечне не значится", pupils=0)


def _cases(one: Criterion) -> Iterator[str]:
    """The years that met the border: «2022/23 — 5 из 22 (порог 20 %)»."""
    for judged in _years(one):
        number = judged.number
        if judged.verdict == "met" and number.numerator is not None and number.denominator:
            border = words.decimal(float(judged.border or 0), 0)
            cell = f", {cell_words('results', judged.cell).lower()}" if judged.cell else ""
            counts = _counts(int(number.numerator), int(number.denominator))
            yield f"{words.year(judged.year)}{cell} — {counts} (порог {border} %)"


def _counts(hits: int, tried: int) -> str:
    if for_pupils(tried).interval == "none":
        return f"участников {words.people(tried)}"
    return words.few(hits, tried)


def _chart(evidence: Evidence, found: Identified, one: Criterion) -> Chart:
    rows = []
    for judged in _years(one):
        if judged.number.value is not None:
            cell = f", {cell_words('results', judged.cell).lower()}" if judged.cell else ""
            hits, tried = judged.number.numerator, judged.number.denominator
            counts = "" if hits is None or not tried else f"{_counts(int(hits), int(tried))}: "
            border = None if judged.border is None else float(judged.border)
            rows.append(
                {
                    "x": f"{words.year(judged.year)}{cell}",
                    "y": float(judged.number.value),
                    "label": f"{counts}{VERDICT_RU[judged.verdict]}",
                    "border": border,
                }
            )
    title = f"{evidence.name(found.unit, found.year)}: {one.label}"
    return Chart(title, "bar", "учебный год", "%", tuple(rows))
