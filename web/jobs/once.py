"""A job that is asked for often and needs to be done once."""

from __future__ import annotations

from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult


def ask_once(job: Task[[], object]) -> None:
    """Put a job without arguments in the queue unless it waits there already.

    One that runs does not count: what has changed since it began is not in it.
    """
    if not DBTaskResult.objects.filter(task_path=job.module_path, status="READY").exists():
        job.enqueue()
