"""Sentences about factors and about how much of the spread lies between schools."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from msoko.analysis import words
from msoko.analysis.factors.model import Effect, Explained, Outcome
from msoko.analysis.finding import Chart, Finding, Sample
from msoko.analysis.policy import sureness
from msoko.facts.schema import TABLES
from msoko.vocabulary import PROCEDURES, SUBJECTS

METHOD = (
    "двухуровневая модель (обучающиеся в школах, свой уровень у каждой школы), все признаки сразу; "
    "признак обучающегося — в отличие от среднего по его школе; поправка Бенджамини — Хохберга"
)
_LOGIT = (
    "двухуровневая логистическая модель со своим уровнем у каждой школы (адаптивная квадратура), "
    "все признаки сразу; поправка Бенджамини — Хохберга"
)
SOURCE = "Raudenbush & Bryk 2002; Snijders & Bosker 2012; Mundlak 1978; Benjamini & Hochberg 1995"
SAYS_NOT = (
    "Связь — не причина: признак может лишь сопутствовать тому, что влияет на результат. О каждом "
    "отдельном ребёнке, учителе или школе вывод не говорит."
)
_SHARE_SAYS_NOT = (
    "Разброс между школами — это и условия, и состав, и случай: «вкладом школы» он не является."
)


@dataclass(frozen=True)
class About:
    """What is looked at and of whom: the unit is the whole of the schools compared."""

    procedure: str
    subject: str
    domain: str | None
    year: int
    unit: str
    unit_kind: Literal["municipality", "region"]
    outcome: Outcome

    def subject_ru(self) -> str:
        """«математика», with the kind of literacy where there is one."""
        domains: Mapping[str, str] = TABLES["results"].column("domain").codes or {}
        domain = f" ({domains[self.domain]})" if self.domain else ""
        return f"{SUBJECTS[self.subject].lower()}{domain}"

    def what(self) -> str:
        """The procedure, subject and year."""
        procedure, subject = PROCEDURES[self.procedure], self.subject_ru()
        named = procedure if procedure.lower() == subject else f"{procedure}, {subject}"
        return f"{named}, {words.year(self.year)}"


def share_finding(about: About, found: Explained, sample: Sample) -> Finding:
    """How much of the spread of results lies between schools; the picture holds all factors."""
    assert found.between is not None
    one = found.between
    said = (
        f"{words.quoted(about.unit)}, {about.what()}: между школами лежит "
        f"{words.percent(one.value)} разброса результатов "
        f"(95 %: {words.between(one.low, one.high)}), остальное — внутри школ "
        f"({words.counted(sample.pupils, 'pupil')}, {words.counted(sample.schools, 'school')})"
    )
    if found.left is not None:
        left = f"от {words.decimal(100 * found.left.low)} до {words.percent(found.left.high)}"
        said += f"; с учётом признаков — {words.percent(found.left.value)} (95 %: {left})"
    if found.effects:
        said += f". Проверены признаки: {'; '.join(effect.ru for effect in found.effects)}"
    if one.low == 0:
        said += ". Разброс между школами может объясняться случаем"
    return _finding(
        about, sample, said, "described", "доля разброса результатов между школами",
        (one.value, one.low, one.high), _SHARE_SAYS_NOT,
        {
            "between": one.value,
            "left": None if found.left is None else found.left.value,
            "effects": [_row(effect) for effect in found.effects],
        },
        Chart(
            f"{about.unit}: признаки и результат, {about.what()}", "interval", "признак",
            _unit(about.outcome),
            tuple(_drawn(found.effects)),
        ),
    )  # fmt: skip


def effect_finding(about: About, found: Explained, effect: Effect, sample: Sample) -> Finding:
    """One factor that stands after the adjustment."""
    low, high = effect.interval()
    sure = sureness(1 - effect.q)
    said = f"{words.quoted(about.unit)}, {about.what()}: {_effect(about.outcome, effect, sure)}"
    if effect.at_equal_journal is not None:
        same = _size(about.outcome, effect.at_equal_journal)
        said += f"; при равной отметке по журналу — {same}"
    said += f" ({words.counted(sample.pupils, 'pupil')}, {words.counted(sample.schools, 'school')})"
    return _finding(
        about, sample, said, sure, f"{effect.ru}: {_unit(about.outcome)}",
        (effect.value, low, high), SAYS_NOT, _row(effect),
        Chart(
            f"{about.unit}: {effect.ru}, {about.what()}", "interval", "признак",
            _unit(about.outcome), tuple(_drawn((effect,))),
        ),
    )  # fmt: skip


def _effect(outcome: Outcome, one: Effect, sure: str) -> str:
    low, high = one.interval()
    ends = f"(95 %: от {_size(outcome, low)} до {_size(outcome, high)})"
    size = _size(outcome, one.value)
    if outcome == "passed":
        step = "" if one.step == "difference" else " на каждое стандартное отклонение признака"
        odds = words.perhaps("отношение шансов", sure)
        return f"{one.ru} — {odds} справиться с работой{step} {size} {ends}"
    side = words.perhaps("выше" if one.value > 0 else "ниже", sure)
    comma = "," if sure == "likely" else ""
    far = words.decimal(abs(one.value), 2)
    by = f"результат{comma} {side} на {far} стандартного отклонения {ends}"
    if one.step == "difference":
        return f"{one.ru} — {by}"
    return f"{one.ru}: на каждое стандартное отклонение признака {by}"


def _size(outcome: Outcome, value: float) -> str:
    """A difference with its sign, or a ratio of chances."""
    if outcome == "passed":
        return words.decimal(float(np.exp(value)), 2)
    text = words.decimal(value, 2)
    return f"+{text}" if value > 0 and text.strip("0,") else text


def _unit(outcome: Outcome) -> str:
    return "стандартных отклонений" if outcome == "score" else "логарифм отношения шансов"


def _row(one: Effect) -> dict[str, Any]:
    low, high = one.interval()
    return {
        "factor": one.name, "ru": one.ru, "level": one.level, "step": one.step,
        "value": one.value, "low": low, "high": high, "p": one.p, "q": one.q,
        "at_equal_journal": one.at_equal_journal,
    }  # fmt: skip


def _drawn(effects: tuple[Effect, ...]) -> Iterator[dict[str, Any]]:
    level = {"pupil": "обучающиеся", "school": "школы"}
    for one in effects:
        low, high = one.interval()
        yield {
            "x": one.ru, "y": one.value, "low": low, "high": high, "series": level[one.level],
        }  # fmt: skip


def _finding(
    about: About, sample: Sample, said: str, sure: Literal["sure", "likely", "described"],
    measured: str, value: tuple[float, float, float], says_not: str,
    evidence: dict[str, Any], chart: Chart,
) -> Finding:  # fmt: skip
    return Finding(
        kind="factor",
        question="factors",
        unit_kind=about.unit_kind,
        unit=about.unit,
        period=words.period(about.year),
        sure=sure,
        sentence=words.spoken(said, pupils=sample.pupils, works=sample.works),
        measured=measured,
        value=value[0],
        low=value[1],
        high=value[2],
        sample=sample,
        method=METHOD if about.outcome == "score" else _LOGIT,
        source=SOURCE,
        says_not=says_not,
        severity=abs(value[0]) * sample.pupils,
        evidence={"procedure": about.procedure, "subject": about.subject, **evidence},
        chart=chart,
    )
