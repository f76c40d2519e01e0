"""What people may do with background jobs: have a failed one done once more."""

from __future__ import annotations

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from web.audit.action import Told, action
from web.jobs.words import work_of
from web.policy.scope import Actor

_MODEL = "django_tasks_database.DBTaskResult"


class NotFailed(ValueError):  # noqa: N818 - told to the person who asked for it
    """The job is not one that failed; the text says so."""


@action("jobs.repeat", "задание поставлено в очередь ещё раз", needs="jobs.mind")
def repeat(*, by: Actor, job: DBTaskResult) -> Told:
    """A failed job waits for a worker again, with all its attempts before it.

    Every job may be run twice without harm, so nothing is asked about what it had done.
    """
    again = DBTaskResult.objects.filter(pk=job.pk, status="FAILED").update(
        status="READY", started_at=None, finished_at=None, run_after=timezone.now(),
        worker_ids=[], exception_class_path="", traceback="",
    )  # fmt: skip
    if not again:
        raise NotFailed("Это задание уже поставлено в очередь или сделано.")
    return Told(job, _MODEL, job.pk, reason=work_of(job.task_path).ru)
