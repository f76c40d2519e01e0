"""One evaluated part: numbers at every level, and what their state is told from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from msoko.indicators.frame import Bools, Floats, Ints
from msoko.indicators.grain import distinct, with_cell
from msoko.indicators.meeting import Judged
from msoko.indicators.parts import Part
from msoko.indicators.series import Series

_NONE: Ints = np.array([], dtype=np.int64)


@dataclass(frozen=True)
class Evaluated:
    """Series by level with the part's label in their cells, and the numbers states are told from.

    `disputed` (organisations) marks results a review excludes; `incomplete` are organisation keys
    whose value misses something, by reason; `missing` those from which nothing came; `judged` are
    the organisations of a units formula. `exact` and `small` are of changes only, alongside their
    series: the exact difference, and whether one of the two values rests on too little; so is
    `above`, by level the units (keys without cells) of which one of the two values is incomplete.
    """

    part: Part
    levels: Mapping[str, Series]
    disputed: Bools | None = None
    incomplete: Mapping[str, Ints] = field(default_factory=dict)
    judged: Judged | None = None
    missing: Ints = field(default_factory=lambda: _NONE)
    exact: Mapping[str, list[Fraction]] = field(default_factory=dict)
    small: Mapping[str, Bools] = field(default_factory=dict)
    above: Mapping[str, Ints] = field(default_factory=dict)

    @property
    def gaps(self) -> Ints:
        """Organisations (keys without cells) that make values above them incomplete."""
        keys = [self.missing, *(with_cell(keys, 0) for keys in self.incomplete.values())]
        return distinct(np.concatenate(keys))

    def too_small(self, level: str) -> Bools:
        """Values that rest on fewer than the indicator's minimum."""
        if level in self.small:
            return self.small[level]
        minimum = self.part.indicator.minimum or 0
        small: Bools = self.levels[level].denominator < minimum
        return small


def value_of(series: Series, unit: str) -> Floats:
    """The value shown for numerators and denominators, by the unit of the indicator."""
    with np.errstate(divide="ignore", invalid="ignore"):
        if unit == "count":
            return series.numerator
        if unit == "boolean":
            has = (series.numerator > 0).astype(float)
            return np.where(np.isnan(series.numerator), np.nan, has)
        quotient_ = series.numerator / series.denominator
        plain = np.where(np.isnan(series.denominator), series.numerator, quotient_)
        plain = np.where(series.denominator == 0, np.nan, plain)
        return plain * 100 if unit == "percent" else plain


def exact_value(numerator: float, denominator: float, unit: str) -> Fraction | None:
    """The same as an exact fraction; a NaN denominator is none, over zero there is no value.

    Nor is there one where the numerator cannot be told (NaN).
    """
    if np.isnan(numerator):
        return None
    top = Fraction(numerator)
    if unit == "count":
        return top
    if unit == "boolean":
        return Fraction(int(top > 0))
    if np.isnan(denominator):
        return top * (100 if unit == "percent" else 1)
    if denominator == 0:
        return None
    return top / Fraction(denominator) * (100 if unit == "percent" else 1)
