"""A line's conditions joined into the formula of its indicator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from msoko.facts.schema import TABLES
from msoko.profile.conditions import Condition, Unknown, both, columns_of
from msoko.profile.formula import (
    CountFormula,
    CumulativeFormula,
    Formula,
    LevelsFormula,
    MeanFormula,
    RatioFormula,
    Selection,
    ShareFormula,
)
from msoko.profile.lined import Lined
from msoko.profile.model_indicator import LineWords
from msoko.profile.read_condition import ConditionReader
from msoko.profile.read_selection import spoken_for
from msoko.profile.report import Report

Extensible = (
    ShareFormula | CountFormula | RatioFormula | MeanFormula | CumulativeFormula | LevelsFormula
)


def extend_formula(formula: Formula, words: LineWords, report: Report) -> Formula | None:
    """The formula with the line's population and numerator added, or None when it cannot be."""
    if not isinstance(formula, Extensible):
        what = f"к формуле вида «{formula.kind}» нельзя добавить population или numerator"
        report.add("line", words.at_line, what, "дайте строке свою formula")
        return None
    if words.numerator is not None and not isinstance(formula, ShareFormula | RatioFormula):
        what = f"у формулы вида «{formula.kind}» нет числителя"
        report.add("line", words.line_at("numerator"), what, "добавьте условие в population")
        return None
    if isinstance(formula, RatioFormula):
        return _ratio(formula, words, report)
    selection = _narrow(formula.selection, words.population, words, "population", report)
    if isinstance(formula, ShareFormula):
        numerator = _read(selection, words.numerator, words, "numerator", report, doubt=True)
        joined = both(formula.numerator, numerator)
        return replace(formula, selection=selection, numerator=joined)
    return replace(formula, selection=selection)


def _ratio(formula: RatioFormula, words: LineWords, report: Report) -> Formula:
    """The population narrows both parts, the numerator only the upper one."""

    def upper(selection: Selection) -> Selection:
        narrowed = _narrow(selection, words.population, words, "population", report)
        return _narrow(narrowed, words.numerator, words, "numerator", report)

    return RatioFormula(
        tuple(upper(selection) for selection in formula.numerator),
        tuple(
            _narrow(selection, words.population, words, "population", report)
            for selection in formula.denominator
        ),
    )


def _narrow(
    selection: Selection, added: Lined | None, words: LineWords, key: str, report: Report
) -> Selection:
    condition = _read(selection, added, words, key, report)
    spoken: Mapping[str, Unknown] = dict.fromkeys(columns_of(selection.population), "keep")
    before = {**spoken, **words.unknown}  # what the line says of columns the formula looks at
    line = words.line_at("unknown")
    spoken_for(selection.population, TABLES[selection.table], before, line, report)
    return replace(
        selection,
        population=both(selection.population, condition),
        unknown={**selection.unknown, **words.unknown},
    )


def _read(
    selection: Selection,
    added: Lined | None,
    words: LineWords,
    key: str,
    report: Report,
    *,
    doubt: bool = False,
) -> Condition:
    table = TABLES[selection.table]
    condition = ConditionReader(table, report).read(added)
    unknown: Mapping[str, Unknown] = {**selection.unknown, **words.unknown}
    spoken_for(condition, table, unknown, words.line_at(key), report, doubt=doubt)
    return condition
