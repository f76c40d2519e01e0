"""From which records an indicator is computed, through everything it rests on.

A change rests on another indicator, a share of organisations on what each of them must meet; in the
end there are always tables of rows that somebody has to bring.
"""

from __future__ import annotations

from collections.abc import Iterator

from msoko.profile.conditions import (
    ALWAYS,
    MeetsAll,
    MeetsAny,
    MeetsAttribute,
    MeetsIndicator,
    MeetsNot,
    MeetsRows,
    MeetsRuleSet,
    UnitCondition,
)
from msoko.profile.formula import (
    ChangeFormula,
    ExistsFormula,
    Formula,
    RatingFormula,
    ReportedFormula,
    Selection,
    UnitsFormula,
    selections_of,
)
from msoko.profile.indicator import Indicator
from msoko.profile.profile import Profile

_UNITS, _REVIEWS = "units", "reviews"


def tables_of(profile: Profile, indicator: Indicator) -> list[str]:
    """Names of the tables of facts its value and its lines are made from, each once, main first.

    An indicator that rests on itself in a circle is not let pass by the profile, so this ends.
    """
    return list(dict.fromkeys(_of_indicator(profile, indicator)))


def _of_indicator(profile: Profile, one: Indicator) -> Iterator[str]:
    for formula in (one.formula, *(line.formula for line in one.lines)):
        yield from _of_formula(profile, formula)
    if one.exclude:
        yield _REVIEWS


def _of_formula(profile: Profile, formula: Formula) -> Iterator[str]:
    for selection in selections_of(formula):
        yield from _of_rows(selection)
    if isinstance(formula, ChangeFormula):
        yield from _named(profile, formula.of)
    elif isinstance(formula, UnitsFormula):
        yield from _of_condition(profile, formula.meets)
        yield _UNITS
    elif isinstance(formula, ExistsFormula) and isinstance(formula.condition, MeetsAttribute):
        yield "attributes"
    elif isinstance(formula, RatingFormula):
        yield "ratings"
    elif isinstance(formula, ReportedFormula):
        yield "reported"


def _of_rows(selection: Selection) -> Iterator[str]:
    yield selection.table
    if selection.organisations != ALWAYS:
        yield _UNITS


def _of_condition(profile: Profile, condition: UnitCondition) -> Iterator[str]:
    if isinstance(condition, MeetsAll | MeetsAny):
        for part in condition.parts:
            yield from _of_condition(profile, part)
    elif isinstance(condition, MeetsNot):
        yield from _of_condition(profile, condition.part)
    elif isinstance(condition, MeetsRuleSet):
        yield from _of_rules(profile, condition.rule_set)
    elif isinstance(condition, MeetsIndicator):
        yield from _named(profile, condition.indicator)
    elif isinstance(condition, MeetsAttribute):
        yield "attributes"
    elif isinstance(condition, MeetsRows):
        yield from _of_rows(condition.rows)


def _of_rules(profile: Profile, id_: str) -> Iterator[str]:
    """What the criteria of a rule set look at."""
    categories = profile.rule_sets[id_].categories
    for criterion in (one for category in categories for one in category.criteria):
        if criterion.indicator:
            yield from _named(profile, criterion.indicator)
        if criterion.meets:
            yield from _of_condition(profile, criterion.meets)


def _named(profile: Profile, id_: str) -> Iterator[str]:
    """Tables of an indicator another one rests on, of the profile or shared."""
    one = profile.indicator(id_)
    if one is not None:
        yield from _of_indicator(profile, one)
