"""A quality area: goals, justification, objectives, sources, methods, in the regulation's order."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from msoko.profile.model_act import WrittenClause
from msoko.profile.model_base import ONE_OR_MANY, Id, Model, Name, Text
from msoko.profile.model_said import Said


class Goal(Model):
    """A goal of an area; `no_indicators` explains why no indicator measures it, if none does."""

    _quoted_by: ClassVar[tuple[str, ...]] = ("statement", "title")
    id: Id
    catalogue: Text | None = None
    title: Text
    statement: Text | None = None
    clause: WrittenClause
    objectives: tuple[Said, ...] = ()
    no_indicators: Text | None = None
    readings: tuple[Id, ...] = ()
    note: Text | None = None


class Area(Model):
    """One area; `number` is its order, `mechanism` which half of quality management it serves."""

    _quoted_by: ClassVar[tuple[str, ...]] = ("title",)
    id: Name
    number: int
    mechanism: Literal["results", "activity"]
    title: Text
    clause: WrittenClause
    catalogue: Text | None = None
    goals: tuple[Goal, ...]
    justification: tuple[Said, ...] = ()
    objectives: tuple[Said, ...] = ()
    sources: tuple[Said, ...] = ()
    methods: Annotated[tuple[Said, ...], ONE_OR_MANY] = ()
    object: Annotated[tuple[Said, ...], ONE_OR_MANY] = ()
    subject: Annotated[tuple[Said, ...], ONE_OR_MANY] = ()
    actions: tuple[Said, ...] = Field(default=(), alias="measures")
    by_results: tuple[Said, ...] = ()
    recommendations: tuple[Said, ...] = ()
    documents: tuple[Said, ...] = ()
    responsible: Id | None = None
    readings: tuple[Id, ...] = ()
    note: Text | None = None

    def goal(self, goal_id: str) -> Goal | None:
        """The goal with this id, or None."""
        return next((goal for goal in self.goals if goal.id == goal_id), None)
