"""One cycle as it stands on a day: plain values that rules, acts and the thread read.

Things are named by references: `entry:<id>`, `finding:<key>`, `indicator:<id>`, `goal:<id>`,
`act:<id>`, `clause:<act>#<clause>`, `cycle:<id>`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from msoko.cycle.kinds import KINDS
from msoko.cycle.plan import PlannedStage

GONE = frozenset({"withdrawn", "cancelled"})
IN_FORCE = frozenset({"signed", "published"})


def day_in(said: Mapping[str, Any], name: str) -> date | None:
    """A day among the fields of an entry, as typed or as kept; None when it is empty."""
    value = said.get(name)
    return date.fromisoformat(value) if isinstance(value, str) and value else value or None


@dataclass(frozen=True)
class StageNow:
    """A stage and where it is: waiting, open or done."""

    plan: PlannedStage
    state: str = "waiting"
    started_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True)
class EntryNow:
    """One entry; `links` are references to what it points back to, `acknowledged` are codes.

    `frozen`: the wording of an indicator when it was entered, the numbers a review spoke of.
    `number` counts entries of a kind in their cycle from 1; 0 where it is not known.
    """

    id: str
    kind: str
    state: str
    said: Mapping[str, Any]
    links: tuple[str, ...] = ()
    acknowledged: frozenset[str] = frozenset()
    frozen: Mapping[str, Any] = field(default_factory=dict)
    number: int = 0

    @property
    def title(self) -> str:
        """What it says in the field a person knows it by, or «без названия»."""
        told = self.said.get("title") or self.said.get(KINDS[self.kind].title) or ""
        return str(told).strip() or "без названия"

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"entry:{self.id}"

    def day(self, name: str) -> date | None:
        """A date field; None when it is empty."""
        return day_in(self.said, name)

    def filled(self, name: str) -> bool:
        """Whether a field says something."""
        value = self.said.get(name)
        return bool(value.strip() if isinstance(value, str) else value)


@dataclass(frozen=True)
class ActNow:
    """An act of the cycle with its requisites."""

    id: str
    document: str
    title: str
    state: str
    number: str = ""
    signed_on: date | None = None


@dataclass(frozen=True)
class FindingNow:
    """A finding of the cycle's area and period; `state` confirmed, rejected or open."""

    key: str
    kind: str
    state: str
    sentence: str
    unit: str = ""
    indicator: str = ""
    frozen: Mapping[str, Any] = field(default_factory=dict)

    period: str = ""


@dataclass(frozen=True)
class CycleNow:
    """The whole of one cycle on a day.

    `unmeasured`: goals of the regulation no indicator measures, and why. `problem`: the reference
    of the entry of an earlier cycle this one was opened from.
    """

    id: str
    area: str
    period: str
    state: str
    stages: Sequence[StageNow]
    entries: Sequence[EntryNow] = ()
    acts: Sequence[ActNow] = ()
    findings: Sequence[FindingNow] = ()
    unmeasured: Mapping[str, str] = field(default_factory=dict)
    profile_version: str = ""
    title: str = ""
    problem: str = ""

    def of(self, *kinds: str) -> list[EntryNow]:
        """Entries of these kinds that were not withdrawn or cancelled."""
        return [one for one in self.entries if one.kind in kinds and one.state not in GONE]

    def stage(self, id_: str) -> StageNow:
        """The stage with this id; KeyError when the cycle has none."""
        for one in self.stages:
            if one.plan.id == id_:
                return one
        raise KeyError(id_)

    def home(self, kind: str) -> StageNow | None:
        """The stage a kind of entry belongs to; None when this order has no place for it."""
        return next((one for one in self.stages if kind in one.plan.contents), None)

    def entry(self, id_: str) -> EntryNow:
        """The entry with this id; KeyError when there is none."""
        for one in self.entries:
            if one.id == id_:
                return one
        raise KeyError(id_)

    def following(self, ref: str, *kinds: str) -> list[EntryNow]:
        """Entries of these kinds that point back to a reference."""
        return [one for one in self.of(*kinds) if ref in one.links]

    def act_in_force(self, document: str) -> ActNow | None:
        """The signed or published act made from a document of the profile."""
        found = (one for one in self.acts if one.document == document and one.state in IN_FORCE)
        return next(found, None)

    def comes_before(self, first: str, second: str) -> bool:
        """Whether entries of the first kind have a stage before that of the second."""
        one, other = self.home(first), self.home(second)
        return one is not None and other is not None and one.plan.order < other.plan.order
