"""Rule sets as frozen values the analysis reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from msoko.profile.clause import ClauseRef
from msoko.profile.conditions import UnitCondition
from msoko.profile.indicator import Persistence


@dataclass(frozen=True)
class RuleCriterion:
    """A threshold of an indicator by name, or `meets`; `persists` overrides the threshold's own.

    A context criterion may name an indicator without a threshold: its value is shown.
    """

    id: str
    label: str
    indicator: str | None
    threshold: str | None
    meets: UnitCondition | None
    persists: Persistence | None
    role: Literal["decides", "context"]
    clause: ClauseRef | None = None
    catalogue: str | None = None
    readings: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class RuleCategory:
    """Falls into it who meets at least `needed` of the deciding criteria."""

    id: str
    label: str
    needed: int
    criteria: tuple[RuleCriterion, ...]
    clause: ClauseRef | None = None


@dataclass(frozen=True)
class RuleSet:
    """Categories in the order they are tried; `kinds` = kinds of organisations judged.

    `source` is where a shared set is from; that of a profile's own is its act.
    """

    id: str
    label: str
    kinds: tuple[str, ...]
    categories: tuple[RuleCategory, ...]
    area: str | None = None
    clause: ClauseRef | None = None
    readings: tuple[str, ...] = ()
    source: str | None = None
    path: str = ""
    line: int = 0
