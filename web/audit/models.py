"""The shape of the journal: text columns, so that nothing in it hangs on what may be erased."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone


class Event(models.Model):
    """One action: who, when, what, on which object, what it was before and after.

    `seal` is the sha256 of the event together with the seal before it; triggers of the database
    refuse to change or remove an event.
    """

    number = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=64)
    action = models.CharField(max_length=80)
    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=120, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    previous = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, unique=True)

    class Meta:
        """Newest last; looked up by object and by actor."""

        ordering: ClassVar = ["number"]
        indexes: ClassVar = [
            models.Index(fields=["kind", "object_id"], name="event_object"),
            models.Index(fields=["by"], name="event_by"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.action}"
