"""Thresholds: from words to values; whose value each compares is settled here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, cast

from msoko.profile.indicator import Indicator, LineBound, Persistence, Threshold
from msoko.profile.model_indicator import LineBoundWords, PersistsWords, ThresholdWords
from msoko.profile.read_unit_condition import needed
from msoko.profile.report import Report, choose

_OPERATORS: tuple[Literal["at_least", "above", "at_most", "below"], ...] = (
    "at_least",
    "above",
    "at_most",
    "below",
)


def read_thresholds(
    words: Mapping[str, ThresholdWords], indicator: Indicator, report: Report
) -> dict[str, Threshold]:
    """Thresholds by name, dates in order; lines they name must exist."""
    for line in indicator.lines:
        if line.threshold is not None and line.threshold not in words:
            what = f"у строки «{line.id}» назван порог «{line.threshold}», которого нет"
            report.add("threshold", line.line, what, choose(line.threshold, words))
    return {name: _threshold(name, one, indicator, report) for name, one in words.items()}


def _threshold(name: str, words: ThresholdWords, indicator: Indicator, report: Report) -> Threshold:
    operator = next(one for one in _OPERATORS if getattr(words, one) is not None)
    dated = tuple(sorted(cast(dict[object, object], getattr(words, operator)).items()))
    if not dated:
        line = words.line_at(operator)
        report.add("threshold", line, "у порога нет числа", f"{operator}: {{ГГГГ-ММ-ДД: 20}}")
    _known_line(words.line, words.line_at("line"), indicator, report)
    return Threshold(
        name=name,
        operator=operator,
        dated=dated,  # type: ignore[arg-type]
        with_=tuple(_with(one, indicator, report) for one in words.with_),
        logic=words.logic,
        persists=read_persists(words.persists, report),
        severity=words.severity,
        line=words.line,
    )


def _with(words: LineBoundWords, indicator: Indicator, report: Report) -> LineBound:
    _known_line(words.line, words.line_at("line"), indicator, report)
    return LineBound(words.line, needed(words, words.at_line, report))


def _known_line(name: str | None, line: int, indicator: Indicator, report: Report) -> None:
    if name is not None and indicator.line_of(name) is None:
        what = f"у показателя «{indicator.id}» нет строки «{name}»"
        report.add("line", line, what, choose(name, [one.id for one in indicator.lines]))


def read_persists(words: PersistsWords | None, report: Report) -> Persistence | None:
    """In how many of how many years; the first cannot exceed the second."""
    if words is None:
        return None
    if words.of_last is None:
        return Persistence(None, words.years, words.window, words.works)
    if words.years > words.of_last:
        what = f"не может выполняться {words.years} раз за последние {words.of_last}"
        report.add("persists", words.at_line, what, "years не может быть больше of_last")
    return Persistence(words.years, words.of_last, words.window)
