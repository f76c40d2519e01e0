"""A frame placed among units: answers asked once per organisation and year, and remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from msoko.indicators.frame import Bools, Dimension, Frame, Ints
from msoko.indicators.grain import Names, pack
from msoko.indicators.predicates import And
from msoko.indicators.units import Units

UNKNOWN_CELL = "unknown"
_YEARS = 10_000


class Placed:
    """One frame with its units, periods and breakdown cells as whole numbers."""

    def __init__(self, frame: Frame, units: Units, names: dict[str, Names], cells: Names) -> None:
        self.frame = frame
        self._units, self._names, self._cells = units, names, cells
        pairs = frame.organisation.codes * _YEARS + frame.year
        self._pairs, self._inverse = np.unique(pairs, return_inverse=True)
        self._remembered: dict[object, Ints] = {}

    def keys(self, level: str, breakdown: tuple[str, ...], period_shift: int) -> Ints:
        """Packed unit, period and cell of every row."""
        return pack(self.unit(level), self.frame.year + period_shift, self.cell(breakdown))

    def unit(self, level: str) -> Ints:
        """The number of every row's unit at a level."""
        names = self._names[level]
        place: dict[str, Callable[[str, int], str]] = {
            "organisation": lambda code, _: code,
            "municipality": self._units.municipality,
            "region": self._units.region,
        }
        return self._asked(("unit", level), lambda c, y: names.number(place[level](c, y)))

    def of_kinds(self, kinds: Sequence[str]) -> Bools:
        """Rows of organisations of these kinds; unknown organisations always belong."""
        wanted = {*kinds, None}
        if not kinds:
            return np.ones(len(self.frame), dtype=bool)
        answers = self._asked(("kinds", *kinds), lambda c, y: self._units.kind(c, y) in wanted)
        return answers.astype(bool)

    def meeting(self, predicate: And) -> Bools:
        """Rows of organisations whose register row meets a test."""
        if not predicate.parts:
            return np.ones(len(self.frame), dtype=bool)
        answers = self._asked(predicate, lambda c, y: self._units.meets(c, y, predicate))
        return answers.astype(bool)

    def cell(self, breakdown: tuple[str, ...]) -> Ints | int:
        """The number of every row's breakdown cell."""
        if not breakdown:
            return 0
        key = ("cell", *breakdown)
        if key not in self._remembered:
            self._remembered[key] = self._cell(breakdown)
        return self._remembered[key]

    def _cell(self, breakdown: tuple[str, ...]) -> Ints:
        code = np.zeros(len(self.frame), dtype=np.int64)
        for name in breakdown:
            dimension = self.frame.dimensions[name]
            code = code * (len(dimension.values) + 1) + dimension.codes + 1
        _, first, inverse = np.unique(code, return_index=True, return_inverse=True)
        labels = [
            cell_label((name, _value(self.frame.dimensions[name], row)) for name in breakdown)
            for row in first
        ]
        numbers: Ints = np.array([self._cells.number(label) for label in labels], dtype=np.int64)
        return numbers[inverse]

    def _asked(self, key: object, answer: Callable[[str, int], Any]) -> Ints:
        if key not in self._remembered:
            values = self.frame.organisation.values
            answers = [int(answer(values[p // _YEARS], int(p % _YEARS))) for p in self._pairs]
            numbers: Ints = np.array(answers, dtype=np.int64)
            self._remembered[key] = numbers[self._inverse]
        return self._remembered[key]


def _value(dimension: Dimension, row: int) -> str:
    code = int(dimension.codes[row])
    if code < 0:
        return UNKNOWN_CELL
    value = dimension.values[code]
    return str(value).lower() if isinstance(value, bool) else str(value)


def cell_label(pairs: Iterable[tuple[str, str]]) -> str:
    """The words of a breakdown cell, "subject=math;grade=4"; empty for the total."""
    return ";".join(f"{name}={value}" for name, value in pairs)
