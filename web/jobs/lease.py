"""Leases: a job belongs to its worker only while the worker is heard of."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from web.jobs import daily
from web.jobs.models import Beat

# A job that has killed this many workers is not tried again.
ATTEMPTS = 3
_LOG = logging.getLogger(__name__)


def beat(worker: str) -> None:
    """A sign of life."""
    Beat.objects.update_or_create(worker=worker, defaults={"at": timezone.now()})


def requeue(now: datetime | None = None) -> list[str]:
    """Give the running jobs of silent workers back to the queue; ids of those given back.

    After three workers the job fails for good: it is the job that kills them.
    """
    limit = (now or timezone.now()) - timedelta(seconds=settings.LEASE_SECONDS)
    with transaction.atomic():
        alive = set(Beat.objects.filter(at__gte=limit).values_list("worker", flat=True))
        given = []
        for job in DBTaskResult.objects.running().select_for_update():
            if job.worker_ids and job.worker_ids[-1] in alive:
                continue
            _again(job)
            given.append(str(job.pk))
        Beat.objects.filter(at__lt=limit).delete()
    return given


def _again(job: DBTaskResult) -> None:
    if len(job.worker_ids) >= ATTEMPTS:
        DBTaskResult.objects.filter(pk=job.pk).update(
            status="FAILED",
            finished_at=timezone.now(),
            traceback=f"обработчик завершался на этом задании {ATTEMPTS} раза подряд",
        )
        return
    DBTaskResult.objects.filter(pk=job.pk).update(status="READY", started_at=None)


def _ask_daily() -> None:
    """What cannot be asked for now is asked for at the next beat; the heart goes on."""
    try:
        daily.ask()
    except Exception:
        _LOG.exception("the work of the day cannot be asked for")


class Heart(threading.Thread):
    """Beats for a worker until told to stop, and takes care of others' jobs now and then."""

    def __init__(self, worker: str) -> None:
        super().__init__(name=f"heart of {worker}", daemon=True)
        self.worker = worker
        self.stopped = threading.Event()

    def run(self) -> None:
        """A beat at a third of the lease."""
        while not self.stopped.is_set():
            beat(self.worker)
            requeue()
            _ask_daily()
            close_old_connections()
            self.stopped.wait(settings.LEASE_SECONDS / 3)
        connection.close()
