"""The shape of a finding somebody has looked at: its numbers frozen, the decision and why."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

STATES = {
    "open": "ждёт решения",
    "confirmed": "подтверждён",
    "rejected": "отклонён",
}


class Finding(models.Model):
    """One finding of the analysis with a decision; `key` is what the analysis knows it by.

    `frozen` holds the finding as it was when it was decided: sentence, numbers, interval, sample,
    evidence, method and chart; `threshold` the borders in force then, in words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField("ключ вывода", max_length=32, unique=True)
    question = models.CharField("вопрос", max_length=40)
    kind = models.CharField("вид вывода", max_length=40)
    unit_kind = models.CharField("о ком", max_length=20)
    unit = models.CharField("код", max_length=200, db_index=True)
    period = models.CharField("период", max_length=20)
    indicator = models.CharField("показатель", max_length=200, blank=True)
    area = models.CharField("направление", max_length=100, blank=True)
    sure = models.CharField("уверенность", max_length=20)
    sentence = models.TextField("вывод")
    frozen = models.JSONField("числа на день решения")
    threshold = models.TextField("пороги на день решения", blank=True)
    profile_version = models.CharField("версия профиля", max_length=80)
    figures_state = models.CharField("расчёт", max_length=40)
    state = models.CharField("состояние", max_length=20, choices=list(STATES.items()))
    reason = models.TextField("почему", blank=True)
    decided_by = models.CharField("кто решил", max_length=64)
    decided_at = models.DateTimeField("когда решено")
    version = models.PositiveIntegerField("версия записи", default=1)

    class Meta:
        """By whom it is about, then by year: no order by numbers."""

        ordering: ClassVar = ["unit", "period", "key"]

    def __str__(self) -> str:
        return self.sentence
