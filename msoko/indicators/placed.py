"""A frame placed among units: rows fall into bins of organisation, year and breakdown cell.

Whatever depends on the organisation and the year alone is asked once per pair of them, not per row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from msoko.indicators.frame import Bools, Floats, Frame, Ints, counted
from msoko.indicators.grain import CALENDAR, Grain, Names, distinct, pack
from msoko.indicators.people import several_rows
from msoko.indicators.predicates import And
from msoko.indicators.units import Units

UNKNOWN_CELL = "unknown"


@dataclass(frozen=True)
class Cells:
    """Every row's breakdown cell as a place in `numbers` (numbers of cell names)."""

    place: Ints
    numbers: Ints


class Placed:
    """One frame with its organisations, periods and breakdown cells as whole numbers."""

    def __init__(
        self, frame: Frame, units: Units, names: dict[str, Names], cells: Names, calendar: bool
    ) -> None:
        self.frame = frame
        self._units, self._cell_names = units, cells
        first = int(frame.year.min()) if len(frame) else 0
        span = int(frame.year.max()) - first + 1 if len(frame) else 1
        self.pair, used = counted(frame.organisation.codes * span + (frame.year - first))
        organisations, years = np.divmod(used, span)
        self._codes = [frame.organisation.values[one] for one in organisations.tolist()]
        self._years = (years + first).tolist()
        numbers = [names["organisation"].number(code) for code in self._codes]
        shift = CALENDAR if calendar else 0
        self.keys: Ints = pack(np.array(numbers, dtype=np.int64), years + first + shift)
        self._answers: dict[object, Bools] = {}
        self._cells: dict[tuple[str, ...], Cells] = {}

    @cached_property
    def shared(self) -> Bools:
        """Rows of distinct values that cannot be counted by themselves."""
        several = np.zeros(len(self.frame), dtype=bool)
        if self.frame.entity is not None:
            apart = self.frame.entity >= 0
            several[apart] = several_rows(self.frame.take(apart))
        return several

    def of_kinds(self, kinds: Sequence[str]) -> Bools:
        """Pairs whose organisation is of these kinds; unknown organisations always belong."""
        wanted = {*kinds, None}
        return self._asked(("kinds", *kinds), lambda c, y: self._units.kind(c, y) in wanted, kinds)

    def meeting(self, predicate: And) -> Bools:
        """Pairs whose organisation's register row meets a test."""
        return self._asked(
            predicate, lambda c, y: self._units.meets(c, y, predicate), predicate.parts
        )

    def summed(
        self, rows: Ints, amounts: Floats, breakdown: tuple[str, ...], pairs: Bools
    ) -> Grain:
        """Amounts of chosen rows, of chosen pairs only, by pair and breakdown cell."""
        cells = self._in_cells(breakdown)
        width = len(cells.numbers)
        bins = self.pair[rows] * width + cells.place[rows] if width > 1 else self.pair[rows]
        filled = np.flatnonzero(np.bincount(bins, minlength=len(self.keys) * width))
        total = np.bincount(bins, amounts, len(self.keys) * width)
        pair, cell = np.divmod(filled, width)
        here = pairs[pair]
        keys = self.keys[pair[here]] + cells.numbers[cell[here]]
        return Grain.summed(keys, total[filled[here]].astype(float))

    def present(self, rows: Ints, pairs: Bools) -> Ints:
        """Keys of chosen pairs that have any of the chosen rows."""
        found = np.bincount(self.pair[rows], minlength=len(self.keys)) > 0
        return distinct(self.keys[found & pairs])

    def row_keys(self, rows: Ints, breakdown: tuple[str, ...] = ()) -> Ints:
        """Packed organisation, period and cell of chosen rows."""
        cells = self._in_cells(breakdown)
        return self.keys[self.pair[rows]] + cells.numbers[cells.place[rows]]

    def _in_cells(self, breakdown: tuple[str, ...]) -> Cells:
        if breakdown not in self._cells:
            self._cells[breakdown] = self._cells_by(breakdown)
        return self._cells[breakdown]

    def _cells_by(self, breakdown: tuple[str, ...]) -> Cells:
        if not breakdown:
            return Cells(np.zeros(len(self.frame), dtype=np.int8), np.zeros(1, dtype=np.int64))
        code = self.frame.cells(breakdown)
        place, used = counted(code)
        labels = []
        for one in used.tolist():
            words = []
            for name in reversed(breakdown):
                values = self.frame.dimensions[name].values
                one, digit = divmod(one, len(values) + 1)
                words.append((name, _word(values[digit - 1]) if digit else UNKNOWN_CELL))
            labels.append(cell_label(reversed(words)))
        numbers = [self._cell_names.number(label) for label in labels]
        return Cells(place, np.array(numbers, dtype=np.int64))

    def _asked(self, key: object, answer: Callable[[str, int], bool], needed: object) -> Bools:
        if key not in self._answers:
            pairs = zip(self._codes, self._years, strict=True)
            self._answers[key] = np.array(
                [not needed or answer(code, year) for code, year in pairs], dtype=bool
            )
        return self._answers[key]


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def cell_label(pairs: Iterable[tuple[str, str]]) -> str:
    """The words of a breakdown cell, "subject=math;grade=4"; empty for the total."""
    return ";".join(f"{name}={value}" for name, value in pairs)
