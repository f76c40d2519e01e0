"""Background jobs after the facts have changed: values first, then the analysis."""

from __future__ import annotations

from collections.abc import Callable

from django_tasks import task
from django_tasks_db.models import DBTaskResult

from web.figures.analyse import analyse_now
from web.figures.keep import compute_now
from web.jobs.once import ask_once

# Files that wait for their check go before the analysis.
_LATER = -50
# Asked for by applications above: what they want done whenever the analysis is new.
AFTER_ANALYSIS: list[Callable[[], None]] = []


@task(priority=_LATER)
def analyse() -> None:
    """Ask all questions of the analysis about the present state."""
    if analyse_now():
        for follow in AFTER_ANALYSIS:
            follow()


@task()
def recompute() -> str:
    """Compute and keep the values of the present state; the analysis follows when there is time."""
    state = compute_now()
    ask_to_analyse()
    return state


def ask_to_analyse() -> None:
    """One job is enough; it does nothing when neither facts nor targets have changed."""
    ask_once(analyse)


def ask_to_recompute() -> None:
    """One job is enough, however many files have been accepted meanwhile."""
    ask_once(recompute)


def is_computing() -> bool:
    """Whether values are being computed or wait to be."""
    waiting = ("READY", "RUNNING")
    return DBTaskResult.objects.filter(task_path=recompute.module_path, status__in=waiting).exists()
