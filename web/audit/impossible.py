"""What was asked cannot be done now; every reason is told at once."""

from __future__ import annotations

from collections.abc import Sequence

from msoko.cycle.policies import Refusal


class Impossible(ValueError):  # noqa: N818 - told to the person who asked for it
    """The text says why and how to mend it; `refusals` lead to where the causes are mended."""

    def __init__(self, *told: str | Refusal) -> None:
        super().__init__("\n".join(str(one) for one in told))
        self.refusals: Sequence[Refusal] = tuple(
            one if isinstance(one, Refusal) else Refusal(one) for one in told
        )
