"""The management cycle, the roadmap, expected documents and problem statements of a profile."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from msoko.profile.model_act import WrittenClause
from msoko.profile.model_base import Id, Model, Name, Text
from msoko.profile.model_condition import UnitConditionWords
from msoko.profile.model_said import Said

Recurs = Literal["once", "monthly", "quarterly", "half_yearly", "yearly", "as_needed"]


class CycleStage(Model):
    """One stage; `order` may repeat when two stages run together; `documents` are ids."""

    _quoted_by: ClassVar[tuple[str, ...]] = ("text", "title")
    id: Id
    order: int
    title: Text
    text: Text | None = None
    kind: Text | None = None
    clause: WrittenClause | None = None
    documents: tuple[Id, ...] = ()
    responsible: tuple[Id, ...] = ()
    decides: Id | None = None
    months: tuple[int, ...] = ()
    readings: tuple[Id, ...] = ()
    note: Text | None = None


class CycleLoop(Model):
    """How the end of the cycle opens the next one."""

    _quoted_by: ClassVar[tuple[str, ...]] = ("rule",)
    from_: Id = Field(alias="from")
    to: Id
    rule: Text
    clause: WrittenClause | None = None


class Cycle(Model):
    """Stages in the regulation's own order; `taken_from` explains one it does not give."""

    _quoted_by: ClassVar[tuple[str, ...]] = ("text",)
    text: Text | None = None
    owner: Id | None = None
    clause: WrittenClause | None = None
    stages: tuple[CycleStage, ...]
    loop: CycleLoop | None = None
    taken_from: Text | None = None
    readings: tuple[Id, ...] = ()
    note: Text | None = None


class RoadmapRow(Model):
    """A measure with its date or recurrence; `due` is the wording of the source."""

    _quoted_by: ClassVar[tuple[str, ...]] = ("text", "title")
    id: Id
    number: Text | None = None
    title: Text
    text: Text | None = None
    area: Name | None = None
    goals: tuple[Id, ...] = ()
    stage: Id | None = None
    term: Literal["date", "span", "yearly", "by_schedule", "permanent"] | None = None
    due: Text | None = None
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    recurs: Recurs | None = None
    months: tuple[int, ...] = ()
    responsible: tuple[Text, ...] = ()
    roles: tuple[Id, ...] = ()
    result: Text | None = None
    items: tuple[Said, ...] = ()
    clause: WrittenClause | None = None
    catalogue: Text | None = None
    readings: tuple[Id, ...] = ()
    note: Text | None = None


class Roadmap(Model):
    """`roadmap.yaml`: what the regulation says of it and its rows."""

    statements: tuple[Said, ...] = ()
    rows: tuple[RoadmapRow, ...] = ()
    note: Text | None = None


class ExpectedDocument(Model):
    """A document the cycle must produce: form, who approves, what it contains, whom it reaches.

    `years` are calendar years it is expected in, `titles` its name in each where they differ;
    `reconstructed`: years whose row of the source is damaged and was pieced together.
    """

    _quoted_by: ClassVar[tuple[str, ...]] = ("text", "title")
    id: Id
    title: Text
    text: Text | None = None
    kind: Text | None = None
    area: Name | None = None
    stages: tuple[Id, ...] = ()
    approved_by: Text | None = None
    role: Id | None = None
    communicated_to: tuple[Text, ...] = ()
    issued: Text | None = None
    condition: Text | None = None
    each_organisation: bool = False
    years: tuple[int, ...] = ()
    titles: dict[str, Text] = Field(default_factory=dict)
    reconstructed: tuple[int, ...] = ()
    frequency: Recurs | None = None
    contents: tuple[Said, ...] = ()
    clause: WrittenClause | None = None
    catalogue: Text | None = None
    readings: tuple[Id, ...] = ()
    note: Text | None = None


class ProblemStatement(Model):
    """A problem the regulation states, and the indicators that would have shown it.

    `meets` is the rule that raises it; where there is none `because` says why.
    """

    _quoted_by: ClassVar[tuple[str, ...]] = ("text",)
    id: Id
    text: Text
    area: Name | None = None
    kind: Text | None = None
    period: Text | None = None
    meets: UnitConditionWords | None = None
    computable: bool | None = None
    because: Text | None = None
    series_break: bool | Text | None = None
    indicators: tuple[Text, ...] = ()
    clause: WrittenClause | None = None
    catalogue: Text | None = None
    readings: tuple[Id, ...] = ()
    note: Text | None = None
