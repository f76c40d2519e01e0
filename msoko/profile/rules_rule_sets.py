"""A formula that asks for a rule set needs that rule set in the profile that uses the formula."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msoko.problem import Problem
from msoko.profile.checked import Checked
from msoko.profile.conditions import MeetsAll, MeetsAny, MeetsNot, MeetsRuleSet, UnitCondition
from msoko.profile.formula import UnitsFormula
from msoko.profile.indicator import Indicator
from msoko.profile.report import choose
from msoko.profile.rule_set import RuleSet
from msoko.profile.rules_loops import formulas_of, rests_on


def check(checked: Checked) -> Iterator[Problem]:
    """Rule sets and categories that shared formulas ask for and the profile does not have.

    A name written in a file of the profile itself is told there, as an unknown reference.
    """
    if checked.profile is None:
        return
    rule_sets = checked.profile.rule_sets
    written = {(one.file, one.name) for one in checked.references if one.kind == "rule_set"}
    for indicator in checked.indicators:
        for asked in asked_rule_sets(indicator, checked.known, rule_sets):
            if (indicator.path, asked.rule_set) in written or asked.rule_set in checked.unread:
                continue
            yield from _absent(asked, rule_sets, indicator)


def _absent(
    asked: MeetsRuleSet, rule_sets: Mapping[str, RuleSet], indicator: Indicator
) -> Iterator[Problem]:
    file, line = indicator.path, indicator.line or None
    found = rule_sets.get(asked.rule_set)
    if found is None:
        what = f"показателю «{indicator.id}» нужен набор правил «{asked.rule_set}», а его нет"
        mend = f"напишите rules/{asked.rule_set}.yaml или возьмите другой показатель; "
        mend += choose(asked.rule_set, rule_sets)
        yield Problem("reference", what, mend, file=file, line=line)
        return
    known = [category.id for category in found.categories]
    for name in asked.categories:
        if name not in known:
            what = f"показателю «{indicator.id}» нужна категория «{name}» набора «{found.id}»"
            yield Problem("reference", what, choose(name, known), file=file, line=line)


def asked_rule_sets(
    indicator: Indicator, known: Mapping[str, Indicator], rule_sets: Mapping[str, RuleSet]
) -> tuple[MeetsRuleSet, ...]:
    """Rule sets an indicator asks for, itself or through those it is computed from; each once."""
    found: dict[MeetsRuleSet, None] = {}
    waiting, seen = [indicator], {indicator.id}
    while waiting:
        one = waiting.pop()
        for formula in formulas_of(one):
            if isinstance(formula, UnitsFormula):
                found.update(dict.fromkeys(_in_condition(formula.meets)))
        for name in rests_on(one, rule_sets):
            if name in known and name not in seen:
                seen.add(name)
                waiting.append(known[name])
    return tuple(found)


def _in_condition(condition: UnitCondition) -> Iterator[MeetsRuleSet]:
    if isinstance(condition, MeetsRuleSet):
        yield condition
    elif isinstance(condition, MeetsAll | MeetsAny):
        for part in condition.parts:
            yield from _in_condition(part)
    elif isinstance(condition, MeetsNot):
        yield from _in_condition(condition.part)
