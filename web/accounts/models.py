"""The shape of people: who signs in, which roles they hold from day to day, who is invited."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from msoko.vocabulary import SUBJECTS
from web.organisations.models import Dated, Organisation
from web.policy.roles import ROLES

ROLE_CHOICES = [(role.name, role.ru) for role in ROLES.values()]
SUBJECT_CHOICES = list(SUBJECTS.items())


class People(BaseUserManager["Person"]):
    """Finds people by the address they sign in with, letters of either case."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person with this e-mail address."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who signs in; what they may do comes from appointments only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("адрес электронной почты", unique=True)
    name = models.CharField("имя и фамилия", max_length=200)
    position = models.CharField("должность", max_length=200, blank=True)
    is_active = models.BooleanField("работает с системой", default=True)
    version = models.PositiveIntegerField("версия записи", default=1)

    objects = People()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        """By name."""

        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    def has_perms(self, perms: Any) -> bool:
        """Django's own permissions are not used: the policy table decides."""
        return False

    def has_module_perms(self, label: str) -> bool:
        """Django's own permissions are not used: the policy table decides."""
        return False


class Appointment(models.Model):
    """A role of a person at a node of the tree, from a day until the day before another."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    role = models.CharField("роль", max_length=40, choices=ROLE_CHOICES)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="appointments", verbose_name="где"
    )
    subject = models.CharField("предмет", max_length=40, blank=True, choices=SUBJECT_CHOICES)
    since = models.DateField("с")
    until = models.DateField("до", null=True, blank=True)
    act = models.CharField("акт", max_length=300, blank=True)
    objects = Dated.as_manager()

    class Meta:
        """One role at one place once at a time."""

        ordering: ClassVar = ["since"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="appointment_dates"
            ),
            models.UniqueConstraint(
                fields=["person", "role", "organisation", "subject"], condition=Q(until=None),
                name="one_appointment_now",
            ),
        ]  # fmt: skip


class Invitation(models.Model):
    """A link by which an invited person sets a name and a password; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_sha256 = models.CharField(max_length=64, unique=True)
    email = models.EmailField("адрес электронной почты")
    name = models.CharField("имя и фамилия", max_length=200)
    role = models.CharField("роль", max_length=40, choices=ROLE_CHOICES)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="где")
    subject = models.CharField("предмет", max_length=40, blank=True, choices=SUBJECT_CHOICES)
    by = models.CharField("кто пригласил", max_length=64)
    invited_at = models.DateTimeField("приглашён", default=timezone.now)
    expires_at = models.DateTimeField("действует до")
    accepted_at = models.DateTimeField("принято", null=True, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-invited_at"]


class Token(models.Model):
    """A key by which a program works in a person's name; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="tokens")
    name = models.CharField("для чего", max_length=100)
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("сделан", default=timezone.now)
    expires_at = models.DateTimeField("действует до")
    revoked_at = models.DateTimeField("отозван", null=True, blank=True)
    used_on = models.DateField("последний день работы", null=True, blank=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_valid(self) -> bool:
        """Whether a program may come with it now."""
        return self.revoked_at is None and self.expires_at > timezone.now()


def shown(person: Person) -> str:
    """How a signed-in person is called on pages of sign-in."""
    return str(person)
