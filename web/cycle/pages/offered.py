"""Steps a person may be offered: those of the present state that their right reaches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from msoko.cycle.course import possible, refused
from msoko.cycle.kinds import KINDS, EntryKind
from msoko.cycle.snapshot import CycleNow, EntryNow, StageNow
from msoko.cycle.transitions import Transition
from msoko.vocabulary import capital
from web.policy.roles import ROLES
from web.policy.scope import Scope
from web.policy.table import PERMISSIONS


@dataclass(frozen=True)
class Offered:
    """One button: the step, where it leads, whether it can be taken at once without a word."""

    step: Transition
    address: str
    at_once: bool
    is_refused: bool

    @property
    def ru(self) -> str:
        """«Завершить этап»."""
        return capital(self.step.ru)

    @property
    def is_grave(self) -> bool:
        """Whether it ends the thing or takes back what others have done."""
        return self.step.grave


def offered(
    now: CycleNow, target: CycleNow | StageNow | EntryNow, scope: Scope, day: date
) -> list[Offered]:
    """Steps from the present state, with where each is taken."""
    return [
        _one(now, target, step, day) for step in possible(now, target) if scope.may(step.permission)
    ]


def _one(
    now: CycleNow, target: CycleNow | StageNow | EntryNow, step: Transition, day: date
) -> Offered:
    stopped = bool(refused(now, target, step, day))
    return Offered(step, _address(now, target, step), not step.reason and not stopped, stopped)


def _address(now: CycleNow, target: CycleNow | StageNow | EntryNow, step: Transition) -> str:
    if isinstance(target, CycleNow):
        return reverse("cycles:cycle_step", args=[now.id, step.verb])
    if isinstance(target, StageNow):
        return reverse("cycles:stage_step", args=[now.id, target.plan.id, step.verb])
    return reverse("cycles:entry_step", args=[target.id, step.verb])


def who_may(steps: Iterable[Transition]) -> str:
    """Roles of the system that may take the steps: «Специалист …, Оператор …»."""
    roles = dict.fromkeys(role for step in steps for role in PERMISSIONS[step.permission].reach)
    return ", ".join(ROLES[role].ru for role in roles)


def after(now: CycleNow, kind: str, ref: str) -> list[tuple[EntryKind, str]]:
    """Kinds that may be entered after a thing in the stages that are open, with the address."""
    told = []
    for one in KINDS.values():
        home = now.home(one.id) if kind in one.follows else None
        if home is not None and home.state == "open" and now.state == "open":
            place = reverse("cycles:enter", args=[now.id, home.plan.id, one.id])
            told.append((one, f"{place}?{urlencode({'follows': ref})}"))
    return told
