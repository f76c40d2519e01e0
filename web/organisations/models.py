"""The shape of organisations: what changes with time has its own rows with dates."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from web.organisations.kinds import (
    FLAG_KINDS,
    IDENTIFIER_KINDS,
    NODE_KINDS,
    SUCCESSION_KINDS,
)


def _not_before(first: str, last: str, name: str) -> models.CheckConstraint:
    condition = Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gt": F(first)})
    return models.CheckConstraint(condition=condition, name=name)


class Dated(models.QuerySet["models.Model"]):
    """Rows in force from `since` until the day before `until`."""

    def on(self, day: date) -> Dated:
        """Rows in force on a day."""
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))


class Organisation(models.Model):
    """A node of the tree: region, municipality, organisation or its branch.

    `code` is what facts know it by; a municipality and a region are known by their names.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField("код", max_length=200, unique=True)
    kind = models.CharField("вид", max_length=20, choices=list(NODE_KINDS.items()))
    name = models.CharField("краткое название", max_length=300)
    full_name = models.CharField("полное название", max_length=600, blank=True)
    opened_on = models.DateField("действует с")
    closed_on = models.DateField("закрыта с", null=True, blank=True)
    closing_act = models.CharField("акт о закрытии", max_length=300, blank=True)
    version = models.PositiveIntegerField("версия записи", default=1)

    class Meta:
        """By name, as lists show them."""

        ordering: ClassVar = ["name"]
        constraints: ClassVar = [_not_before("opened_on", "closed_on", "organisation_dates")]

    def __str__(self) -> str:
        return self.name

    def is_open(self, day: date) -> bool:
        """Whether it works on a day."""
        return self.opened_on <= day and (self.closed_on is None or day < self.closed_on)


class Edition(models.Model):
    """One row: a mark that changes with every change of the tree, so that it is read once."""

    seal = models.CharField("метка дерева", max_length=32)


class Placement(models.Model):
    """Under whom a node stands, from a day until the day before another."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="placements", verbose_name="организация"
    )
    parent = models.ForeignKey(
        Organisation, models.PROTECT, related_name="below", verbose_name="кому подчинена"
    )
    since = models.DateField("с")
    until = models.DateField("до", null=True, blank=True)
    act = models.CharField("акт", max_length=300, blank=True)
    objects = Dated.as_manager()

    class Meta:
        """One place at a time."""

        ordering: ClassVar = ["since"]
        constraints: ClassVar = [
            _not_before("since", "until", "placement_dates"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(until=None), name="one_place_now"
            ),
        ]


class Identifier(models.Model):
    """A code an organisation is known by elsewhere, with its dates."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="identifiers", verbose_name="организация"
    )
    kind = models.CharField("вид кода", max_length=20, choices=list(IDENTIFIER_KINDS.items()))
    value = models.CharField("код", max_length=200)
    since = models.DateField("с")
    until = models.DateField("до", null=True, blank=True)
    objects = Dated.as_manager()

    class Meta:
        """A code names one organisation at a time."""

        ordering: ClassVar = ["kind", "since"]
        constraints: ClassVar = [
            _not_before("since", "until", "identifier_dates"),
            models.UniqueConstraint(
                fields=["kind", "value"], condition=Q(until=None), name="one_bearer_of_a_code"
            ),
        ]


class Flag(models.Model):
    """A yes or a group an organisation belongs to, with its dates and the act that says so."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="flags", verbose_name="организация"
    )
    kind = models.CharField("признак", max_length=20, choices=list(FLAG_KINDS.items()))
    value = models.CharField("группа", max_length=200, blank=True)
    since = models.DateField("с")
    until = models.DateField("до", null=True, blank=True)
    act = models.CharField("акт", max_length=300, blank=True)
    objects = Dated.as_manager()

    class Meta:
        """A flag is set once at a time."""

        ordering: ClassVar = ["kind", "since"]
        constraints: ClassVar = [
            _not_before("since", "until", "flag_dates"),
            models.UniqueConstraint(
                fields=["organisation", "kind"], condition=Q(until=None), name="one_flag_now"
            ),
        ]


class Succession(models.Model):
    """Which organisation came after which, on what day and by what act."""

    old = models.ForeignKey(
        Organisation, models.PROTECT, related_name="successors", verbose_name="прежняя"
    )
    new = models.ForeignKey(
        Organisation, models.PROTECT, related_name="predecessors", verbose_name="новая"
    )
    on = models.DateField("день")
    kind = models.CharField("как", max_length=20, choices=list(SUCCESSION_KINDS.items()))
    act = models.CharField("акт", max_length=300, blank=True)

    class Meta:
        """Nobody comes after itself; one line a pair."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["old", "new"], name="one_succession"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="no_succession_of_oneself"),
        ]
