"""A value beside fair comparisons: the municipality, similar schools together, earlier years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from msoko.indicators.interval import wilson
from web import regulation
from web.figures.found import found, similar_to
from web.figures.read import Figures, of_indicator, smallest_group
from web.ui.numbers import plain, span, worded
from web.workspace.rows import Line, in_cell, in_year, line_of

# Fewer organisations are no group: one of them could be told from the others' sum.
FEWEST = 3
_SCALE = {"percent": 100.0, "share": 1.0}


@dataclass(frozen=True)
class Beside:
    """One line of the comparison: with whom, the value in words, its parts and interval."""

    whom: str
    shown: str
    counts: str
    interval: str
    note: str = ""


def beside(
    figures: Figures, indicator: str, cell: str, unit: str, year: int, measured: str,
    seen: Sequence[Line],
) -> list[Beside]:  # fmt: skip
    """The municipality as the reader sees it, then similar schools as one group.

    `seen` are lines of the year the reader's scope lets through; the group is summed over all of
    its members, and shown only when no member can be told from it.
    """
    told = [_beside("Муниципалитет", one) for one in seen if one.is_total]
    near = similar_to(found(), unit)
    if not near or measured not in _SCALE:
        return told
    table = in_cell(in_year(of_indicator(figures, indicator), year), cell)
    return [*told, _group(table, near, measured)]


def _beside(whom: str, one: Line) -> Beside:
    return Beside(whom, one.shown, one.counts, one.interval, "" if one.shown != "—" else one.said)


def _group(table: pa.Table, near: Sequence[str], measured: str) -> Beside:
    """Numerators and denominators of the similar schools added, never percentages averaged."""
    members = table.filter(pc.is_in(table["unit"].cast(pa.string()), pa.array(near, pa.string())))
    rows = [line_of(row, measured) for row in members.to_pylist()]
    known = [one for one in rows if one.value is not None and one.denominator]
    top = sum(one.numerator or 0.0 for one in known)
    bottom = sum(one.denominator or 0.0 for one in known)
    whom = f"Похожие школы вместе ({len(known)})"
    if len(known) < FEWEST or bottom < smallest_group(regulation.profile()):
        return Beside(whom, "—", "", "", "слишком мало данных, чтобы показать группу")
    scale = _SCALE[measured]
    low, high = wilson(np.array([top]), np.array([bottom]))
    interval = "" if np.isnan(low[0]) else span(scale * float(low[0]), scale * float(high[0]))
    counts = f"{plain(top)} из {plain(bottom)}"
    return Beside(whom, worded(scale * top / bottom, measured), counts, interval)
