"""An act of the municipality: requisites and the clauses a profile cites, word for word."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, model_validator

from msoko.profile.clause import ClauseRef
from msoko.profile.lined import Lined
from msoko.profile.model_base import Id, Model, ReadAs, Text


class ClauseWords(Model):
    """Where something is written: act, clause of it, and the words themselves.

    In YAML `act` may be left out (the main act of the profile: the first of its `acts`), and the
    whole may be shortened to the id of the clause when the text beside it is the quotation.
    """

    act: Id
    at: Id
    quote: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, data: Any, info: ValidationInfo) -> Any:
        if isinstance(data, str):
            data = Lined({"at": data}, 0)
        main_act = (info.context or {}).get("main_act")
        if isinstance(data, dict) and "act" not in data and main_act:
            lined = data if isinstance(data, Lined) else Lined(data, 0)
            return Lined({"act": main_act, **data}, lined.line, lined.lines)
        return data

    def value(self) -> ClauseRef:
        """The citation as a plain value."""
        return ClauseRef(self.act, self.at, self.quote, self.at_line)


WrittenClause = Annotated[ClauseRef, ReadAs(ClauseWords)]


class InForce(Model):
    """From which day to which day (inclusive; None = until repealed) an act holds."""

    from_: datetime.date | None = Field(default=None, alias="from")
    to: datetime.date | None = None


class Clause(Model):
    """A clause of an act: its id in the profile, its place for people, its words."""

    id: Id
    at: Text
    text: Text


class Act(Model):
    """An act with requisites; `number` and `date` may be empty if a note says so."""

    id: Id
    kind: Text
    number: Text | None = None
    date: datetime.date | None = None
    title: Text
    approved_by: Text | None = None
    requisites_note: Text | None = None
    in_force: InForce | None = None
    source: Text | None = None
    legal_basis: tuple[Text, ...] = ()
    note: Text | None = None
    clauses: tuple[Clause, ...]

    def clause(self, clause_id: str) -> Clause | None:
        """The clause with this id, or None."""
        return next((clause for clause in self.clauses if clause.id == clause_id), None)
