"""`python -m web remind`: sends the reminders of today at once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from web.roadmap.digest import send_all


class Command(BaseCommand):
    """The same letters as the daily job sends; whoever has had one today gets no second."""

    help = "Отправляет сегодняшние напоминания о сроках"

    def handle(self, *args: Any, **options: Any) -> None:
        """Send and say how many went; fails when the mail server refused one."""
        done = send_all(timezone.localdate())
        self.stdout.write(f"Отправлено напоминаний: {done.sent}")
        if done.failed:
            raise CommandError(f"Не удалось отправить: {done.failed}. Проверьте настройки почты.")
