"""One part evaluated: numbers at every level, and what is known of their state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from msoko.indicators.change import changed
from msoko.indicators.context import Among, Context
from msoko.indicators.evaluated import Evaluated
from msoko.indicators.frame import Bools, Floats, Ints
from msoko.indicators.grain import EMPTY, LEVELS, Grain, either, pack, unpack, with_cell
from msoko.indicators.meeting import judge, none_is_enough, within
from msoko.indicators.parts import Part
from msoko.indicators.recipes import AttributeTerms, Bands, Presence, Quotient, Running
from msoko.indicators.request import HAS
from msoko.indicators.series import Ask, Series, joined, moved, quotient
from msoko.indicators.terms import Term
from msoko.indicators.unplaced import placed_or_not
from msoko.profile.formula import ChangeFormula, UnitsFormula

_EPOCH = date(1970, 1, 1)


def evaluate(
    context: Context,
    part: Part,
    before: Mapping[tuple[str, str], Evaluated],
    years: list[int],
    among: Among | None,
) -> Evaluated:
    """The numbers of one part; `before` holds parts it is computed from, by (indicator, label).

    `among` are organisations that have sent all tables the part takes from (all when None).
    """
    recipe = part.recipe
    if isinstance(recipe, UnitsFormula):
        return _units(context, part, recipe, before, years)
    if isinstance(recipe, ChangeFormula):
        label = f"line={recipe.line}" if recipe.line else ""
        return changed(context, part, recipe, before[recipe.of, label])
    if isinstance(recipe, Quotient):
        return _quotient(context, part, recipe, among)
    if isinstance(recipe, Bands):
        return _each_level(part, context, lambda level: _bands(context, part, recipe, level))
    if isinstance(recipe, Running):
        return _each_level(part, context, lambda level: _running(context, part, recipe, level))
    return _each_level(part, context, lambda level: _presence(context, part, recipe, level))


def completed(context: Context, evaluated: Evaluated, came: Ints, missing: Ints) -> Evaluated:
    """The same with zeros for organisations (and those above) that reported and have none.

    `missing` are those from which nothing came.
    """
    part, levels = evaluated.part, dict(evaluated.levels)
    if isinstance(part.recipe, Presence):
        top = float(none_is_enough(part.recipe.bounds))
        keys = with_cell(came, context.cells.number(part.label))
        whole = levels["organisation"].with_zeros(keys, np.nan, top)
        levels = {level: _raised(context, whole, level) for level in LEVELS}
        return replace(evaluated, levels=levels, missing=missing)
    bottom = 0.0 if _over_something(part) else np.nan
    levels = {
        level: series.with_zeros(
            with_cell(context.raised_keys(came, level), context.cells.number(part.label)), bottom
        )
        for level, series in levels.items()
    }
    disputed = evaluated.disputed
    if disputed is not None:
        added = len(levels["organisation"]) - len(disputed)
        disputed = np.concatenate([disputed, np.zeros(added, dtype=bool)])
    return replace(evaluated, levels=levels, disputed=disputed, missing=missing)


def _over_something(part: Part) -> bool:
    """Whether values are quotients: then nothing over nothing is no value, not zero."""
    if isinstance(part.recipe, Bands):
        return part.recipe.as_share
    return isinstance(part.recipe, Quotient) and part.recipe.denominator is not None


def _each_level(part: Part, context: Context, build: object) -> Evaluated:
    levels = {level: moved(build(level), context, part.label) for level in LEVELS}  # type: ignore[operator]
    return Evaluated(part, levels)


def _by_breakdowns(context: Context, part: Part, recipe: Quotient, level: str, ask: Ask) -> Series:
    whole = quotient(context, recipe, (), level, ask)
    found = [whole.shown()]
    for names in part.breakdowns:
        cells = quotient(context, recipe, names, level, ask)
        if recipe.joint and part.unit in ("percent", "share"):
            cells = placed_or_not(context, recipe, whole, cells, names)
        found.append(cells.shown())
    return joined(found)


def _quotient(context: Context, part: Part, recipe: Quotient, among: Among | None) -> Evaluated:
    excluded = context.applied(part.excluded)
    plain, cleaned = Ask(part.kinds, None, among), Ask(part.kinds, excluded, among)
    levels = {level: _by_breakdowns(context, part, recipe, level, cleaned) for level in LEVELS}
    disputed, incomplete = None, {}
    if part.excluded is not None:
        whole = levels["organisation"]
        if excluded is not None:
            whole = _by_breakdowns(context, part, recipe, "organisation", plain)
        disputed = ~_as_before(whole, levels["organisation"])
        levels["organisation"] = whole
        incomplete["disputed"] = with_cell(whole.keys[disputed], 0)
    named = {level: moved(one.told(), context, part.label) for level, one in levels.items()}
    return Evaluated(part, named, disputed, incomplete)


def _as_before(whole: Series, left: Series) -> Bools:
    """Which numbers stay the same when something is left out; what is gone is nought."""
    tops = Grain.summed(left.keys, left.numerator).at(whole.keys)
    bottoms = Grain.summed(left.keys, left.denominator).at(whole.keys)
    plain = np.isnan(whole.denominator)
    same: Bools = (tops == whole.numerator) & (plain | (bottoms == whole.denominator))
    return same


def _bands(context: Context, part: Part, recipe: Bands, level: str) -> Series:
    wanted = [(), *part.breakdowns]
    return joined([_banded(context, part, recipe, level, names) for names in wanted])


def _banded(
    context: Context, part: Part, recipe: Bands, level: str, breakdown: tuple[str, ...]
) -> Series:
    def grain(term: Term) -> Grain:
        return context.grain(term, breakdown, level=level, kinds=part.kinds)

    if not set(breakdown) <= HAS[recipe.whole.table]:
        return Series(EMPTY.keys, EMPTY.amounts, EMPTY.amounts)
    whole = grain(recipe.whole)
    bands = [(name, grain(term).at(whole.keys)) for name, term in recipe.bands]
    bands.append(("uncovered", whole.amounts - grain(recipe.covered).at(whole.keys)))
    bottom = whole.amounts if recipe.as_share else np.full(len(whole.keys), np.nan)
    found = [Series(whole.keys, whole.amounts, bottom)]
    for name, amounts in bands:
        found.append(moved(Series(whole.keys, amounts, bottom), context, f"band={name}"))
    return joined(found)


def _presence(context: Context, part: Part, recipe: Presence, level: str) -> Series:
    """Organisations only; those above are added up when everybody who reported is known."""
    if level != "organisation":
        return Series(EMPTY.keys, EMPTY.amounts, EMPTY.amounts)
    met = recipe.met
    if isinstance(met, AttributeTerms):
        found = context.grain(met.met, kinds=part.kinds)
        missed = context.grain(met.unmet, kinds=part.kinds)
        keys = either(found.keys, missed.keys)
        has = (found.at(keys) > 0) & ~(missed.has(keys) & met.every_group)
    else:
        rows = context.grain(met, kinds=part.kinds)
        keys = rows.keys
        has = within(rows.amounts, np.ones(len(keys)), recipe.bounds, 1)
    return Series(keys, has.astype(float), np.full(len(keys), np.nan))


def _raised(context: Context, series: Series, level: str) -> Series:
    if level == "organisation":
        return series
    units, periods, cells = unpack(series.keys)
    keys, inverse = np.unique(
        pack(context.above(units, periods, level), periods, cells), return_inverse=True
    )

    def total(amounts: Floats) -> Floats:
        return np.bincount(inverse, weights=amounts, minlength=len(keys)).astype(float)

    return Series(keys, total(series.numerator), total(series.denominator))


def _running(context: Context, part: Part, recipe: Running, level: str) -> Series:
    whole = quotient(context, Quotient((recipe.whole,), None), (), level, Ask(part.kinds))
    keys, days = context.dates(recipe.dated, level, part.kinds)
    parts = [whole]
    _, periods, _ = unpack(keys)
    for year in np.unique(periods):
        mine = periods == year
        for end in _ends(int(year), recipe.steps):
            so_far = keys[mine][days[mine] <= (end - _EPOCH).days]
            units, counts = np.unique(so_far, return_counts=True)
            everyone = whole.keys[unpack(whole.keys)[1] == year]
            amounts = np.zeros(len(everyone))
            amounts[np.searchsorted(everyone, units)] = counts
            step = Series(everyone, amounts, np.full(len(everyone), np.nan))
            parts.append(moved(step, context, f"to={end.isoformat()}"))
    for names in part.breakdowns:
        parts.append(
            quotient(context, Quotient((recipe.whole,), None), names, level, Ask(part.kinds))
        )
    return joined(parts)


def _ends(year: int, steps: str) -> list[date]:
    """Last days of the quarters (or months) of the academic year that starts in `year`."""
    months = [(year, m) for m in range(9, 13)] + [(year + 1, m) for m in range(1, 9)]
    ends = [date(y + m // 12, m % 12 + 1, 1) - timedelta(days=1) for y, m in months]
    if steps == "month":
        return ends
    return [end for end in ends if end.month in (9, 12, 3, 6)] + ends[-1:]


def _units(
    context: Context,
    part: Part,
    recipe: UnitsFormula,
    before: Mapping[tuple[str, str], Evaluated],
    years: list[int],
) -> Evaluated:
    judged = judge(context, recipe, before, years)
    series = judged.series(counted=recipe.kind == "count_of_units", keep=recipe.unknown == "keep")
    levels = {"organisation": series}
    for level in ("municipality", "region"):
        levels[level] = _raised(context, series, level)
    named = {level: moved(s, context, part.label) for level, s in levels.items()}
    return Evaluated(part, named, judged=judged, incomplete={"units": judged.unknown})
