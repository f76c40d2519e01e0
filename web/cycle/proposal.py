"""A finding of the analysis as it stands today, ready to be decided on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msoko.profile.profile import Profile
from web.cycle.figure import figure
from web.policy.scope import PROGRAM
from web.ui.said import threshold_words

_KEPT = (
    "question", "kind", "unit_kind", "unit", "period", "indicator", "area", "sure", "sentence",
)  # fmt: skip


@dataclass(frozen=True)
class Proposal:
    """What the analysis found, of which state, under which version of the regulation.

    `figure` are the numbers of the indicator it was found from.
    """

    key: str
    said: Mapping[str, Any]
    threshold: str
    profile_version: str
    figures_state: str
    figure: Mapping[str, Any] | None = None

    @property
    def unit(self) -> str:
        """The code of whom it is about."""
        return str(self.said["unit"])

    def fields(self) -> dict[str, Any]:
        """What is frozen with a decision."""
        return {
            **{name: self.said.get(name) or "" for name in _KEPT},
            "frozen": {**self.said, "figure": self.figure},
            "threshold": self.threshold,
            "profile_version": self.profile_version,
            "figures_state": self.figures_state,
        }


def proposal_of(key: str, said: Mapping[str, Any], profile: Profile, state: str) -> Proposal:
    """A finding with the borders in force for its indicator."""
    indicator = profile.indicators.get(said.get("indicator") or "")
    borders = list(indicator.thresholds.values()) if indicator else []
    words = "; ".join(word for one in borders for word in threshold_words(one))
    value = _figure(said, state) if indicator else None
    return Proposal(key, said, words, profile.version, state, value)


def _figure(said: Mapping[str, Any], state: str) -> dict[str, Any] | None:
    """The cell of the indicator the finding speaks of."""
    told = said.get("evidence") or {}
    line = f"line={told['line']}" if told.get("line") else ""
    cell = ";".join(filter(None, (line, str(told.get("breakdown") or ""))))
    name, unit, period = (str(said[one]) for one in ("indicator", "unit", "period"))
    return figure(PROGRAM.scope, name, unit, period, cell, state)
