"""All shared indicators over facts drawn at random: no exception, and the naive numbers."""

from __future__ import annotations

import os
import random

import pytest

from msoko.indicators.parts import needs
from msoko.profile.conditions import MeetsAll, MeetsAny, MeetsNot, MeetsRuleSet
from msoko.profile.formula import UnitsFormula
from msoko.profile.indicator import Indicator
from msoko.profile.load_common import load_common
from tests.architecture.tree import ROOT
from tests.oracle.compare import differences
from tests.oracle.sampled_facts import facts, formulas_of, named

SEEDS = int(os.environ.get("MSOKO_ORACLE_SEEDS", "3"))


def by_rule_set(condition: object) -> bool:
    if isinstance(condition, MeetsAll | MeetsAny):
        return any(map(by_rule_set, condition.parts))
    if isinstance(condition, MeetsNot):
        return by_rule_set(condition.part)
    return isinstance(condition, MeetsRuleSet)


def judged_by_rules(indicator: Indicator) -> bool:
    meets = (f.meets for f in formulas_of(indicator) if isinstance(f, UnitsFormula))
    return any(map(by_rule_set, meets))


@pytest.fixture(scope="module")
def shared() -> list[Indicator]:
    """Indicators of `profiles/common` but those that rest on a rule set of some profile."""
    known = load_common(ROOT / "profiles" / "common").indicators
    left = {name for name, indicator in known.items() if judged_by_rules(indicator)}
    grown = 0
    while len(left) != grown:
        grown = len(left)
        for name, one in known.items():
            if name not in left and left.intersection(needs(one)):
                left.add(name)
    assert len(known) - len(left) > 190
    return [indicator for name, indicator in known.items() if name not in left]


@pytest.mark.parametrize("seed", range(SEEDS))
def test_every_shared_indicator_gives_the_naive_numbers(shared: list[Indicator], seed: int) -> None:
    chance = random.Random(seed)
    rows = [0, 12, 60][seed % 3] if seed else 60
    found = differences(shared, facts(named(shared), chance, rows))
    assert found[:20] == []
