"""What an analysis returns: findings with their evidence, or an honest «too little data»."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal[
    "gap",
    "strength",
    "difference",
    "trend",
    "forecast",
    "factor",
    "good_practice",
    "resilient",
    "similar",
    "low_performing",
    "integrity_signal",
    "item",
    "skill",
    "agreement",
    "effect",
    "problem",
]
KIND_RU: Mapping[Kind, str] = {
    "gap": "дефицит",
    "strength": "сильная сторона",
    "difference": "различие",
    "trend": "динамика",
    "forecast": "прогноз",
    "factor": "фактор",
    "good_practice": "успешная практика",
    "resilient": "резильентная школа",
    "similar": "похожие школы",
    "low_performing": "низкие результаты",
    "integrity_signal": "признак необъективности",
    "item": "задание",
    "skill": "умение",
    "agreement": "согласованность процедур",
    "effect": "результат меры",
    "problem": "проблема из положения",
}
Sureness = Literal["sure", "likely", "signal", "described"]
SURENESS_RU: Mapping[Sureness, str] = {
    "sure": "подтверждено",
    "likely": "вероятно",
    "signal": "сигнал для проверки",
    "described": "описание, без вывода",
}


@dataclass(frozen=True)
class Sample:
    """What stands behind a finding: pupils (or rows), schools, works, years."""

    pupils: int
    schools: int = 1
    works: int = 1
    years: int = 1


@dataclass(frozen=True)
class Chart:
    """A chart as data: what is drawn and the table beside it.

    `rows` hold `x`, `y` and, where there is one, `low`, `high`, `series`, `label` and `border` (a
    number in the unit of the values, drawn as a threshold); `mark` says how.
    """

    title: str
    mark: Literal["bar", "line", "point", "interval", "histogram"]
    x: str
    y: str
    rows: tuple[Mapping[str, Any], ...]
    breaks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One thing an analysis found about one unit.

    `value` with `low` and `high` is the number the sentence speaks of, in the words of `measured`;
    `evidence` holds every other number behind it. `sure` is the strongest word the claim policy
    allows. `says_not` names what must not be concluded. Nothing here orders schools.
    ValueError without the words a reader judges it by: `method`, its `source`, `says_not`.
    """

    kind: Kind
    question: str
    unit_kind: Literal["organisation", "municipality", "region"]
    unit: str
    period: str
    sure: Sureness
    sentence: str
    measured: str
    value: float | None
    low: float | None
    high: float | None
    sample: Sample
    method: str
    source: str
    says_not: str
    indicator: str | None = None
    area: str | None = None
    severity: float | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)
    chart: Chart | None = None

    def __post_init__(self) -> None:
        for name in _ALWAYS_SAID:
            if not getattr(self, name).strip():
                raise ValueError(f"a finding of «{self.question}» says no {name}: {self.sentence}")

    def as_dict(self) -> dict[str, Any]:
        """Plain values for `--format json`, chart and table included."""
        plain = {name: value for name, value in self.__dict__.items() if name not in _NESTED}
        plain["sample"] = dict(self.sample.__dict__)
        plain["evidence"] = dict(self.evidence)
        if self.chart:
            plain["chart"] = {**self.chart.__dict__, "rows": [dict(row) for row in self.chart.rows]}
        return plain


_NESTED = ("sample", "evidence", "chart")
_ALWAYS_SAID = ("sentence", "method", "source", "says_not")


@dataclass(frozen=True)
class Silence:
    """An analysis that keeps silent about a unit, and why: never a number in place of an answer."""

    question: str
    unit_kind: Literal["organisation", "municipality", "region"]
    unit: str
    period: str
    why: str
    sample: Sample
    indicator: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain values for `--format json`."""
        return {**self.__dict__, "sample": dict(self.sample.__dict__)}


@dataclass(frozen=True)
class Answer:
    """What a question brought: findings, and the silences beside them."""

    question: str
    findings: tuple[Finding, ...] = ()
    silences: tuple[Silence, ...] = ()


_SUREST_FIRST: Mapping[Sureness, int] = {"sure": 0, "likely": 1, "signal": 2, "described": 3}


def reading_order(finding: Finding) -> tuple[int, float, str, str]:
    """Surest first, then by how many pupils it concerns; units by name, never by their value."""
    severity = -(finding.severity or 0.0)
    return _SUREST_FIRST[finding.sure], severity, finding.unit, finding.indicator or ""


def merged(question: str, parts: Sequence[Answer]) -> Answer:
    """Several answers to one question as one."""
    findings = tuple(finding for part in parts for finding in part.findings)
    silences = tuple(silence for part in parts for silence in part.silences)
    return Answer(question, findings, silences)
