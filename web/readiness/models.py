"""Shapes of readiness: questions of the rubric, and ratings of documents by link."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

LINK_STATES = {
    "unchecked": "не проверялась",
    "alive": "открывается",
    "dead": "не открывается",
}


class RubricItem(models.Model):
    """One question of the rubric; `area` empty: it is asked of every area.

    `link` is the part of the chain it asks about (`msoko.cycle.readiness.LINKS`, or «documents»).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.TextField("вопрос")
    points = models.PositiveIntegerField("наибольший балл")
    area = models.CharField("направление", max_length=100, blank=True)
    link = models.CharField("звено", max_length=20, blank=True)
    clause = models.CharField("пункт положения", max_length=300, blank=True)
    quote = models.TextField("слова положения", blank=True)
    order = models.PositiveIntegerField("порядок")
    is_active = models.BooleanField("задаётся", default=True)
    version = models.PositiveIntegerField("версия записи", default=1)

    class Meta:
        """In the order of the rubric."""

        ordering: ClassVar = ["order", "id"]

    def __str__(self) -> str:
        return self.question


class Rating(models.Model):
    """Points an expert gave for a question about an area by what stands at an address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(
        RubricItem, verbose_name="вопрос", on_delete=models.PROTECT, related_name="ratings"
    )
    area = models.CharField("направление", max_length=100, db_index=True)
    address = models.CharField("ссылка", max_length=500)
    points = models.PositiveIntegerField("балл")
    checked_on = models.DateField("ссылка проверена")
    expert = models.CharField("эксперт", max_length=64)
    comment = models.TextField("пояснение", blank=True)
    link_state = models.CharField(
        "состояние ссылки", max_length=20, choices=list(LINK_STATES.items()), default="unchecked"
    )
    link_said = models.CharField("что ответила ссылка", max_length=300, blank=True)
    looked_at = models.DateTimeField("когда проверяла программа", null=True, blank=True)
    is_withdrawn = models.BooleanField("снята", default=False)
    version = models.PositiveIntegerField("версия записи", default=1)

    class Meta:
        """Newest check first."""

        ordering: ClassVar = ["item", "-checked_on", "id"]

    def __str__(self) -> str:
        return self.address
