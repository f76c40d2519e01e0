"""A method that cannot answer honestly returns a value that says why, instead of a number."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TooLittle:
    """There is too little to go on: `have` of what is needed, at least `need`.

    `why` is a Russian sentence for the reader, without the two numbers' names: it must stand alone.
    When the trouble is not a count (no variation, a constant column), `need` and `have` count what
    varies: usually 2 and 1, or 1 and 0.
    """

    need: float
    have: float
    why: str

    def __str__(self) -> str:
        return self.why
