"""Sentences about practices and resilient schools, and the reasons for silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from msoko.analysis import words
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Chart, Finding, Sample
from msoko.analysis.policy import SURE
from msoko.analysis.practices.actions import Deed, Deeds
from msoko.analysis.practices.expected import Basis
from msoko.analysis.practices.pooled import Pooled
from msoko.vocabulary import PROCEDURES

METHOD = (
    "двухуровневая модель (обучающиеся в школах) с прежним результатом параллели или отметкой по "
    "журналу и условиями школы; остаток школы — в модели с усреднением по разбросу школ, по всем "
    "параллелям и годам вместе; вывод — при вероятности более 0,95 и том же знаке в каждом году"
)
SOURCE = (
    "Goldstein & Spiegelhalter 1996; Gelman 2006 (распределение разброса); "
    "Leckie & Goldstein 2009 (почему одного года мало)"
)
_LEVEL_SOURCE = "Goldstein & Spiegelhalter 1996; Gelman 2006 (резильентная школа)"
SAYS_NOT = (
    "Меры показаны рядом с результатом, а не как его причина: что из них помогло, решают "
    "экспертиза и проверка на месте. Школы не упорядочиваются, учителя не оцениваются (письмо "
    "Рособрнадзора от 18.04.2025 № 02-86)."
)
_STRICT = (
    "К журналу результат может оказаться высоким и там, где отметки в журнале строже, чем в других "
    "школах."
)
_BASIS: Mapping[Basis, str] = {
    "prior": "ожидаемого по прежним результатам тех же параллелей",
    "journal": "ожидаемого по отметкам в журнале",
    "level": "среднего по школам",
}
_SHOWN = 3  # deeds told in a sentence


@dataclass(frozen=True)
class Named:
    """A school to be named: where it stands and the numbers behind it; `tested` for heaps."""

    procedure: str
    basis: Basis
    context: tuple[str, ...]
    pooled: Pooled
    school: int
    schools: tuple[str, ...]
    sample: Sample
    tested: bool
    slope: tuple[float, float]

    @property
    def code(self) -> str:
        """The organisation."""
        return self.schools[self.school]


def told_of(evidence: Evidence, one: Named, deeds: Deeds) -> Finding:
    """The finding: a practice, or (results as they are, in hard circumstances) a resilient school.

    The word is weaker where the distribution of scores could not be tested (unknown is not sound),
    and where only the school's own journal says what was to be expected.
    """
    effects, at = one.pooled.all, one.school
    known = deeds.of(one.code)
    return Finding(
        kind="resilient" if one.basis == "level" else "good_practice",
        question="practices",
        unit_kind="organisation",
        unit=one.code,
        period=words.period(evidence.last_year),
        sure="sure" if one.tested and one.basis != "journal" else "likely",
        sentence=_sentence(evidence, one, known),
        measured=f"результат выше {_BASIS[one.basis]}, стандартных отклонений",
        value=float(effects.effect[at]),
        low=float(effects.low[at]),
        high=float(effects.high[at]),
        sample=one.sample,
        method=METHOD,
        source=_LEVEL_SOURCE if one.basis == "level" else SOURCE,
        says_not=f"{_STRICT} {SAYS_NOT}" if one.basis == "journal" else SAYS_NOT,
        severity=float(effects.effect[at] * one.sample.pupils),
        evidence={
            "procedure": one.procedure,
            "basis": one.basis,
            "context": list(one.context),
            "probability": float(effects.above[at]),
            "slope": None if one.basis == "level" else {"value": one.slope[0], "se": one.slope[1]},
            "spread_of_schools": effects.spread,
            "schools": int((one.pooled.pupils > 0).sum()),
            "integrity_tested": one.tested,
            "years": list(_years(one.pooled, at)),
            "actions": [deed.as_row() for deed in known],
        },
        chart=_chart(evidence, one),
    )


def _sentence(evidence: Evidence, one: Named, known: list[Deed]) -> str:
    effects, at = one.pooled.all, one.school
    name = words.quoted(evidence.name(one.code, evidence.last_year))
    start = name
    if one.basis == "level":
        start = f"{name} работает в неблагоприятных социальных условиях"
    said = (
        f"{start}: {PROCEDURES[one.procedure]}, {_span(one.pooled, at)}, "
        f"{words.counted(one.sample.works, 'work')}, {words.counted(one.sample.pupils, 'pupil')}. "
        f"Результат на {_gap(one.pooled, at)} выше {_BASIS[one.basis]}; вероятность превышения — "
        f"{_chance(float(effects.above[at]))}, выше и в каждом из {one.sample.years} лет. "
        f"{_integrity(one)}. {_actions(known)}"
    )
    return words.spoken(said, pupils=one.sample.pupils, works=one.sample.works)


def _gap(pooled: Pooled, at: int) -> str:
    effects = pooled.all
    low, high = float(effects.low[at]), float(effects.high[at])
    return (
        f"{words.decimal(float(effects.effect[at]), 2)} стандартного отклонения "
        f"(95 %: от {words.decimal(low, 2)} до {words.decimal(high, 2)})"
    )


def _chance(probability: float) -> str:
    return "более 99,9 %" if probability > 0.999 else words.percent(probability)


def _span(pooled: Pooled, at: int) -> str:
    years = [row["year"] for row in _years(pooled, at)]
    return f"{years[0]}–{years[-1]}" if len(years) > 2 else " и ".join(years)


def _integrity(one: Named) -> str:
    if one.tested and one.basis == "journal":
        return (
            "Признаков необъективности не найдено, но отметки в журнал ставит сама школа, поэтому "
            "вывод — «вероятно»"
        )
    if one.tested:
        return "Признаков необъективности не найдено"
    return (
        "Проверить распределение баллов на объективность нельзя: участников слишком мало, поэтому "
        "вывод — «вероятно»"
    )


def _actions(known: list[Deed]) -> str:
    if not known:
        return "Сведений о мерах, которые отличали бы школу от других, в системе нет"
    told = "; ".join(
        f"{words.quoted(deed.what)} (с {words.year(deed.since)}; в других школах — "
        f"{words.few(deed.others, deed.schools)})"
        for deed in known[:_SHOWN]
    )
    more = f"; всего таких мер — {len(known)}" if len(known) > _SHOWN else ""
    return f"Что делает школа: {told}{more}"


def _years(pooled: Pooled, at: int) -> Iterator[dict[str, Any]]:
    for year, one in pooled.by_year:
        if np.isfinite(one.effect[at]):
            yield {
                "year": words.year(year),
                "effect": float(one.effect[at]),
                "low": float(one.low[at]),
                "high": float(one.high[at]),
                "probability": float(one.above[at]),
            }


def _chart(evidence: Evidence, one: Named) -> Chart:
    rows = [
        {"x": row["year"], "y": row["effect"], "low": row["low"], "high": row["high"]}
        for row in _years(one.pooled, one.school)
    ]
    effects, at = one.pooled.all, one.school
    whole = {"x": "все годы", "y": float(effects.effect[at])}
    whole |= {"low": float(effects.low[at]), "high": float(effects.high[at])}
    name = evidence.name(one.code, evidence.last_year)
    title = f"{name}: отличие от {_BASIS[one.basis]}, {PROCEDURES[one.procedure]}"
    return Chart(title, "interval", "учебный год", "стандартных отклонений", (*rows, whole))


def why_thin(sample: Sample, basis: Basis, context: bool) -> str:
    """Too few pupils, works or years of a school, or unknown circumstances."""
    of = {"prior": "прежними результатами", "journal": "отметками по журналу", "level": "баллами"}
    unknown = " и с известными условиями школы" if context else ""
    return (
        f"нужно не менее 10 обучающихся, 3 работ и 2 лет с {of[basis]}{unknown}; есть обучающихся "
        f"— {words.people(sample.pupils)}, работ — {sample.works}, лет — {sample.years}."
    )


def why_flagged(reasons: tuple[str, ...]) -> str:
    """Results over the expectation that may not be called a practice."""
    return (
        "результаты выше ожидаемых, но практикой не называются: объективность под вопросом "
        f"({'; '.join(reasons)})."
    )


def why_below() -> str:
    """A school in hard circumstances that is not surely over the mean of schools."""
    return (
        "школа работает в неблагоприятных социальных условиях; уверенно сказать, что её результат "
        f"выше среднего по школам, нельзя: нужна вероятность более {words.percent(SURE, 0)} по "
        "всем работам вместе и превышение в каждом году."
    )


def why_none(pooled: Pooled) -> str:
    """Nobody stands out."""
    return (
        "ни одна школа не превышает ожидаемое с достаточной уверенностью в каждом году; разброс "
        f"школ вокруг ожидаемого — {words.decimal(pooled.all.spread, 2)} "
        "стандартного отклонения. Это не значит, что успешных практик нет."
    )
