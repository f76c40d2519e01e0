"""Shapes of the management cycle: findings decided on, cycles, stages, entries, acts."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from msoko.cycle.transitions import STATES as COURSE

STATES = {
    "open": "ждёт решения",
    "confirmed": "подтверждён",
    "rejected": "отклонён",
}


class Finding(models.Model):
    """One finding of the analysis with a decision; `key` is what the analysis knows it by.

    `frozen` holds the finding as it was when it was decided: sentence, numbers, interval, sample,
    evidence, method and chart; `threshold` the borders in force then, in words; `edited` are the
    words of whoever confirmed it, when they are not those of the analysis.
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
    edited = models.TextField("вывод словами того, кто подтвердил", blank=True)
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

    @property
    def said(self) -> str:
        """The words of whoever confirmed it; those of the analysis where they were kept."""
        return self.edited or self.sentence


class Cycle(models.Model):
    """One management cycle of an area and a period; `plan` are its stages as they were then.

    A change of the regulation does not reach it: stages and profile version stay with the cycle.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.CharField("направление", max_length=100, db_index=True)
    period = models.CharField("учебный год", max_length=20)
    title = models.CharField("название", max_length=300)
    plan = models.JSONField("этапы положения")
    profile_version = models.CharField("версия профиля", max_length=80)
    state = models.CharField(
        "состояние", max_length=20, choices=list(COURSE["cycle"].items()), default="open"
    )
    opened_by = models.CharField("кто открыл", max_length=64)
    opened_at = models.DateTimeField("когда открыт")
    ended_at = models.DateTimeField("когда закончен", null=True, blank=True)
    reason = models.TextField("почему", blank=True)
    problem = models.ForeignKey(
        "Entry", verbose_name="из какой проблемы", null=True, blank=True,
        on_delete=models.PROTECT, related_name="opened",
    )  # fmt: skip
    version = models.PositiveIntegerField("версия записи", default=1)

    class Meta:
        """Newest period first; one cycle of an area and period, a withdrawn one does not count."""

        ordering: ClassVar = ["-period", "area"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "period"],
                condition=~models.Q(state="withdrawn"),
                name="one_cycle",
            )
        ]

    def __str__(self) -> str:
        return self.title


class CycleStage(models.Model):
    """Where one stage of a cycle is."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="stages")
    stage = models.CharField("этап", max_length=60)
    order = models.PositiveIntegerField("порядок")
    state = models.CharField(
        "состояние", max_length=20, choices=list(COURSE["stage"].items()), default="waiting"
    )
    started_on = models.DateField("начат", null=True, blank=True)
    done_on = models.DateField("завершён", null=True, blank=True)
    reason = models.TextField("почему возвращён", blank=True)
    version = models.PositiveIntegerField("версия записи", default=1)

    class Meta:
        """In the order of the regulation."""

        ordering: ClassVar = ["cycle", "order", "stage"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "stage"], name="one_stage")
        ]

    def __str__(self) -> str:
        return self.stage


class Entry(models.Model):
    """One thing entered at a stage; `said` holds the fields of its kind (msoko.cycle.kinds).

    `frozen` keeps numbers as they were when the entry was settled: the effect a review speaks of.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField("вид записи", max_length=20)
    number = models.PositiveIntegerField("номер в цикле")
    state = models.CharField("состояние", max_length=20)
    said = models.JSONField("содержание")
    due = models.DateField("срок", null=True, blank=True, db_index=True)
    frozen = models.JSONField("числа на день решения", null=True, blank=True)
    reason = models.TextField("почему", blank=True)
    entered_by = models.CharField("кто внёс", max_length=64)
    entered_at = models.DateTimeField("когда внесено")
    version = models.PositiveIntegerField("версия записи", default=1)

    class Meta:
        """As they were entered."""

        ordering: ClassVar = ["cycle", "kind", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "kind", "number"], name="one_number")
        ]

    def __str__(self) -> str:
        return str(self.said.get("title") or self.said.get("indicator") or self.kind)


class EntryLink(models.Model):
    """What an entry points back to: `finding:…`, `entry:…`, `indicator:…`, `goal:…`."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="links")
    ref = models.CharField("на что указывает", max_length=200, db_index=True)

    class Meta:
        """Once each."""

        ordering: ClassVar = ["entry", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["entry", "ref"], name="one_link")]

    def __str__(self) -> str:
        return self.ref


class EntryPlace(models.Model):
    """An organisation an entry is addressed to or takes part in it, and whether it has read it."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="places")
    organisation = models.CharField("организация", max_length=200, db_index=True)
    acknowledged_at = models.DateTimeField("ознакомлена", null=True, blank=True)
    acknowledged_by = models.CharField("кто ознакомился", max_length=64, blank=True)
    note = models.TextField("ответ организации", blank=True)
    version = models.PositiveIntegerField("версия записи", default=1)

    class Meta:
        """Once each, by code."""

        ordering: ClassVar = ["entry", "organisation"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "organisation"], name="one_place")
        ]

    def __str__(self) -> str:
        return self.organisation


class Act(models.Model):
    """An act of a cycle, made from a document of the profile; `contents` are its words as data."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="acts")
    document = models.CharField("документ положения", max_length=60)
    kind = models.CharField("вид акта", max_length=60)
    title = models.CharField("заголовок", max_length=500)
    state = models.CharField(
        "состояние", max_length=20, choices=list(COURSE["act"].items()), default="draft"
    )
    contents = models.JSONField("содержание на день согласования", null=True, blank=True)
    number = models.CharField("номер", max_length=60, blank=True)
    signed_on = models.DateField("дата подписания", null=True, blank=True)
    signatory = models.CharField("кто подписал", max_length=200, blank=True)
    reason = models.TextField("почему", blank=True)
    revoked_by = models.ForeignKey(
        "self", verbose_name="каким актом отменён", null=True, blank=True,
        on_delete=models.PROTECT, related_name="revokes",
    )  # fmt: skip
    made_by = models.CharField("кто подготовил", max_length=64)
    made_at = models.DateTimeField("когда подготовлен")
    profile_version = models.CharField("версия профиля", max_length=80)
    version = models.PositiveIntegerField("версия записи", default=1)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-made_at", "id"]

    def __str__(self) -> str:
        return self.title


class ActFile(models.Model):
    """A file of an act: a version sent for approval, or the signed original; bytes by sha256."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(
        "вид файла", max_length=20,
        choices=[("version", "версия на согласование"), ("original", "подписанный оригинал")],
    )  # fmt: skip
    number = models.PositiveIntegerField("номер версии")
    name = models.CharField("имя файла", max_length=200)
    sha256 = models.CharField("сумма файла", max_length=64)
    size = models.PositiveIntegerField("размер, байт")
    kept_at = models.DateTimeField("когда сохранён")
    kept_by = models.CharField("кто сохранил", max_length=64)

    class Meta:
        """By kind, then version."""

        ordering: ClassVar = ["act", "kind", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["act", "kind", "number"], name="one_file")
        ]

    def __str__(self) -> str:
        return self.name


class Informed(models.Model):
    """Who was told of an act, when and how (AMB-019: the addressees stand with each document)."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="informed")
    whom = models.CharField("кому доведено", max_length=300)
    how = models.CharField("как", max_length=200)
    on = models.DateField("когда")
    told_by = models.CharField("кто отметил", max_length=64)

    class Meta:
        """By date."""

        ordering: ClassVar = ["act", "on", "id"]

    def __str__(self) -> str:
        return self.whom
