"""A scale: from which score which mark is given, since when, by which source."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from msoko.profile.model_base import Id, Model, Name, Number, Text


class Boundary(Model):
    """The smallest score of a mark or of a named boundary such as `minimum`."""

    boundary: Text
    score: Number


class Scale(Model):
    """Boundaries of one work; `grade` and `exam_level` narrow it down."""

    id: Id
    title: Text
    procedure: Name
    subject: Name
    grade: int | None = None
    exam_level: Name | None = None
    region: Text | None = None
    score_kind: Literal["raw", "scaled"]
    from_: date = Field(alias="from")
    to: date | None = None
    certainty: Text | None = None
    source: Text
    boundaries: tuple[Boundary, ...] = Field(min_length=1)
    note: Text | None = None
