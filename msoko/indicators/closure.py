"""Indicators together with those they are computed from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msoko.indicators.parts import needs
from msoko.profile.indicator import Indicator
from msoko.profile.rule_set import RuleSet


def closure(
    chosen: Sequence[Indicator], known: Mapping[str, Indicator], rule_sets: Sequence[RuleSet] = ()
) -> list[Indicator]:
    """The indicators chosen and all they are computed from; KeyError for an unknown one."""
    rules = {rule_set.id: rule_set for rule_set in rule_sets}
    found = {indicator.id: indicator for indicator in chosen}
    waiting = list(chosen)
    while waiting:
        for other in needs(waiting.pop(), rules):
            if other not in found:
                found[other] = known[other]
                waiting.append(known[other])
    return list(found.values())
