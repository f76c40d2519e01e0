"""An indicator may not rest on itself, however long the way round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msoko.problem import Problem
from msoko.profile.checked import Checked
from msoko.profile.conditions import (
    MeetsAll,
    MeetsAny,
    MeetsIndicator,
    MeetsNot,
    MeetsRuleSet,
    UnitCondition,
)
from msoko.profile.formula import ChangeFormula, Formula, UnitsFormula
from msoko.profile.indicator import Indicator
from msoko.profile.rule_set import RuleSet


def check(checked: Checked) -> Iterator[Problem]:
    """Each round once, told from its first member."""
    rule_sets = checked.profile.rule_sets if checked.profile else {}
    told: set[frozenset[str]] = set()
    done: set[str] = set()
    for indicator in checked.indicators:
        path = _round(indicator.id, checked.known, rule_sets, (), done)
        if path and frozenset(path) not in told:
            told.add(frozenset(path))
            what = "показатель считается через самого себя: " + " → ".join(path)
            mend = "разорвите круг: уберите одну из ссылок в of или meets"
            yield Problem("loop", what, mend, file=indicator.path, line=indicator.line or None)


def _round(
    name: str,
    known: Mapping[str, Indicator],
    rule_sets: Mapping[str, RuleSet],
    way: tuple[str, ...],
    done: set[str],
) -> tuple[str, ...] | None:
    """The first way from a name back to itself; names in `done` lead to no round."""
    if name in way:
        return (*way[way.index(name) :], name)
    if name in done or name not in known:
        return None
    for other in rests_on(known[name], rule_sets):
        found = _round(other, known, rule_sets, (*way, name), done)
        if found:
            return found
    done.add(name)
    return None


def rests_on(indicator: Indicator, rule_sets: Mapping[str, RuleSet]) -> tuple[str, ...]:
    """Ids of the indicators its value, lines and other readings are made from."""
    found = (name for formula in formulas_of(indicator) for name in _of_formula(formula, rule_sets))
    return tuple(dict.fromkeys(found))


def formulas_of(indicator: Indicator) -> tuple[Formula, ...]:
    """The formula of an indicator, of its lines and of its other readings."""
    return (
        indicator.formula,
        *(line.formula for line in indicator.lines),
        *(variant.formula for variant in indicator.variants),
    )


def _of_formula(formula: Formula, rule_sets: Mapping[str, RuleSet]) -> Iterator[str]:
    if isinstance(formula, ChangeFormula):
        yield formula.of
    elif isinstance(formula, UnitsFormula):
        yield from _of_condition(formula.meets, rule_sets)


def _of_condition(condition: UnitCondition, rule_sets: Mapping[str, RuleSet]) -> Iterator[str]:
    if isinstance(condition, MeetsIndicator):
        yield condition.indicator
    elif isinstance(condition, MeetsAll | MeetsAny):
        for part in condition.parts:
            yield from _of_condition(part, rule_sets)
    elif isinstance(condition, MeetsNot):
        yield from _of_condition(condition.part, rule_sets)
    elif isinstance(condition, MeetsRuleSet) and condition.rule_set in rule_sets:
        yield from _of_rule_set(rule_sets[condition.rule_set], condition.categories)


def _of_rule_set(rule_set: RuleSet, categories: tuple[str, ...]) -> Iterator[str]:
    for category in rule_set.categories:
        if categories and category.id not in categories:
            continue
        for criterion in category.criteria:
            if criterion.indicator is not None:
                yield criterion.indicator
            elif criterion.meets is not None:
                # a rule set inside a rule set is followed no further: its own indicators are
                yield from _of_condition(criterion.meets, {})
