"""Criteria of one school: their literal answers, the years behind them, and how sure they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from msoko.analysis import words
from msoko.analysis.aspects import cell_words, grades_of
from msoko.analysis.exceeding import Exceeding, fails_beside, probability
from msoko.analysis.finding import Chart
from msoko.analysis.policy import for_pupils
from msoko.indicators.look_up import LookUp, Number
from msoko.indicators.rule_sets import CriterionResult
from msoko.indicators.thresholds import VERDICT_RU, Judged
from msoko.profile.indicator import Indicator
from msoko.profile.rule_set import RuleCategory

_ANSWER_RU = {True: "выполнен", False: "не выполнен", None: "слишком мало данных"}
_FINAL_GRADE = {"oge": 9, "ege": 11}
_SHOWN_YEARS = 3  # back from the identification year a number without a border is looked for


@dataclass(frozen=True)
class Criterion:
    """One criterion with its literal answer and the probability behind it.

    None: it is no share, or all its years together are too few pupils for a word about it.

    `cohorts` are the pupils it is about, as the years their first grade would have been less one;
    criteria with a cohort in common have the same children in them. `shown` is the year and number
    of a criterion the act gives no border for.
    """

    category: str
    label: str
    result: CriterionResult
    chance: float | None
    pupils: int
    cohorts: frozenset[int] = frozenset()
    indicator: Indicator | None = None
    shown: tuple[int, Number] | None = None

    @property
    def decides(self) -> bool:
        """Whether it leads into a category."""
        return self.result.criterion.role == "decides"

    @property
    def met(self) -> bool:
        """Whether it is literally met and decides."""
        return self.decides and self.result.met is True

    @property
    def years(self) -> tuple[Judged, ...]:
        """Years (or works) looked at, in order."""
        return self.result.raised.judged if self.result.raised else ()


def criterion(
    result: CriterionResult, exceeding: Exceeding, look: LookUp, code: str, year: int, category: str
) -> Criterion:
    """A criterion of a school in an identification year, with all that stands behind it."""
    raised, label = result.raised, result.criterion.label
    named = result.criterion.indicator or ""
    indicator = exceeding.evidence.profile.indicator(named)
    if raised is None:
        shown = _shown(look, named, code, year)
        return Criterion(category, label, result, None, 0, indicator=indicator, shown=shown)
    chances = [exceeding.of(raised, code, judged) for judged in raised.judged]
    pupils = sum(int(judged.number.denominator or 0) for judged in raised.judged)
    told = [one if one is not None else 0.0 for one in chances]
    children = [frozenset(_cohorts(indicator, [one])) for one in raised.judged]
    enough = for_pupils(pupils).adjective != "never"
    known = enough and any(one is not None for one in chances)
    chance = of_years(told, children, raised.needed) if known else None
    cohorts = frozenset[int]().union(*children)
    return Criterion(category, label, result, chance, pupils, cohorts, indicator)


def missing(result: CriterionResult, indicator: Indicator | None) -> bool:
    """Whether data that are not there could still answer a deciding criterion.

    A school without a single ЕГЭ in the window has no leavers of grade 11: nothing is missing.
    """
    if result.criterion.role != "decides" or result.met is not None or result.raised is None:
        return False
    known = any(one.number.denominator for one in result.raised.judged)
    return known or indicator is None or "ege" not in grades_of(indicator)


def _shown(look: LookUp, indicator: str, code: str, year: int) -> tuple[int, Number] | None:
    for at in range(year, year - _SHOWN_YEARS, -1):
        number = look.number(indicator, None, code, at)
        if number.value is not None:
            return at, number
    return None


def of_years(chances: Sequence[float], children: Sequence[frozenset[int]], needed: int) -> float:
    """Probability that at least `needed` years or works truly cross the border.

    Where one is enough, works of the same children a year apart are one witness, the surest.
    """
    if needed != 1:
        return probability(chances, needed)
    surest: dict[object, float] = {}
    for number, (chance, cohort) in enumerate(zip(chances, children, strict=True)):
        key: object = cohort or number
        surest[key] = max(surest.get(key, 0.0), chance)
    return probability(list(surest.values()), 1)


def _cohorts(indicator: Indicator | None, years: Sequence[Judged]) -> Iterator[int]:
    if indicator is None:
        return
    told = [one.strip() for limits in grades_of(indicator) for one in limits.split(",")]
    grades = [int(one) for one in told if one.isdigit()]
    grades = grades or [_FINAL_GRADE[one] for one in told if one in _FINAL_GRADE]
    for judged in years:
        if judged.number.denominator:
            own = [part[6:] for part in judged.cell.split(";") if part.startswith("grade=")]
            yield from (judged.year - grade for grade in ([int(own[0])] if own else grades))


def together(category: RuleCategory, met: Sequence[Criterion]) -> float | None:
    """At least so sure that enough of the criteria met are truly met; None where nothing is known.

    Criteria without a cohort in common are other pupils' and count as independent, of those with
    one only the surest counts; the rest is Bonferroni's bound, which asks for no independence.
    """
    known = [one for one in met if one.chance is not None]
    chances = sorted((one.chance or 0.0 for one in known), reverse=True)
    if len(chances) < category.needed:
        return None
    apart = [max(one.chance or 0.0 for one in group) for group in _groups(known)]
    whole = max(0.0, 1.0 - sum(1.0 - one for one in chances[: category.needed]))
    return max(whole, probability(apart, category.needed))


def _groups(met: Sequence[Criterion]) -> list[list[Criterion]]:
    """Criteria joined by pupils in common; one of unknown pupils may share them with any other."""
    groups: list[list[Criterion]] = []
    for one in met:
        shared = [own for own in groups if any(_common(one, other) for other in own)]
        groups = [own for own in groups if own not in shared]
        groups.append([one, *(other for own in shared for other in own)])
    return groups


def _common(one: Criterion, other: Criterion) -> bool:
    return not one.cohorts or not other.cohorts or bool(one.cohorts & other.cohorts)


def none_met(criteria: Sequence[Criterion]) -> float | None:
    """At least so sure that no deciding criterion is truly over its border (Boole's bound).

    None where one of them has data and no probability: nothing may be left out. Of criteria on one
    indicator (once in the window, twice in it) the widest holds the others.
    """
    widest: dict[str, float] = {}
    for one in criteria:
        if one.decides and one.chance is None:
            if any(judged.number.value is not None for judged in one.years):
                return None
        elif one.decides and one.chance is not None:
            name = one.result.criterion.indicator or one.label
            widest[name] = max(widest.get(name, 0.0), one.chance)
    return max(0.0, 1.0 - sum(widest.values())) if widest else None


def why(one: Criterion) -> dict[str, Any]:
    """A row of the why-table: literal verdicts year by year beside the probability."""
    raised = one.result.raised
    years = [_year(one, judged) for judged in one.years]
    answer = _ANSWER_RU[one.result.met]
    if raised is None:
        answer = "порога в акте нет: показано значение" if one.shown else "нет данных"
        years = [_plain(*one.shown)] if one.shown else []
    return {
        "category": one.category,
        "criterion": one.result.criterion.id,
        "label": one.label,
        "role": one.result.criterion.role,
        "answer": answer,
        "probability": one.chance,
        "needed": raised.needed if raised else None,
        "years": years,
    }


def _plain(year: int, number: Number) -> dict[str, Any]:
    value = None if number.value is None else float(number.value)
    return {
        "year": words.year(year), "numerator": number.numerator,
        "denominator": number.denominator, "value": value,
    }  # fmt: skip


def _year(one: Criterion, judged: Judged) -> dict[str, Any]:
    return {
        **_plain(judged.year, judged.number),
        "cell": judged.cell,
        "threshold": None if judged.border is None else float(judged.border),
        "verdict": verdict(one, judged),
    }


def verdict(one: Criterion, judged: Judged) -> str:
    """«не выполнен: получившие оценку „5“ — 2 из 14» where a condition beside the border fails."""
    said = VERDICT_RU[judged.verdict]
    named = one.result.criterion.threshold or ""
    threshold = one.indicator.thresholds.get(named) if one.indicator else None
    if judged.verdict != "not_met" or threshold is None:
        return said
    failed = [
        f"{_line_ru(one, line)} — {_counts(number)}"
        for line, number in fails_beside(threshold, judged)
    ]
    return f"{said}: {', '.join(failed)}" if failed else said


def _line_ru(one: Criterion, line: str) -> str:
    lines = one.indicator.lines if one.indicator else ()
    label = next((each.label for each in lines if each.id == line), "") or "значение рядом"
    return label[0].lower() + label[1:]


def cases(one: Criterion) -> Iterator[str]:
    """The years that met the border: «2022/23 — 5 из 22 (порог 20 %)»."""
    for judged in one.years:
        if judged.verdict == "met" and judged.number.denominator:
            border = words.decimal(float(judged.border or 0), 0)
            yield f"{_when(judged)} — {_counts(judged.number)} (порог {border} %)"


def chart(name: str, one: Criterion) -> Chart | None:
    """Shares of the criterion beside its border; years of a few pupils are not drawn."""
    rows = []
    for judged in one.years:
        number = judged.number
        if number.value is None or _hidden(number):
            continue
        border = None if judged.border is None else float(judged.border)
        label = f"{_counts(number)}: {verdict(one, judged)}"
        rows.append(
            {"x": _when(judged), "y": float(number.value), "label": label, "border": border}
        )
    title = f"{name}: {one.label}"
    return Chart(title, "bar", "учебный год", "%", tuple(rows)) if rows else None


def _when(judged: Judged) -> str:
    cell = f", {cell_words('results', judged.cell).lower()}" if judged.cell else ""
    return f"{words.year(judged.year)}{cell}"


def _counts(number: Number) -> str:
    hits = int(number.numerator or 0)
    if number.denominator is None:
        return words.grouped(hits)
    tried = int(number.denominator)
    return f"участников {words.people(tried)}" if _hidden(number) else words.few(hits, tried)


def _hidden(number: Number) -> bool:
    """Whether a share of so few would tell who they are."""
    tried = number.denominator
    return tried is not None and for_pupils(int(tried)).interval == "none"
