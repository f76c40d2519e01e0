"""The page of background work: what is done, what waits, what failed, and doing it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django_tasks_db.models import DBTaskResult

from web.jobs import actions
from web.jobs.models import Beat
from web.jobs.words import STATES, work_of
from web.policy.declare import needs

# How many of each kind are shown; failures and what is done are shown for so many days.
_SHOWN, _DAYS = 50, 30


@dataclass(frozen=True)
class Shown:
    """One job ready to be shown; `address` leads to what it is about, "" for nothing."""

    job: DBTaskResult
    ru: str
    state_ru: str
    address: str
    why: str


@needs("jobs.mind")
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Failed jobs first, then those under way and waiting, then the last ones done."""
    recent = DBTaskResult.objects.filter(finished_at__gte=timezone.now() - timedelta(days=_DAYS))
    moving = DBTaskResult.objects.filter(status__in=("RUNNING", "READY"))
    parts = (
        ("Не вышло", _shown(recent.filter(status="FAILED").order_by("-finished_at"))),
        ("Делается и ждёт", _shown(moving.order_by("-status", "enqueued_at"))),
        ("Сделано", _shown(recent.filter(status="SUCCESSFUL").order_by("-finished_at"))),
    )
    beat = Beat.objects.order_by("-at").first()
    silent_for = timezone.now() - beat.at if beat else None
    context = {
        "parts": parts, "beat": beat, "days": _DAYS,
        "is_alive": silent_for is not None and silent_for.total_seconds() < settings.LEASE_SECONDS,
    }  # fmt: skip
    return render(request, "jobs/jobs.html", context)


@needs("jobs.mind")
@require_POST
def repeat(request: HttpRequest, job: UUID) -> HttpResponse:
    """A failed job once more."""
    shown = get_object_or_404(DBTaskResult, pk=job)
    try:
        actions.repeat(by=request.actor, job=shown)
    except actions.NotFailed as why:
        messages.error(request, str(why))
    else:
        messages.success(request, f"{work_of(shown.task_path).ru}: поставлено в очередь ещё раз.")
    return redirect("jobs:list")


def _shown(jobs: QuerySet[DBTaskResult]) -> list[Shown]:
    told = []
    for job in jobs[:_SHOWN]:
        work, arguments = work_of(job.task_path), job.args_kwargs.get("args", [])
        address = reverse(work.page, args=arguments[:1]) if work.page and arguments else ""
        told.append(Shown(job, work.ru, STATES.get(job.status, job.status), address, _why(job)))
    return told


def _why(job: DBTaskResult) -> str:
    """Why it failed: the last line of what the program said."""
    lines = job.traceback.strip().splitlines()
    return lines[-1].strip()[:300] if lines else ""
