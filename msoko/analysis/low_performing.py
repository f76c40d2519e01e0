"""Question: which schools meet the regulation's criteria of low results, and how sure that is.

Every criterion is judged literally, as the profile words it. Beside the literal answer stands the
probability that the school's true share exceeds the border: a share of «2» in a class of twenty
crosses a border of 30 % by chance far too often. Being on the list is decided by an
official, by the act in force; nothing here replaces it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msoko.analysis import criteria as told_of
from msoko.analysis import words
from msoko.analysis.criteria import Criterion, criterion
from msoko.analysis.evidence import Evidence
from msoko.analysis.exceeding import Exceeding
from msoko.analysis.finding import Answer, Finding, Sample, Silence, Sureness, reading_order
from msoko.analysis.policy import sureness
from msoko.indicators.closure import closure
from msoko.indicators.compute import compute
from msoko.indicators.gather import StoreFacts
from msoko.indicators.look_up import LookUp
from msoko.indicators.rule_sets import Identified, identify
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
_LEAVING_RU: Mapping[Sureness, str] = {
    "sure": "признаков нет",
    "likely": "признаков, вероятно, нет",
    "described": "не доказано",
    "signal": "не доказано",
}
_MISSED = 5  # criteria without data a silence names


def answer(evidence: Evidence) -> Answer:
    """Schools that meet a category, and listed schools that meet none any more; silences."""
    findings: list[Finding] = []
    silences: list[Silence] = []
    for rules in evidence.profile.rule_sets.values():
        look = _look(evidence, rules)
        exceeding = Exceeding(evidence, look)
        open_: list[Identified] = []
        for code in _schools(evidence, rules, look):
            told = _school(evidence, rules, look, exceeding, code)
            if isinstance(told, Silence):
                silences.append(told)
            elif isinstance(told, Finding):
                findings.append(told)
            elif any(_missing(evidence, told)):
                open_.append(told)
        silences += _open(evidence, open_)
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
) -> Finding | Silence | Identified:
    """A finding, a silence, or a school that neither meets a category nor is listed."""
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
        return found
    criteria = [
        criterion(result, exceeding, look, code, year, name) for name, result in found.criteria
    ]
    return _finding(evidence, rules, found, criteria, listed)


def _missing(evidence: Evidence, found: Identified) -> list[str]:
    """Names of the deciding criteria that data not there could still answer."""
    profile = evidence.profile
    return [
        result.criterion.label
        for _, result in found.criteria
        if told_of.missing(result, profile.indicator(result.criterion.indicator or ""))
    ]


def _open(evidence: Evidence, found: Sequence[Identified]) -> Iterator[Silence]:
    """One silence a municipality about schools that data not there could still put on the list."""
    year = evidence.last_year
    places: dict[str, list[Identified]] = {}
    for one in found:
        places.setdefault(evidence.municipality(one.unit, year), []).append(one)
    for place, schools in sorted(places.items()):
        missed: Counter[str] = Counter()
        for one in schools:
            missed.update(set(_missing(evidence, one)))
        ordered = sorted(missed.items(), key=lambda pair: (-pair[1], pair[0]))
        told = ", ".join(f"{words.quoted(name)} (школ — {n})" for name, n in ordered[:_MISSED])
        left = len(ordered) - _MISSED
        more = f" и ещё по критериям: {left}" if left > 0 else ""
        why = (
            f"По загруженным данным критерии не выполнены, но часть данных отсутствует и могла бы "
            f"изменить ответ: школ — {len(schools)}; не хватает: {told}{more}. Если в школе нет "
            "таких классов, это не пробел."
        )
        sample = Sample(0, len(schools), 0, 0)
        yield Silence("low_performing", "municipality", place, words.period(year), why, sample)


def _finding(
    evidence: Evidence,
    rules: RuleSet,
    found: Identified,
    criteria: Sequence[Criterion],
    listed: bool,
) -> Finding:
    category = next((one for one in rules.categories if one.id == found.category), None)
    own = [one for one in criteria if one.category == found.category and one.met]
    decisive = own or [one for one in criteria if one.decides]
    chance = told_of.together(category, own) if category else told_of.none_met(criteria)
    strongest = max(decisive, key=lambda one: one.chance or 0.0)
    sure: Sureness = sureness(chance) if chance is not None else "described"
    if category is None and _missing(evidence, found):
        sure = "described"
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
            "status": (STATUS_RU if category else _LEAVING_RU)[sure],
            "why": [told_of.why(one) for one in criteria],
        },
        chart=told_of.chart(evidence.name(found.unit, found.year), strongest),
    )  # fmt: skip


def _span(criteria: Sequence[Criterion]) -> int:
    return len({judged.year for one in criteria for judged in one.years})


def _sentence(
    evidence: Evidence, rules: RuleSet, found: Identified, category: RuleCategory | None,
    decisive: Sequence[Criterion], chance: float | None, sure: Sureness, listed: bool,
) -> str:  # fmt: skip
    name = words.quoted(evidence.name(found.unit, found.year))
    if category is None:
        said = (
            f"{name}, {words.year(found.year)}: школа значится в перечне; буквально решающие "
            f"критерии не выполнены, {_none_over(chance)}"
        )
        if _missing(evidence, found):
            said += "; часть данных отсутствует и может изменить ответ"
        return words.spoken(said, pupils=0)
    # a second work is told with the first
    once = {one.result.criterion.indicator or one.label: one for one in reversed(decisive)}
    first = [one for one in decisive if one in once.values()]
    probable = _sure_of(chance, len(decisive) > 1)
    criteria = "; ".join(
        f"{words.quoted(one.label)}: {'; '.join(told_of.cases(one))}" for one in first
    )
    if rules.source:
        criteria += f"; правило: {words.quoted(rules.label)}"
    said = (
        f"{name}, {words.year(found.year)}: категория {words.quoted(category.label)} — "
        f"{STATUS_RU[sure]} (вероятность превышения порога — {probable}); {criteria}"
    )
    return words.spoken(said if listed else f"{said}; в перечне не значится", pupils=0)


def _none_over(chance: float | None) -> str:
    if chance is None or chance < 0.01:
        return "но показать, что ни один порог на деле не превышен, эти данные не позволяют"
    told = _sure_of(chance, True)
    return f"вероятность того, что ни один порог на деле не превышен, — {told}"


def _sure_of(chance: float | None, least: bool) -> str:
    """A probability in whole percent, rounded down; `least`: it is a bound. Never 0 or 100 %."""
    if chance is None:
        return "не вычислена: для неё нужно пять школ с результатами и 10 участников"
    if chance < 0.01:
        return "не оценена: критерии об одних и тех же детях" if least else "менее 1 %"
    if chance > 0.99:
        return "более 99 %"
    told = words.percent(math.floor(100 * chance + 1e-9) / 100, 0)
    return f"не менее {told}" if least else told
