"""A piece of the regulation's own text with its clause, possibly with sub-items."""

from __future__ import annotations

from typing import ClassVar

from msoko.profile.model_act import WrittenClause
from msoko.profile.model_base import Id, Model, Text


class Said(Model):
    """One item of a list in the regulation; `text` is verbatim when a clause stands beside it."""

    _quoted_by: ClassVar[tuple[str, ...]] = ("text",)
    id: Id | None = None
    text: Text
    clause: WrittenClause | None = None
    catalogue: Text | None = None
    sub: tuple[Said, ...] = ()
    readings: tuple[Id, ...] = ()
    note: Text | None = None
