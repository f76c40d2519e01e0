"""What a step does: refusals first, then the states that change together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msoko.cycle.kinds import KINDS
from msoko.cycle.policies import Refusal, Thing, refusals
from msoko.cycle.snapshot import ActNow, CycleNow, EntryNow, StageNow
from msoko.cycle.transitions import STATES, Transition, of


def kind_of(target: Thing) -> str:
    """Under which name a thing stands in the table of transitions."""
    if isinstance(target, EntryNow):
        return target.kind
    return {CycleNow: "cycle", StageNow: "stage", ActNow: "act"}[type(target)]


def state_ru(kind: str, state: str) -> str:
    """A state in words; KeyError when the kind does not have it."""
    return dict(KINDS[kind].states)[state] if kind in KINDS else STATES[kind][state]


def refused(now: CycleNow, target: Thing, step: Transition, day: date) -> list[Refusal]:
    """Why a step may not be taken today; empty when it may.

    ValueError when the step is another thing's: a decision's step is never taken on an action.
    """
    if step.of != kind_of(target):
        raise ValueError(f"{step.of}.{step.verb} is no step of {kind_of(target)}")
    if target.state not in step.sources:
        told = state_ru(step.of, target.state)
        needed = " или ".join(f"«{state_ru(step.of, one)}»" for one in step.sources)
        return [Refusal(f"сейчас состояние «{told}», а для «{step.ru}» нужно {needed}")]
    return refusals(step.policies, now, target, day)


def possible(now: CycleNow, target: Thing) -> list[Transition]:
    """Steps that lead on from the present state, allowed today or not."""
    return [one for one in of(kind_of(target)) if target.state in one.sources]


def together(now: CycleNow, target: Thing, step: Transition) -> Mapping[str, str]:
    """States of stages that change with a step: what was begun after a returned stage waits."""
    if step.of != "stage" or step.verb != "return" or not isinstance(target, StageNow):
        return {}
    return {
        stage.plan.id: "waiting"
        for stage in now.stages
        if stage.plan.order > target.plan.order and stage.state == "open"
    }
