"""The daily job of reminders; letters that could not go are tried again the same day."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django_tasks import task

from web.roadmap.digest import send_all

_LATER = timedelta(minutes=30)


@task()
def send_reminders(day: str) -> str:
    """Send the letters of a day; after a failure of the mail server once more half an hour on."""
    if date.fromisoformat(day) != timezone.localdate():
        return "день прошёл"
    done = send_all(date.fromisoformat(day))
    if done.failed:
        send_reminders.using(run_after=timezone.now() + _LATER).enqueue(day)
    return f"отправлено {done.sent}, не удалось {done.failed}"


def remind(day: date) -> None:
    """Put the letters of a day into the queue."""
    send_reminders.enqueue(day.isoformat())
