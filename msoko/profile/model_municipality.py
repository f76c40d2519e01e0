"""`profile.yaml`: the municipality, its acts, roles, principles, procedures and defaults."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from msoko.profile.model_act import WrittenClause
from msoko.profile.model_base import Id, Model, Name, Text
from msoko.profile.model_said import Said


class Municipality(Model):
    """Who the profile belongs to, as documents name it."""

    id: Name
    name: Text
    kind: Text | None = None
    region: Text | None = None
    authority: Text | None = None
    operator: Text | None = None
    note: Text | None = None


class Role(Model):
    """A body or person the regulation names, with its functions."""

    _quoted_by: ClassVar[tuple[str, ...]] = ("title",)
    id: Id
    title: Text
    kind: Text | None = None
    clause: WrittenClause | None = None
    functions: tuple[Said, ...] = ()
    readings: tuple[Id, ...] = ()
    note: Text | None = None


class Mechanism(Model):
    """One of the two halves of quality management as this regulation words it."""

    _quoted_by: ClassVar[tuple[str, ...]] = ("title",)
    id: Literal["results", "activity"]
    title: Text
    clause: WrittenClause | None = None
    note: Text | None = None


class Procedure(Model):
    """An assessment procedure the regulation names; `code` is its code in the facts, if any."""

    _quoted_by: ClassVar[tuple[str, ...]] = ("text", "title")
    id: Id
    title: Text
    text: Text | None = None
    kind: Text | None = None
    code: Name | None = None
    clause: WrittenClause | None = None
    items: tuple[Said, ...] = ()
    note: Text | None = None


class Term(Model):
    """A definition of the regulation."""

    _quoted_by: ClassVar[tuple[str, ...]] = ("text",)
    term: Text
    text: Text
    clause: WrittenClause | None = None
    note: Text | None = None


class CalendarEntry(Model):
    """A recurring or dated point of the year: months 1–12, or dates."""

    _quoted_by: ClassVar[tuple[str, ...]] = ("text", "title")
    id: Id
    title: Text
    text: Text | None = None
    months: tuple[int, ...] = ()
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    clause: WrittenClause | None = None
    note: Text | None = None


class Disclosure(Model):
    """What may be shown: the smallest group of persons that is published, and channels."""

    minimum_group: int | None = Field(default=None, ge=1)
    channels: tuple[Said, ...] = ()
    note: Text | None = None


class ProfileWords(Model):
    """`profile.yaml` whole; `acts` are ids, the first is the main act; `minimum` a denominator.

    `shared_rules`: rule sets of `common/rules/` taken where the acts give no criteria of their own.
    """

    municipality: Municipality
    acts: tuple[Id, ...] = Field(min_length=1)
    minimum: int | None = Field(default=None, ge=1)
    shared_rules: tuple[Name, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()
    roles: tuple[Role, ...] = ()
    purpose: tuple[Said, ...] = ()
    tasks: tuple[Said, ...] = ()
    principles: tuple[Said, ...] = ()
    approaches: tuple[Said, ...] = ()
    objects: tuple[Said, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    terms: tuple[Term, ...] = ()
    legal_basis: tuple[Said, ...] = ()
    expected_results: tuple[Said, ...] = ()
    changes: tuple[Said, ...] = ()
    calendar: tuple[CalendarEntry, ...] = ()
    disclosure: Disclosure | None = None
    readings: tuple[Id, ...] = ()
    note: Text | None = None
