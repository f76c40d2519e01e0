"""One stage of a cycle: its entries, what it lacks, the regulation's words, its findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from msoko.cycle.kinds import KINDS, EntryKind, Field
from msoko.cycle.snapshot import GONE, CycleNow
from msoko.cycle.transitions import STATES
from web import regulation
from web.cycle.listed import Listed, listed
from web.cycle.models import Finding
from web.cycle.pages.completeness import completeness
from web.cycle.pages.entering import proposals
from web.cycle.pages.one import stage_shown
from web.cycle.pages.reach import SEE, entries_seen, one_cycle
from web.cycle.pages.together import empty_in
from web.cycle.pages.words import Shown, measured, shown
from web.cycle.standing import standing
from web.cycle.target import targets_in
from web.policy.declare import needs

_FINDINGS = 200
# Stages where it matters what the indicators were to come to.
_JUDGED = {"indicator", "finding", "review"}


@dataclass(frozen=True)
class Part:
    """Entries of one kind."""

    kind: EntryKind
    entries: Sequence[Shown]
    withdrawn: Sequence[Shown]
    empty: Sequence[Field] = ()

    @property
    def undated(self) -> bool:
        """Whether entries of the kind have no day by which something is to be done."""
        return all(one.name != "due" for one in self.kind.fields)


@needs("cycles.see")
@require_GET
def stage(request: HttpRequest, cycle: object, stage: str) -> HttpResponse:
    """Entries of a stage within the reader's reach; lacks and steps are told to the office."""
    row, scope = one_cycle(request, cycle), request.actor.scope
    now, office = standing(row), scope.reaches_all(SEE)
    here = next((one for one in now.stages if one.plan.id == stage), None)
    if here is None:
        raise Http404
    rows = {one.stage: one for one in row.stages.all()}
    lead = scope.may("cycles.lead") and now.state == "open" and here.state == "open"
    contents = here.plan.contents
    context: dict[str, Any] = {
        "cycle": row, "office": office, "parts": _parts(request, now, contents), "lead": lead,
        "act_states": STATES["act"], "may_draft": scope.may("acts.draft"),
        "stage": stage_shown(now, here, rows, scope, timezone.localdate(), stage),
        "may_date": office and scope.may("cycles.lead") and now.state == "open"
        and here.state != "waiting",
        "proposed": len(proposals(now, row, stage)) if lead else 0,
    }  # fmt: skip
    if office and "method" in contents:
        area = regulation.profile().texts.areas.get(row.area)
        context["sources"] = [one.text for one in area.sources] if area else []
    if office and "monitoring" in contents:
        context["completeness"] = completeness(now, scope)
    if office and _JUDGED & set(contents):
        context["targets"] = targets_in(scope, row)
    if office and "finding" in contents:
        context |= _findings(request, now)
    return render(request, "cycles/stage.html", context)


def _parts(request: HttpRequest, now: CycleNow, contents: Sequence[str]) -> list[Part]:
    """Entries of each kind, those that still count first."""
    kinds = [kind for kind in contents if kind in KINDS]
    about = measured(now)
    seen = entries_seen(request.actor.scope).filter(cycle=now.id, kind__in=kinds)
    found = [shown(one, about.get(str(one.pk), "")) for one in seen]
    return [
        Part(KINDS[kind], [one for one in found if one.kind == kind and one.state not in GONE],
             [one for one in found if one.kind == kind and one.state in GONE],
             list(empty_in(now, KINDS[kind])))
        for kind in kinds
    ]  # fmt: skip


def _findings(request: HttpRequest, now: CycleNow) -> dict[str, Any]:
    """Findings of the area and year: decided ones as they were kept, today's that wait."""
    codes = request.actor.scope.codes("findings.see")
    keys = [one.key for one in now.findings if one.state != "open"]
    decided = Finding.objects.filter(key__in=keys, unit__in=codes)
    asked = {"area": now.area, "period": now.period, "certain": "1", "state": "open"}
    waiting: list[Listed] = listed(request, asked, _FINDINGS)
    told = list(decided)
    return {
        "confirmed": [one for one in told if one.state == "confirmed"],
        "rejected": [one for one in told if one.state == "rejected"],
        "waiting": waiting, "findings_query": f"area={now.area}&period={now.period}",
        "has_findings": True,
    }  # fmt: skip
