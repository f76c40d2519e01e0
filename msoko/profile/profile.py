"""A loaded profile: what is computed at hand, what is said in words when asked for."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, cast

from msoko.profile.clause import ClauseRef
from msoko.profile.conditions import UnitCondition
from msoko.profile.indicator import Indicator
from msoko.profile.method import Method
from msoko.profile.rule_set import RuleSet

if TYPE_CHECKING:
    from msoko.profile.texts import Texts


@dataclass(frozen=True)
class Group:
    """Indicators the regulation names together; members are `<id>.<common id>`."""

    id: str
    area: str
    label: str
    clause: ClauseRef
    members: tuple[str, ...]
    goals: tuple[str, ...] = ()
    catalogue: str | None = None
    method: Method | None = None
    readings: tuple[str, ...] = ()
    note: str | None = None
    path: str = ""
    line: int = 0


@dataclass(frozen=True)
class Profile:
    """One municipality; mappings are by id, indicators in the order of areas.

    `common` holds the shared indicators a formula, criterion or `of:` may refer to though the
    profile itself does not show them. `problem_rules`: by id of a problem statement, when it shows.
    `minimum`: denominators below it are too small. `kept` are the texts, or their packed form:
    whoever only computes need not pay for reading them.
    """

    id: str
    name: str
    indicators: Mapping[str, Indicator]
    kept: Texts | bytes
    groups: Mapping[str, Group] = field(default_factory=dict)
    common: Mapping[str, Indicator] = field(default_factory=dict)
    rule_sets: Mapping[str, RuleSet] = field(default_factory=dict)
    problem_rules: Mapping[str, UnitCondition] = field(default_factory=dict)
    minimum: int | None = None
    version: str = ""

    @cached_property
    def texts(self) -> Texts:
        """Acts, areas, cycle, roadmap, documents, readings, requirements, examples."""
        if isinstance(self.kept, bytes):
            return cast("Texts", pickle.loads(self.kept))
        return self.kept

    def packed(self) -> Profile:
        """The same profile with its texts packed, for keeping in a file."""
        return replace(self, kept=pickle.dumps(self.texts))

    def indicator(self, indicator_id: str) -> Indicator | None:
        """The indicator shown by the profile or, failing that, the shared one with this id."""
        return self.indicators.get(indicator_id) or self.common.get(indicator_id)
