"""A value against the same value some years earlier: exact, and no surer than either of them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from msoko.indicators.context import Context
from msoko.indicators.evaluated import Evaluated, exact_value
from msoko.indicators.frame import Floats, Ints
from msoko.indicators.grain import pack
from msoko.indicators.parts import Part
from msoko.indicators.series import Series, moved, own_cells
from msoko.profile.formula import ChangeFormula


def changed(context: Context, part: Part, recipe: ChangeFormula, base: Evaluated) -> Evaluated:
    """Now and then: the numerator is this year's value, the denominator the earlier one.

    A change is disputed, incomplete or rests on too little when either of its two values does.
    """
    back = recipe.back * int(pack(np.array([0]), np.array([1]))[0])
    label = f"line={recipe.line}" if recipe.line else ""
    levels, exact, small, disputed = {}, {}, {}, None
    for level, series in base.levels.items():
        values = _values(base, level)
        now, then, cells = _pairs(context, series, values, back, label)
        pairs = [(values[n], values[t]) for n, t in zip(now, then, strict=True)]
        unsure = None if series.unsure is None else series.unsure[now] | series.unsure[then]
        compared = Series(cells, _floats(pairs, 0), _floats(pairs, 1), unsure=unsure)
        levels[level] = moved(compared, context, part.label)
        exact[level] = [_difference(one, other, recipe.as_) for one, other in pairs]
        rests = base.too_small(level)
        small[level] = rests[now] | rests[then]
        if level == "organisation" and base.disputed is not None:
            disputed = base.disputed[now] | base.disputed[then]
    above = {
        level: _both_years(_gaps(context, base, level), back)
        for level in levels
        if level != "organisation"
    }
    return Evaluated(part, levels, disputed, exact=exact, small=small, above=above)


def _gaps(context: Context, base: Evaluated, level: str) -> Ints:
    """Units with an incomplete value, each year by where organisations stood in that year."""
    if level in base.above:
        return base.above[level]
    return context.raised_keys(base.gaps, level)


def _values(base: Evaluated, level: str) -> list[Fraction | None]:
    if level in base.exact:
        return list(base.exact[level])
    series = base.levels[level]
    numbers = zip(series.numerator.tolist(), series.denominator.tolist(), strict=True)
    return [exact_value(top, bottom, base.part.unit) for top, bottom in numbers]


def _pairs(
    context: Context, series: Series, values: list[Fraction | None], back: int, label: str
) -> tuple[Ints, Ints, Ints]:
    """(places of values, places of those `back` earlier, keys of the change), where both are."""
    place = {key: number for number, key in enumerate(series.keys.tolist())}
    own, keys = own_cells(series, context, label)
    now, then, cells = [], [], []
    for number in np.nonzero(own)[0].tolist():
        earlier = place.get(int(series.keys[number]) - back)
        if earlier is None or values[number] is None or values[earlier] is None:
            continue
        now.append(number)
        then.append(earlier)
        cells.append(int(keys[number]))
    return _ints(now), _ints(then), _ints(cells)


def _ints(numbers: list[int]) -> Ints:
    return np.array(numbers, dtype=np.int64)


def _floats(pairs: list[tuple[Fraction | None, Fraction | None]], place: int) -> Floats:
    return np.array([float(pair[place] or 0) for pair in pairs], dtype=float)


def _difference(now: Fraction | None, then: Fraction | None, as_: str) -> Fraction:
    change = (now or Fraction(0)) - (then or Fraction(0))
    return -change if as_ == "decrease" else change


def _both_years(keys: Ints, back: int) -> Ints:
    """What is wrong with a year is wrong with its change and with the change from it."""
    return np.union1d(keys, keys + back)
