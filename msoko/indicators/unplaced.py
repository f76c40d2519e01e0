"""People of a numerator whose group is not known, though the denominator knows it."""

from __future__ import annotations

import numpy as np

from msoko.indicators.context import Context
from msoko.indicators.frame import Bools
from msoko.indicators.grain import Grain, unpack, with_cell
from msoko.indicators.placed import UNKNOWN_CELL
from msoko.indicators.recipes import Quotient
from msoko.indicators.request import HAS
from msoko.indicators.series import Series


def placed_or_not(
    context: Context, recipe: Quotient, whole: Series, cells: Series, breakdown: tuple[str, ...]
) -> Series:
    """Cells of one breakdown of a ratio, told with what its numerator does not know of groups.

    Numerator and denominator come from different rows. Where the numerator has more of an unknown
    group than the denominator, the surplus belongs to known groups: these are incomplete, and
    cannot be told when the surplus is more than half of the numerator of the `whole`. The same
    holds of a numerator that has all who may yet belong to it. A denominator whose table has no
    such column stays whole in every cell and loses nobody.
    """
    told_by = [HAS[term.table] for term in recipe.denominator or ()]
    if not len(cells) or not all(set(breakdown) <= names for names in told_by):
        return cells
    unknown = _of_unknown_group(context, cells)
    unit = with_cell(cells.keys, 0)
    for one in (Series.certain, Series.possible):
        surplus = np.maximum(one(cells) - cells.denominator, 0.0)
        lost = Grain.summed(unit[unknown], surplus[unknown]).at(unit)
        total = Grain.summed(whole.keys, one(whole)).at(unit)
        cells = cells.doubted(~unknown & (lost > 0), ~unknown & (2 * lost > total))
    return cells


def _of_unknown_group(context: Context, cells: Series) -> Bools:
    """Which cells are of an unknown group in any column of the breakdown."""
    labels = context.cells.list
    used, inverse = np.unique(unpack(cells.keys)[2], return_inverse=True)
    unknown = [
        any(pair.endswith(f"={UNKNOWN_CELL}") for pair in labels[cell].split(";"))
        for cell in used.tolist()
    ]
    answers: Bools = np.array(unknown, dtype=bool)[inverse]
    return answers
