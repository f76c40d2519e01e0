"""The shape of a sent file: its bytes by hash, the state it is in, what was found in it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from web.organisations.models import Organisation

STATES = {
    "waiting": "ждёт проверки",
    "screened": "проверен, ждёт решения",
    "storing": "принимается",
    "refused": "не принят",
    "accepted": "принят",
    "withdrawn": "отозван",
    "failed": "проверить не удалось",
}
# From which state a file may go to which.
NEXT = {
    "waiting": {"screened", "failed", "refused"},
    "screened": {"storing", "refused"},
    "storing": {"accepted", "refused"},
    "failed": {"waiting", "refused"},
    "accepted": {"withdrawn"},
    "refused": set(),
    "withdrawn": set(),
}


class Delivery(models.Model):
    """One file somebody sent; `told` is the screening report, `upload` its id among the facts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.CharField("имя файла", max_length=300)
    sha256 = models.CharField("сумма sha256", max_length=64)
    size = models.PositiveBigIntegerField("размер, байт")
    sent_at = models.DateTimeField("когда прислан", default=timezone.now)
    sent_by = models.CharField("кто прислал", max_length=64)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="от кого")
    state = models.CharField("состояние", max_length=20, choices=list(STATES.items()))
    kind = models.CharField("вид файла", max_length=60, blank=True)
    told = models.JSONField("отчёт о проверке", default=dict)
    outcome = models.JSONField("что стало с данными", default=dict)
    upload = models.CharField("загрузка", max_length=40, blank=True)
    decided_at = models.DateTimeField("когда решено", null=True, blank=True)
    decided_by = models.CharField("кто решил", max_length=64, blank=True)
    reason = models.TextField("почему", blank=True)
    version = models.PositiveIntegerField("версия записи", default=1)

    class Meta:
        """Newest first; the same bytes wait once."""

        ordering: ClassVar = ["-sent_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sha256", "organisation"],
                condition=models.Q(state__in=["waiting", "screened", "storing"]),
                name="one_open_delivery_of_a_file",
            )
        ]

    def __str__(self) -> str:
        return self.file
