"""Shapes of the roadmap: the plan of a year, rows of one's own, marks, days set, documents."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from msoko.roadmap import expected
from msoko.roadmap.duties import STATE_RU
from msoko.roadmap.occurrences import TERM_RU

PLAN_STATES = {"draft": "проект", "approved": "утверждена"}
DOCUMENT_STATES = {
    name: expected.STATE_RU[name]
    for name in (expected.EXPECTED, expected.DELIVERED, expected.NOT_NEEDED)
}


class RoadmapYear(models.Model):
    """The plan of a municipality for a calendar year: a draft until the head approves it.

    `frozen` are the rows as they were approved: heading → words, one mapping a row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.CharField("муниципалитет", max_length=200)
    year = models.PositiveSmallIntegerField("год")
    state = models.CharField(
        "состояние", max_length=20, choices=list(PLAN_STATES.items()), default="draft"
    )
    kind = models.CharField("вид акта", max_length=100, blank=True)
    number = models.CharField("номер акта", max_length=60, blank=True)
    approved_on = models.DateField("дата акта", null=True, blank=True)
    approved_by = models.CharField("кто утвердил", max_length=64, blank=True)
    approved_at = models.DateTimeField("когда утверждена", null=True, blank=True)
    frozen = models.JSONField("утверждённые строки", default=list)
    version = models.PositiveIntegerField("версия записи", default=1)

    class Meta:
        """One plan a year."""

        ordering: ClassVar = ["place", "-year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place", "year"], name="one_roadmap_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.place}, {self.year}"


class OwnRow(models.Model):
    """A row the municipality has put into the plan of a year itself.

    `plan` is the row of the regulation it belongs to, where the regulation only names plans;
    `roles` are ids of roles of the profile in the order of `responsible`; `organisations` narrow
    «ОО» to some of them, empty for all.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.CharField("муниципалитет", max_length=200)
    year = models.PositiveSmallIntegerField("год")
    number = models.CharField("номер", max_length=20, blank=True)
    title = models.CharField("мероприятие", max_length=600)
    about = models.CharField("объекты оценки", max_length=600, blank=True)
    area = models.CharField("направление", max_length=100, blank=True)
    plan = models.CharField("план", max_length=120, blank=True)
    term = models.CharField("вид срока", max_length=20, choices=list(TERM_RU.items()))
    starts = models.DateField("с", null=True, blank=True)
    due = models.DateField("по", null=True, blank=True)
    wording = models.CharField("срок словами", max_length=200, blank=True)
    responsible = models.JSONField("ответственные", default=list)
    roles = models.JSONField("роли ответственных", default=list)
    organisations = models.JSONField("организации", default=list)
    result = models.CharField("ожидаемый результат", max_length=600, blank=True)
    is_withdrawn = models.BooleanField("исключена", default=False)
    version = models.PositiveIntegerField("версия записи", default=1)

    class Meta:
        """By number, then by title."""

        ordering: ClassVar = ["place", "year", "number", "title", "id"]
        indexes: ClassVar = [models.Index(fields=["place", "year"], name="own_row_year")]

    def __str__(self) -> str:
        return self.title


class RoadmapMark(models.Model):
    """How far one who answers for a row is: a body, or one organisation of «ОО»."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.CharField("муниципалитет", max_length=200)
    row = models.CharField("строка", max_length=120)
    year = models.PositiveSmallIntegerField("год")
    month = models.PositiveSmallIntegerField("месяц", default=0)
    responsible = models.CharField("ответственный", max_length=300, blank=True)
    organisation = models.CharField("организация", max_length=200, blank=True)
    state = models.CharField("состояние", max_length=20, choices=list(STATE_RU.items()))
    done_on = models.DateField("выполнено", null=True, blank=True)
    note = models.TextField("примечание или причина", blank=True)
    marked_by = models.CharField("кто отметил", max_length=64)
    marked_at = models.DateTimeField("когда отмечено", default=timezone.now)
    version = models.PositiveIntegerField("версия записи", default=1)

    class Meta:
        """One mark of one who answers in one term."""

        ordering: ClassVar = ["place", "row", "year", "month", "responsible", "organisation"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place", "row", "year", "month", "responsible", "organisation"],
                name="one_roadmap_mark",
            )
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.year}"


class RoadmapDate(models.Model):
    """A day a person has set for a row in a year, with who, when and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.CharField("муниципалитет", max_length=200)
    row = models.CharField("строка", max_length=120)
    year = models.PositiveSmallIntegerField("год")
    month = models.PositiveSmallIntegerField("месяц", default=0)
    starts = models.DateField("с", null=True, blank=True)
    due = models.DateField("срок")
    reason = models.CharField("почему", max_length=600, blank=True)
    set_by = models.CharField("кто назначил", max_length=64)
    set_at = models.DateTimeField("когда назначено", default=timezone.now)
    version = models.PositiveIntegerField("версия записи", default=1)

    class Meta:
        """One day for one term."""

        ordering: ClassVar = ["place", "row", "year", "month"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place", "row", "year", "month"], name="one_roadmap_date"
            )
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.due}"


class DocumentMark(models.Model):
    """What became of an expected document: delivered with a link or file, or not needed and why.

    `organisation` is empty for the municipality's own; `state` «ожидается» after a condition
    has been decided on means that the document is owed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.CharField("муниципалитет", max_length=200)
    document = models.CharField("документ", max_length=120)
    year = models.PositiveSmallIntegerField("год")
    part = models.PositiveSmallIntegerField("часть года", default=0)
    organisation = models.CharField("организация", max_length=200, blank=True)
    state = models.CharField("состояние", max_length=20, choices=list(DOCUMENT_STATES.items()))
    link = models.URLField("ссылка", max_length=600, blank=True)
    file = models.CharField("имя файла", max_length=200, blank=True)
    sha256 = models.CharField("сумма файла", max_length=64, blank=True)
    delivered_on = models.DateField("дата документа", null=True, blank=True)
    note = models.TextField("примечание или причина", blank=True)
    marked_by = models.CharField("кто отметил", max_length=64)
    marked_at = models.DateTimeField("когда отмечено", default=timezone.now)
    version = models.PositiveIntegerField("версия записи", default=1)

    class Meta:
        """One mark of one document of one year and organisation."""

        ordering: ClassVar = ["place", "document", "year", "part", "organisation"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place", "document", "year", "part", "organisation"],
                name="one_document_mark",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.year}"


class FeedKey(models.Model):
    """A secret address at which a calendar program reads a person's days; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="feeds", verbose_name="чей"
    )
    name = models.CharField("где подключён", max_length=100)
    token_sha256 = models.CharField("отпечаток ссылки", max_length=64, unique=True)
    made_at = models.DateTimeField("заведён", default=timezone.now)
    revoked_at = models.DateTimeField("отозван", null=True, blank=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return self.name


class DigestChoice(models.Model):
    """Whether a person wants reminders by e-mail; without a row they do."""

    person = models.OneToOneField(
        "accounts.Person", models.PROTECT, related_name="digest", verbose_name="кто"
    )
    is_wanted = models.BooleanField("присылать напоминания", default=True)


class DigestSent(models.Model):
    """A reminder of a day: the row is there before the letter goes, so none goes twice."""

    person = models.ForeignKey("accounts.Person", models.PROTECT, verbose_name="кому")
    day = models.DateField("день")
    sent_at = models.DateTimeField("отправлено", null=True, blank=True)
    things = models.PositiveIntegerField("дел в письме", default=0)

    class Meta:
        """At most one a day."""

        ordering: ClassVar = ["-day"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "day"], name="one_digest_a_day")
        ]
