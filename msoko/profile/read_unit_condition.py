"""Conditions on organisations: from words to values."""

from __future__ import annotations

from msoko.facts.schema import TABLES
from msoko.profile.conditions import (
    Bound,
    BoundOperator,
    MeetsAll,
    MeetsAny,
    MeetsAttribute,
    MeetsIndicator,
    MeetsNot,
    MeetsRows,
    MeetsRuleSet,
    MeetsUnit,
    UnitCondition,
)
from msoko.profile.model_base import Model
from msoko.profile.model_condition import (
    AllMet,
    AnyMet,
    AttributeMet,
    BoundWords,
    IndicatorMet,
    NotMet,
    RowsMet,
    RuleSetMet,
    UnitMet,
)
from msoko.profile.read_condition import ConditionReader
from msoko.profile.read_selection import read_selection
from msoko.profile.report import Report

_BOUNDS: tuple[tuple[str, BoundOperator], ...] = (
    ("at_least", "at_least"),
    ("above", "above"),
    ("at_most", "at_most"),
    ("below", "below"),
    ("is_", "is"),
)


def bounds_of(words: BoundWords | None) -> tuple[Bound, ...]:
    """The borders written, in a fixed order."""
    numbers = [(operator, getattr(words, name)) for name, operator in _BOUNDS] if words else []
    return tuple(Bound(operator, number) for operator, number in numbers if number is not None)


def read_unit_condition(words: Model, report: Report) -> UnitCondition | None:
    """The condition, or None when something in it is not known."""
    if isinstance(words, IndicatorMet):
        return _indicator(words, report)
    if isinstance(words, AttributeMet):
        return read_attribute(words.attribute, words)
    if isinstance(words, RowsMet):
        rows = read_selection(words.rows, report)
        return MeetsRows(rows, needed(words, words.at_line, report)) if rows else None
    if isinstance(words, UnitMet):
        return MeetsUnit(ConditionReader(TABLES["units"], report).read(words.unit))
    if isinstance(words, RuleSetMet):
        report.refer("rule_set", words.rule_set, words.line_at("rule_set"))
        for category in words.category:
            report.refer("category", category, words.line_at("category"), words.rule_set)
        return MeetsRuleSet(words.rule_set, words.category)
    return _joined(words, report)


def _joined(words: Model, report: Report) -> UnitCondition | None:
    if isinstance(words, NotMet):
        part = read_unit_condition(words.not_, report)
        return MeetsNot(part) if part else None
    if isinstance(words, AllMet):
        return MeetsAll(_parts(words.all, report))
    if isinstance(words, AnyMet):
        return MeetsAny(_parts(words.any, report))
    raise TypeError(f"not a condition on units: {type(words).__name__}")


def _parts(words: tuple[Model, ...], report: Report) -> tuple[UnitCondition, ...]:
    parts = (read_unit_condition(part, report) for part in words)
    return tuple(part for part in parts if part is not None)


def _indicator(words: IndicatorMet, report: Report) -> MeetsIndicator:
    report.refer("indicator", words.indicator, words.line_at("indicator"))
    if words.line is not None:
        report.refer("indicator_line", words.line, words.line_at("line"), words.indicator)
    bounds = needed(words, words.at_line, report)
    return MeetsIndicator(words.indicator, words.line, bounds, words.every_cell)


def needed(words: BoundWords, line: int, report: Report) -> tuple[Bound, ...]:
    """The borders; a problem when none is written."""
    bounds = bounds_of(words)
    if not bounds:
        what = "не сказано, с каким числом сравнить"
        report.add("condition", line, what, "допишите at_least, above, at_most, below или is")
    return bounds


def read_attribute(code: str, words: AttributeMet) -> MeetsAttribute:
    """A condition on an attribute of the organisation."""
    return MeetsAttribute(
        attribute=code,
        yes=words.yes,
        number=bounds_of(words.number),
        text=words.text or (),
        every_group=words.every_group,
    )
