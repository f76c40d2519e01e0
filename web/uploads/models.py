"""The shape of a sent file and of a remembered layout: bytes by hash, state, what was found."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from web.organisations.models import Organisation

STATES = {
    "waiting": "ждёт проверки",
    "asked": "нужны пояснения",
    "screened": "проверен, ждёт решения",
    "storing": "принимается",
    "accepted": "принят",
    "withdrawing": "отзывается",
    "withdrawn": "отозван",
    "superseded": "заменён",
    "refused": "не принят",
    "failed": "проверить не удалось",
}
# From which state a file may go to which.
NEXT = {
    "waiting": {"screened", "asked", "failed", "refused"},
    "asked": {"waiting", "refused"},
    "screened": {"storing", "waiting", "refused"},
    # back to "screened" when the facts have changed since the decision was taken
    "storing": {"accepted", "screened", "refused"},
    "accepted": {"withdrawing", "superseded"},
    "withdrawing": {"withdrawn", "superseded"},
    "failed": {"waiting", "refused"},
    "refused": set(),
    "withdrawn": set(),
    "superseded": set(),
}
# The file itself is still needed: it is checked, or a person has yet to decide.
UNDECIDED = ("waiting", "asked", "screened", "storing", "failed")
# Something is being done in the background.
MOVING = ("waiting", "storing", "withdrawing")


class Mapping(models.Model):
    """How the columns of a layout nobody knew became columns of a fact table.

    `signature` is the hash of the headings; `columns` go from a column of the table to a heading,
    `constants` from a column to the one value of all lines; in force within one municipality.
    """

    signature = models.CharField("сумма заголовков", max_length=64)
    headings = models.JSONField("заголовки")
    table = models.CharField("таблица", max_length=40)
    columns = models.JSONField("столбцы")
    constants = models.JSONField("одно значение на весь файл", default=dict)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="где действует")
    made_at = models.DateTimeField("когда сделана", default=timezone.now)
    made_by = models.CharField("кто сделал", max_length=64)
    is_active = models.BooleanField("действует", default=True)

    class Meta:
        """One rule for a layout at a time."""

        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["signature", "organisation"], condition=models.Q(is_active=True),
                name="one_mapping_of_a_layout",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.table} {self.made_at:%d.%m.%Y}"


class Delivery(models.Model):
    """One file somebody sent.

    `batch` is what was dropped together; `said` what people said of the file; `told` the screening
    report; `effect` what accepting it would change; `supersede` the uploads it was decided to
    replace; `upload` its id among the facts; `outcome` what became of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.UUIDField("отправка", default=uuid.uuid4, db_index=True)
    file = models.CharField("имя файла", max_length=300)
    sha256 = models.CharField("сумма sha256", max_length=64)
    size = models.PositiveBigIntegerField("размер, байт")
    sent_at = models.DateTimeField("когда прислан", default=timezone.now)
    sent_by = models.CharField("кто прислал", max_length=64)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="от кого")
    state = models.CharField("состояние", max_length=20, choices=list(STATES.items()))
    kind = models.CharField("вид файла", max_length=60, blank=True)
    said = models.JSONField("что сказано о файле", default=dict)
    mapping = models.ForeignKey(
        Mapping, models.PROTECT, null=True, blank=True, verbose_name="настройка столбцов"
    )
    told = models.JSONField("отчёт о проверке", default=dict)
    effect = models.JSONField("что изменится", default=dict)
    supersede = models.JSONField("что заменить", default=list)
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
                condition=models.Q(state__in=["waiting", "asked", "screened", "storing"]),
                name="one_open_delivery_of_a_file",
            )
        ]

    def __str__(self) -> str:
        return self.file
