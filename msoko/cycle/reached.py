"""Where a cycle stands: the step it waits for, what stands in the way, what is late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from msoko.cycle.course import refused
from msoko.cycle.policies import Refusal
from msoko.cycle.snapshot import CycleNow, EntryNow, StageNow
from msoko.cycle.transitions import Transition, transition

# States in which a deadline still counts.
_UNSETTLED: Mapping[str, frozenset[str]] = {
    "recommendation": frozenset({"draft", "sent"}),
    "action": frozenset({"planned", "running"}),
    "decision": frozenset({"draft", "taken"}),
    "review": frozenset({"draft"}),
}
# Entries without a course of their own are settled when the stage of this kind is done.
_SETTLED_WITH: Mapping[str, str] = {"method": "monitoring", "monitoring": "monitoring"}


@dataclass(frozen=True)
class Reached:
    """The stage a cycle is at (None when all are done), its next step, and what blocks it."""

    stage: StageNow | None
    step: Transition | None
    refusals: Sequence[Refusal] = ()


def reached(now: CycleNow, day: date) -> Reached:
    """The first stage that is not done; a cycle that is over waits for nothing."""
    stage = next((one for one in now.stages if one.state != "done"), None)
    if now.state != "open":
        return Reached(stage, None)
    if stage is None:
        step = transition("cycle", "close")
        return Reached(None, step, refused(now, now, step, day))
    step = transition("stage", "begin" if stage.state == "waiting" else "finish")
    return Reached(stage, step, refused(now, stage, step, day))


def awaited(now: CycleNow) -> list[EntryNow]:
    """Entries with a day on which something is still to happen, earliest first."""
    if now.state != "open":
        return []
    dated = [(one.day("due"), one) for one in now.of(*_UNSETTLED, *_SETTLED_WITH)]
    waiting = [(due, one) for due, one in dated if due is not None and not _settled(now, one)]
    return [one for _, one in sorted(waiting, key=lambda pair: (pair[0], pair[1].id))]


def unsettled(kind: str) -> frozenset[str]:
    """States of a kind of entry in which its deadline still counts."""
    return _UNSETTLED.get(kind, frozenset())


def late(now: CycleNow, day: date) -> list[EntryNow]:
    """Entries whose day has passed."""
    return [one for one in awaited(now) if (one.day("due") or day) < day]


def _settled(now: CycleNow, entry: EntryNow) -> bool:
    if entry.kind in _UNSETTLED:
        return entry.state not in _UNSETTLED[entry.kind]
    home = now.home(_SETTLED_WITH[entry.kind])
    return home is None or home.state == "done"
