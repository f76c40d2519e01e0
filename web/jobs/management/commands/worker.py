"""`python -m web worker`: does background jobs until stopped."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from web.jobs.lease import Heart, beat, requeue


class Command(BaseCommand):
    """A worker with a heart: what it leaves behind when killed is done by the next one."""

    help = "Выполняет фоновые задания"

    def add_arguments(self, parser: CommandParser) -> None:
        """`--once`: do what waits and stop."""
        parser.add_argument("--once", action="store_true", help="сделать, что ждёт, и закончить")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        """Run until told to stop."""
        name = get_random_string(32)
        beat(name)
        requeue()
        worker = Worker(
            queue_names=["*"], interval=1, batch=once, backend_name="default",
            startup_delay=False, max_tasks=None, worker_id=name, excluded_queue_names=[],
        )  # fmt: skip
        if once:
            worker.run()
            return
        heart = Heart(name)
        heart.start()
        worker.configure_signals()
        try:
            worker.run()
        finally:
            heart.stopped.set()
