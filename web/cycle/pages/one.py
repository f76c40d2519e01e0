"""One cycle: its stages in the regulation's order, what each has and lacks, who must act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from msoko.cycle.contents import missing
from msoko.cycle.course import possible
from msoko.cycle.kinds import KINDS
from msoko.cycle.policies import leads
from msoko.cycle.reached import late, reached
from msoko.cycle.snapshot import ActNow, CycleNow, StageNow
from msoko.cycle.transitions import STATES
from web import regulation
from web.cycle.models import Cycle, Entry
from web.cycle.pages.completeness import completeness
from web.cycle.pages.offered import Offered, offered, who_may
from web.cycle.pages.reach import SEE, entries_seen, one_cycle
from web.cycle.pages.words import TONES, Mend, Shown, measured, mended, shown
from web.cycle.standing import standing
from web.cycle.target import targets_in
from web.policy.declare import needs
from web.policy.scope import Scope

_MISSING = 6


@dataclass(frozen=True)
class Document:
    """An act the regulation asks of a stage, with those made so far."""

    id: str
    title: str
    acts: Sequence[ActNow]

    @property
    def is_made(self) -> bool:
        """Whether there is one that was not revoked."""
        return any(one.state != "revoked" for one in self.acts)


@dataclass(frozen=True)
class StageShown:
    """One stage of the page; what a school sees of it has neither lacks nor steps."""

    now: StageNow
    version: int
    reason: str
    contents: str
    lacks: Sequence[Mend]
    documents: Sequence[Document]
    steps: Sequence[Offered]
    acts: str
    is_here: bool
    address: str

    @property
    def title(self) -> str:
        """As the regulation calls it."""
        return self.now.plan.title

    @property
    def state(self) -> str:
        """«waiting», «open», «done»."""
        return self.now.state

    @property
    def state_ru(self) -> str:
        """«в работе»."""
        return STATES["stage"][self.now.state]

    @property
    def tone(self) -> str:
        """The tone of its state."""
        return TONES.get(self.now.state, "")

    @property
    def first_lacks(self) -> Sequence[Mend]:
        """As many lacks as a page of all stages has room for."""
        return self.lacks[:_MISSING]

    @property
    def more_lacks(self) -> int:
        """How many there are besides."""
        return max(len(self.lacks) - _MISSING, 0)


@needs("cycles.see")
@require_GET
def cycle(request: HttpRequest, cycle: object) -> HttpResponse:
    """A cycle whole for the office; for a school, its stages and what concerns the school."""
    row, scope, day = one_cycle(request, cycle), request.actor.scope, timezone.localdate()
    now, office = standing(row), scope.reaches_all(SEE)
    versions = {one.stage: one for one in row.stages.all()}
    at = reached(now, day)
    here = at.stage.plan.id if at.stage else ""
    stages = [stage_shown(now, one, versions, scope, day, here) for one in now.stages]
    area = regulation.profile().texts.areas.get(row.area)
    context: dict[str, Any] = {
        "cycle": row, "area": area, "stages": stages, "office": office, "at": at,
        "tone": TONES.get(row.state, ""), "profile": regulation.profile(),
        "act_states": STATES["act"], "may_draft": scope.may("acts.draft"),
        "changed": row.profile_version != regulation.profile().version,
    }  # fmt: skip
    if office:
        context |= {
            "blocks": mended(row.pk, at.refusals), "steps": offered(now, now, scope, day),
            "completeness": _completeness(now, scope), "late": _late(now, row, day),
            "targets": targets_in(scope, row),
        }  # fmt: skip
    else:
        context["own"] = [shown(one) for one in entries_seen(scope).filter(cycle=row)]
    return render(request, "cycles/cycle.html", context)


def stage_shown(
    now: CycleNow, stage: StageNow, rows: Mapping[str, Any], scope: Scope, day: date, here: str
) -> StageShown:
    """A stage with what it has, what it lacks and what may be done with it."""
    row, office = rows[stage.plan.id], scope.reaches_all(SEE)
    counts = Counter(one.kind for one in now.of(*stage.plan.contents))
    told = [f"{KINDS[kind].plural} — {counts[kind]}" for kind in stage.plan.contents
            if kind in KINDS and counts[kind]]  # fmt: skip
    lacks = missing(now, stage) if office and stage.state != "waiting" else ()
    return StageShown(
        now=stage, version=row.version, reason=row.reason, contents=", ".join(told),
        lacks=mended(now.id, lacks), documents=documents_of(now, stage) if office else (),
        steps=offered(now, stage, scope, day) if office else (), acts=_who(now, stage),
        is_here=stage.plan.id == here,
        address=reverse("cycles:stage", args=[now.id, stage.plan.id]),
    )  # fmt: skip


def documents_of(now: CycleNow, stage: StageNow) -> list[Document]:
    """Acts the regulation asks of a stage, and what has been made of each."""
    titles = {one.id: one.title for one in regulation.profile().texts.documents}
    return [
        Document(name, titles.get(name, name), [one for one in now.acts if one.document == name])
        for name in stage.plan.documents
    ]


def _who(now: CycleNow, stage: StageNow) -> str:
    """By the regulation, and which roles of the system take its steps."""
    roles = who_may(possible(now, stage))
    return f"{leads(stage)}; в системе — {roles}" if roles else leads(stage)


def _completeness(now: CycleNow, scope: Scope) -> Any:
    """Live while the data are being collected and for as long as the cycle goes on."""
    home = now.home("monitoring")
    if home is None or home.state == "waiting":
        return None
    return completeness(now, scope)


def _late(now: CycleNow, row: Cycle, day: date) -> list[Shown]:
    ids, about = [one.id for one in late(now, day)], measured(now)
    found = Entry.objects.filter(pk__in=ids).order_by("due") if ids else ()
    return [shown(one, about.get(str(one.pk), "")) for one in found]
