"""A rule set run: every criterion of every organisation with its why, and the category it gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msoko.indicators.look_up import LookUp
from msoko.indicators.thresholds import Raised, raised
from msoko.profile.indicator import Indicator
from msoko.profile.rule_set import RuleCategory, RuleCriterion, RuleSet


@dataclass(frozen=True)
class CriterionResult:
    """One criterion of one organisation; `raised` is None for a criterion without a threshold."""

    criterion: RuleCriterion
    raised: Raised | None

    @property
    def met(self) -> bool | None:
        """Whether it is met; None where there is too little data or no threshold."""
        return self.raised.raised if self.raised else None


@dataclass(frozen=True)
class Identified:
    """What a rule set says of one organisation in one identification year.

    `category` is the first category whose deciding criteria suffice; None means none of them.
    `certain` is False when missing data could still put the organisation into a category.
    """

    rule_set: str
    unit: str
    year: int
    category: str | None
    certain: bool
    criteria: tuple[tuple[str, CriterionResult], ...]

    @property
    def known(self) -> bool:
        """Whether there was any data to judge by."""
        decided = [r.raised for _, r in self.criteria if r.criterion.role == "decides"]
        return any(j.verdict != "unknown" for found in decided if found for j in found.judged)


def identify(
    rules: RuleSet, indicators: Mapping[str, Indicator], look: LookUp, unit: str, year: int
) -> Identified:
    """Run a rule set for one organisation; criteria are looked at one by one, none is skipped."""
    found: list[tuple[str, CriterionResult]] = []
    category, certain = None, True
    for wanted in rules.categories:
        results = [_criterion(c, indicators, look, unit, year) for c in wanted.criteria]
        found.extend((wanted.id, result) for result in results)
        answer = _falls(wanted, results)
        if answer and category is None:
            category = wanted.id
        elif answer is None and category is None:
            certain = False
    return Identified(rules.id, unit, year, category, certain, tuple(found))


def _criterion(
    criterion: RuleCriterion,
    indicators: Mapping[str, Indicator],
    look: LookUp,
    unit: str,
    year: int,
) -> CriterionResult:
    indicator = indicators.get(criterion.indicator or "")
    threshold = indicator.thresholds.get(criterion.threshold or "") if indicator else None
    if indicator is None or threshold is None:
        return CriterionResult(criterion, None)
    return CriterionResult(
        criterion, raised(indicator, threshold, unit, year, look, criterion.persists)
    )


def _falls(category: RuleCategory, results: Sequence[CriterionResult]) -> bool | None:
    """Enough deciding criteria met, not enough, or open while data are missing."""
    decided = [result.met for result in results if result.criterion.role == "decides"]
    met = sum(answer is True for answer in decided)
    if met >= category.needed:
        return True
    return None if met + sum(answer is None for answer in decided) >= category.needed else False
