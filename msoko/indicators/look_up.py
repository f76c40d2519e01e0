"""Single numbers looked up among computed ones: exact, with the state that forbids judging them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from msoko.indicators.context import Context
from msoko.indicators.evaluated import Evaluated
from msoko.indicators.grain import key_of, pack
from msoko.indicators.parts import Part


@dataclass(frozen=True)
class Number:
    """One value as exact whole numbers; `silent` says why it cannot be judged, if so."""

    numerator: float | None
    denominator: float | None
    value: Fraction | None
    silent: str = ""


NOTHING = Number(None, None, None, "unknown")


@dataclass
class LookUp:
    """Numbers of one level by indicator, line, unit, year and breakdown cell."""

    context: Context
    evaluated: Mapping[tuple[str, str], Evaluated]
    level: str = "organisation"
    _places: dict[tuple[str, str], dict[int, int]] = field(default_factory=dict)

    def number(
        self, indicator: str, line: str | None, unit: str, year: int, cell: str = ""
    ) -> Number:
        """The number, or NOTHING when it was not computed for the unit and year."""
        label = f"line={line}" if line else ""
        evaluated = self.evaluated.get((indicator, label))
        if evaluated is None:
            return NOTHING
        place = self._place(evaluated, unit, year, ";".join(filter(None, (label, cell))))
        if place is None:
            return NOTHING
        series = evaluated.levels[self.level]
        top, bottom = float(series.numerator[place]), float(series.denominator[place])
        disputed = evaluated.disputed
        if self.level == "organisation" and disputed is not None and disputed[place]:
            return Number(top, bottom, None, "disputed")
        whole = None if np.isnan(bottom) else bottom
        if np.isnan(top):
            return NOTHING
        if self.level in evaluated.exact:
            return Number(top, whole, evaluated.exact[self.level][place])
        return Number(top, whole, *_exact(evaluated.part, top, whole))

    def cells(self, indicator: str) -> list[str]:
        """Breakdown cells an indicator has anywhere, in order."""
        evaluated = self.evaluated[indicator, ""]
        labels = self.context.cells.list
        used = np.unique(evaluated.levels[self.level].keys % pack(np.array([0]), np.array([1]))[0])
        return sorted(labels[int(cell)] for cell in used if labels[int(cell)])

    def units(self) -> list[str]:
        """Units of the level that numbers exist for."""
        return self.context.names[self.level].list

    def _place(self, evaluated: Evaluated, unit: str, year: int, cell: str) -> int | None:
        number = self.context.names[self.level].index.get(unit)
        label = self.context.cells.index.get(cell)
        if number is None or label is None:
            return None
        name = (evaluated.part.indicator.id, evaluated.part.label)
        if name not in self._places:
            keys = evaluated.levels[self.level].keys.tolist()
            self._places[name] = {key: place for place, key in enumerate(keys)}
        return self._places[name].get(key_of(number, year, label))


def _exact(part: Part, top: float, bottom: float | None) -> tuple[Fraction | None, str]:
    """The exact value in the indicator's unit, and why there is none."""
    if bottom is None:
        return (Fraction(int(top > 0)) if part.unit == "boolean" else Fraction(top)), ""
    if bottom == 0:
        return None, "unknown"
    return Fraction(top) / Fraction(bottom) * (100 if part.unit == "percent" else 1), ""
