"""Many places that share one problem become one Problem: the first cell and how many there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from msoko.problem import Problem, Severity

Mask = npt.NDArray[np.bool_]

# Up to this share of spoilt lines a file is taken with a warning: in region-wide exports a few
# lines in ten thousand are always spoilt (FIELD A1 g) and their receiver cannot mend them; in a
# school's own file one line of twenty is an error to mend.
TOLERATED = 0.01


@dataclass(frozen=True, eq=False)
class Place:
    """Where checked values stand: sheet, letters of the column, row number as in Excel of each."""

    sheet: str
    letters: str
    rows: npt.NDArray[np.int64]

    def cell(self, index: int) -> str:
        """Address of a value: "C12"."""
        return f"{self.letters}{self.rows[index]}"


def severity(spoilt: int, of: int) -> Severity:
    """A warning while few lines are spoilt, an error when more than TOLERATED of them are."""
    return "error" if spoilt > TOLERATED * of else "warning"


def one_problem(
    check: str, what: str, mend: str, severity: Severity, marked: Mapping[Place, Mask]
) -> list[Problem]:
    """One Problem at the first marked cell (by row, then column), or none; count = marked cells."""
    first: tuple[int, int, Place, int] | None = None
    count = 0
    for order, (place, mask) in enumerate(marked.items()):
        found = np.flatnonzero(mask)
        count += len(found)
        if len(found):
            candidate = (int(place.rows[found[0]]), order, place, int(found[0]))
            first = candidate if first is None else min(first, candidate, key=lambda one: one[:2])
    if first is None:
        return []
    place, index = first[2], first[3]
    return [
        Problem(check, what, mend, severity, sheet=place.sheet, cell=place.cell(index), count=count)
    ]
