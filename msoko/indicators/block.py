"""A part's numbers made into values: computed, with interval, with state, with silence shown."""

from __future__ import annotations

import numpy as np

from msoko.indicators.context import Context
from msoko.indicators.evaluated import Evaluated, value_of
from msoko.indicators.frame import Floats, Ints
from msoko.indicators.grain import either, inside, less, unpack, with_cell
from msoko.indicators.interval import mean_interval, wilson
from msoko.indicators.parts import Part
from msoko.indicators.recipes import Quotient
from msoko.indicators.series import Series
from msoko.indicators.states import Reporting
from msoko.indicators.values import STATES, Block
from msoko.profile.formula import ChangeFormula, UnitsFormula

_STATE = {name: number for number, name in enumerate(STATES)}


def block_of(context: Context, evaluated: Evaluated, report: Reporting, level: str) -> Block:
    """Values of one part at one level, with a row for every unit from which nothing came."""
    part, series = evaluated.part, evaluated.levels[level]
    came = context.raised_keys(report.came, level)
    value = _value(part, series)
    low, high = _interval(part, series)
    states = _states(context, evaluated, series, value, report, level)
    asked = either(report.expected, report.came)
    silent = less(context.raised_keys(asked, level), came)
    silent = less(silent, with_cell(series.keys, 0))
    if level == "organisation":  # where nobody has reported, the municipality's row says it for all
        silent = silent[np.isin(unpack(silent)[1], unpack(came)[1])]
    silent = with_cell(silent, context.cells.number(part.label))
    gap = np.full(len(silent), np.nan)
    order = np.argsort(np.concatenate([series.keys, silent]), kind="stable")

    def joined(numbers: Floats, silence: Floats | Ints) -> Floats:
        return np.concatenate([numbers, silence])[order]

    return Block(
        part.indicator.id,
        part.indicator.area,
        level,
        np.concatenate([series.keys, silent])[order],
        joined(series.numerator, gap),
        joined(series.denominator, gap),
        joined(value, gap),
        joined(low, gap),
        joined(high, gap),
        joined(states, np.full(len(silent), _STATE["no_data"])).astype(np.int64),
    )


def _value(part: Part, series: Series) -> Floats:
    if isinstance(part.recipe, ChangeFormula):
        change = series.numerator - series.denominator
        return -change if part.recipe.as_ == "decrease" else change
    return value_of(series, part.unit)


def _interval(part: Part, series: Series) -> tuple[Floats, Floats]:
    recipe = part.recipe
    none = np.full(len(series), np.nan)
    kind = recipe.interval if isinstance(recipe, Quotient) else None
    if isinstance(recipe, UnitsFormula) and recipe.kind == "share_of_units":
        kind = "share"
    if kind == "mean" and series.squares is not None:
        return mean_interval(series.numerator, series.squares, series.denominator)
    if kind != "share" or part.unit not in ("percent", "share"):
        return none, none
    low, high = wilson(series.numerator, series.denominator)
    factor = 100 if part.unit == "percent" else 1
    return low * factor, high * factor


def _states(
    context: Context,
    evaluated: Evaluated,
    series: Series,
    value: Floats,
    report: Reporting,
    level: str,
) -> Floats:
    states = np.full(len(series), float(_STATE["ok"]))
    totals = with_cell(series.keys, 0)
    if level != "organisation":
        gaps = inside(totals, context.raised_keys(report.missing, level))
        above = evaluated.above.get(level)
        gaps |= inside(
            totals, context.raised_keys(evaluated.gaps, level) if above is None else above
        )
        states[gaps] = _STATE["partial"]
    if series.unsure is not None:
        states[series.unsure] = _STATE["partial"]
    states[evaluated.too_small(level)] = _STATE["too_small"]
    if not isinstance(evaluated.part.recipe, ChangeFormula):
        states[series.denominator == 0] = _STATE["zero_denominator"]
    states[np.isnan(value) & ~(series.denominator == 0)] = _STATE["no_data"]
    if level == "organisation" and evaluated.disputed is not None:
        number = len(evaluated.disputed)
        states[:number][evaluated.disputed] = _STATE["disputed"]
    return states
