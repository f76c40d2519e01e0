"""One part evaluated: numbers at every level, and what is known of their state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from msoko.indicators.context import Among, Context
from msoko.indicators.frame import Bools, Floats, Ints
from msoko.indicators.grain import LEVELS, pack, unpack, with_cell
from msoko.indicators.meeting import Judged, judge
from msoko.indicators.parts import Part
from msoko.indicators.recipes import AttributeTerms, Bands, Presence, Quotient, Running
from msoko.indicators.series import Ask, Series, joined, moved, quotient, unlabelled
from msoko.profile.formula import ChangeFormula, UnitsFormula

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Evaluated:
    """Series by level with the part's label in their cells, and the numbers states are told from.

    `disputed` (organisations) marks results a review excludes; `doubtful` and `unknown_units` are
    keys of units whose value misses something; `judged` are the organisations of a units formula.
    """

    part: Part
    levels: Mapping[str, Series]
    disputed: Bools | None = None
    incomplete: Mapping[str, Ints] = field(default_factory=dict)
    judged: Judged | None = None


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
        return _change(context, part, recipe, before)
    if isinstance(recipe, Quotient):
        return _quotient(context, part, recipe, among)
    if isinstance(recipe, Bands):
        return _each_level(part, context, lambda level: _bands(context, part, recipe, level))
    if isinstance(recipe, Running):
        return _each_level(part, context, lambda level: _running(context, part, recipe, level))
    return _each_level(part, context, lambda level: _presence(context, part, recipe, level))


def completed(context: Context, evaluated: Evaluated, came: Ints) -> Evaluated:
    """The same with zeros for organisations (and those above) that reported and have none."""
    part = evaluated.part
    if isinstance(part.recipe, ChangeFormula | UnitsFormula):
        return evaluated
    plain = isinstance(part.recipe, Quotient) and part.recipe.denominator is not None
    bottom = 0.0 if plain else np.nan
    levels = {
        level: series.with_zeros(
            with_cell(context.raised_keys(came, level), context.cells.number(part.label)), bottom
        )
        for level, series in evaluated.levels.items()
    }
    disputed = evaluated.disputed
    if disputed is not None:
        added = len(levels["organisation"]) - len(disputed)
        disputed = np.concatenate([disputed, np.zeros(added, dtype=bool)])
    return replace(evaluated, levels=levels, disputed=disputed)


def _each_level(part: Part, context: Context, build: object) -> Evaluated:
    levels = {level: moved(build(level), context, part.label) for level in LEVELS}  # type: ignore[operator]
    return Evaluated(part, levels)


def _by_breakdowns(context: Context, part: Part, recipe: Quotient, level: str, ask: Ask) -> Series:
    wanted = [(), *part.breakdowns]
    return joined([quotient(context, recipe, names, level, ask) for names in wanted])


def _quotient(context: Context, part: Part, recipe: Quotient, among: Among | None) -> Evaluated:
    plain, cleaned = Ask(part.kinds, None, among), Ask(part.kinds, part.excluded, among)
    levels = {level: _by_breakdowns(context, part, recipe, level, cleaned) for level in LEVELS}
    disputed, incomplete = None, {}
    if part.excluded is not None:
        whole = _by_breakdowns(context, part, recipe, "organisation", plain)
        left = dict(
            zip(
                levels["organisation"].keys.tolist(),
                levels["organisation"].denominator.tolist(),
                strict=True,
            )
        )
        disputed = np.array(
            [
                left.get(key) != value
                for key, value in zip(whole.keys.tolist(), whole.denominator.tolist(), strict=True)
            ],
            dtype=bool,
        )
        levels["organisation"] = whole
        incomplete["disputed"] = with_cell(whole.keys[disputed], 0)
    if recipe.doubtful is not None:
        grain = context.grain(recipe.doubtful, kinds=part.kinds)
        incomplete["doubtful"] = grain.keys
    named = {level: moved(series, context, part.label) for level, series in levels.items()}
    return Evaluated(part, named, disputed, incomplete)


def _bands(context: Context, part: Part, recipe: Bands, level: str) -> Series:
    whole = context.grain(recipe.whole, level=level, kinds=part.kinds)
    bands = [
        (name, context.grain(term, level=level, kinds=part.kinds).at(whole.keys))
        for name, term in recipe.bands
    ]
    bands.append(("uncovered", whole.amounts - sum(amounts for _, amounts in bands)))
    bottom = whole.amounts if recipe.as_share else np.full(len(whole.keys), np.nan)
    total = Series(whole.keys, whole.amounts, bottom)
    return joined(
        [
            total,
            *(
                moved(Series(whole.keys, amounts, bottom), context, f"band={name}")
                for name, amounts in bands
            ),
        ]
    )


def _presence(context: Context, part: Part, recipe: Presence, level: str) -> Series:
    met = recipe.met
    if isinstance(met, AttributeTerms):
        found = context.grain(met.met, kinds=part.kinds)
        missed = context.grain(met.unmet, kinds=part.kinds)
        keys = np.union1d(found.keys, missed.keys)
        has = (found.at(keys) > 0) & ~(missed.has(keys) & met.every_group)
        series = Series(keys, has.astype(float), np.full(len(keys), np.nan))
    else:
        grain = context.grain(met, kinds=part.kinds)
        series = Series(grain.keys, np.ones(len(grain.keys)), np.full(len(grain.keys), np.nan))
    return series if level == "organisation" else _raised(context, series, level)


def _raised(context: Context, series: Series, level: str) -> Series:
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


def _change(
    context: Context,
    part: Part,
    recipe: ChangeFormula,
    before: Mapping[tuple[str, str], Evaluated],
) -> Evaluated:
    """Now and then: the numerator is this year's value, the denominator the earlier one."""
    label = f"line={recipe.line}" if recipe.line else ""
    base = before[recipe.of, label]
    levels = {}
    for level, series in base.levels.items():
        now = value_of(series, base.part.unit)
        earlier = series.keys - recipe.back * pack(np.array([0]), np.array([1]))[0]
        place = {int(key): number for key, number in zip(series.keys, now, strict=True)}
        then = np.array([place.get(int(key), np.nan) for key in earlier], dtype=float)
        keep = ~np.isnan(now) & ~np.isnan(then)
        compared = Series(series.keys[keep], now[keep], then[keep])
        levels[level] = moved(unlabelled(compared, context, label), context, part.label)
    return Evaluated(part, levels)


def value_of(series: Series, unit: str) -> Floats:
    """The value shown for numerators and denominators, by the unit of the indicator."""
    with np.errstate(divide="ignore", invalid="ignore"):
        if unit == "count":
            return series.numerator
        if unit == "boolean":
            return (series.numerator > 0).astype(float)
        quotient_ = series.numerator / series.denominator
        plain = np.where(np.isnan(series.denominator), series.numerator, quotient_)
        plain = np.where(series.denominator == 0, np.nan, plain)
        return plain * 100 if unit == "percent" else plain


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
