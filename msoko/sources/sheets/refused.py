"""Why a file could not be read, as a code that becomes a Russian sentence in `refusals.py`."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class RefusedError(Exception):
    """Stops the reading of one file inside this package; never leaves it.

    `detail` fills the sentence of `code`; `place` may hold `sheet`, `cell` or `line`.
    """

    code: str
    detail: str = ""
    place: dict[str, str | int] = field(default_factory=dict)
