"""Where something is written: act, clause, words."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ClauseRef:
    """A citation: id of the act, id of its clause, the words themselves; `line` in the file."""

    act: str
    at: str
    quote: str | None = None
    line: int = field(default=0, compare=False)
