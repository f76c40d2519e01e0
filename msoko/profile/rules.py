"""All rules a loaded profile is held to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msoko.problem import Problem
from msoko.profile import (
    rules_breakdowns,
    rules_catalogue,
    rules_clauses,
    rules_examples,
    rules_goals,
    rules_links,
    rules_loops,
    rules_names,
    rules_references,
    rules_rule_sets,
    rules_thresholds,
    rules_units,
)
from msoko.profile.checked import Checked

RULES: tuple[Callable[[Checked], Iterator[Problem]], ...] = (
    rules_names.check,
    rules_references.check,
    rules_rule_sets.check,
    rules_loops.check,
    rules_units.check,
    rules_breakdowns.check,
    rules_clauses.check,
    rules_goals.check,
    rules_links.check,
    rules_catalogue.check,
    rules_thresholds.check,
    rules_examples.check,
)


def check_all(checked: Checked) -> list[Problem]:
    """What every rule finds, together."""
    return [problem for rule in RULES for problem in rule(checked)]
