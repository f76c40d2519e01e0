"""How a method of collection is written."""

from __future__ import annotations

from typing import Annotated

from msoko.profile.method import CollectedBy, Frequency, Method
from msoko.profile.model_base import Id, Model, ReadAs, Text


class MethodWords(Model):
    """`method: {collected_by, frequency, responsible}`."""

    collected_by: CollectedBy
    frequency: Frequency
    responsible: Id
    note: Text | None = None

    def value(self) -> Method:
        """The method as a plain value."""
        line = self.line_at("responsible")
        return Method(self.collected_by, self.frequency, self.responsible, self.note, line)


WrittenMethod = Annotated[Method, ReadAs(MethodWords)]
