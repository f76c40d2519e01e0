"""Which cells must be hidden for their own sake."""

from __future__ import annotations

from dataclasses import dataclass

from msoko.disclosure.system import System
from msoko.disclosure.table import Bools

THRESHOLD = 5


@dataclass(frozen=True)
class Rule:
    """The least number of persons that is published; with `zeros` a nought is hidden as well.

    It is also the least width of what an attacker may find out about a hidden number. Five is the
    project's default (FIELD §E; in the US states it is 5 to 30, NCES 2011-603); a profile says its
    own in `disclosure.minimum_group`.
    """

    threshold: int = THRESHOLD
    zeros: bool = False


def primaries(system: System, rule: Rule) -> tuple[Bools, Bools]:
    """Masks (n,) of small cells and of cells that hold everybody of their group (100 %)."""
    counts = system.counts
    small = (counts >= (0 if rule.zeros else 1)) & (counts < rule.threshold)
    everybody = small & False
    for whole, parts in system.telling:
        if counts[whole] >= rule.threshold and len(parts) > 1:
            everybody[[part for part in parts if counts[part] == counts[whole]]] = True
    return small, everybody
