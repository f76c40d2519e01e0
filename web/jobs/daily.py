"""What is done once a day: asked for by the heart of a worker, claimed so that only one asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from web.jobs.models import Daily

# A name → what puts the job of a day into the queue; applications add theirs when they start.
EVERY_DAY: dict[str, Callable[[date], Any]] = {}
_NEVER = date(2000, 1, 1)


def ask(now: datetime | None = None) -> list[str]:
    """Ask for what has not been asked for today, not before the hour of the settings; names."""
    here = timezone.localtime(now)
    if here.hour < settings.DAILY_HOUR:
        return []
    return [name for name, job in EVERY_DAY.items() if _asked(name, job, here.date())]


def _asked(name: str, job: Callable[[date], Any], today: date) -> bool:
    with transaction.atomic():
        Daily.objects.get_or_create(name=name, defaults={"day": _NEVER})
        claimed = Daily.objects.filter(name=name, day__lt=today).update(day=today)
        if claimed:
            job(today)
    return bool(claimed)
