"""The background job that computes values and asks the analysis after the facts have changed."""

from __future__ import annotations

from django_tasks import task
from django_tasks_db.models import DBTaskResult

from web.figures.analyse import analyse_now
from web.figures.keep import compute_now


@task()
def recompute() -> str:
    """Compute and keep the values of the present state, then what the analysis finds in them."""
    state = compute_now()
    analyse_now()
    return state


def ask_to_recompute() -> None:
    """One job is enough, however many files have been accepted meanwhile."""
    if not DBTaskResult.objects.filter(task_path=recompute.module_path, status="READY").exists():
        recompute.enqueue()


def is_computing() -> bool:
    """Whether values are being computed or wait to be."""
    waiting = ("READY", "RUNNING")
    return DBTaskResult.objects.filter(task_path=recompute.module_path, status__in=waiting).exists()
