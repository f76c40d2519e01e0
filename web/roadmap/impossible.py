"""What the plan does not allow: the text names the cause and who can lift it."""

from __future__ import annotations


class Impossible(ValueError):  # noqa: N818 - told to the person who asked for it
    """The plan cannot be changed so; the text says why and what to do."""
