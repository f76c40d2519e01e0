"""All indicators of a profile over facts: one request, one answer, every value with its state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from msoko.indicators.block import block_of
from msoko.indicators.context import Among, Context
from msoko.indicators.evaluate import completed, evaluate
from msoko.indicators.evaluated import Evaluated
from msoko.indicators.frame import Ints
from msoko.indicators.gather import Facts
from msoko.indicators.grain import LEVELS, either, pack, period_label, unpack
from msoko.indicators.look_up import LookUp
from msoko.indicators.parts import EMPTY, Part, ask, needs, parts_of
from msoko.indicators.rule_answers import answers
from msoko.indicators.states import Reporting, judged_or_compared, reporting
from msoko.indicators.units import Units
from msoko.indicators.values import Block, Missing, Values, assemble
from msoko.profile.formula import ChangeFormula, UnitsFormula
from msoko.profile.indicator import Indicator
from msoko.profile.rule_set import RuleSet

Silent = dict[bytes, list[tuple[str, str, tuple[str, ...]]]]


@dataclass(frozen=True)
class Computed:
    """Values, and the context they were told from (for thresholds and explanations)."""

    values: Values
    context: Context
    evaluated: dict[tuple[str, str], Evaluated]
    years: list[int]

    def look(self, level: str = "organisation") -> LookUp:
        """Single exact numbers of a level."""
        return LookUp(self.context, self.evaluated, level)


def compute(
    indicators: Sequence[Indicator],
    facts: Facts,
    *,
    rule_sets: Sequence[RuleSet] = (),
    years: Iterable[int] | None = None,
) -> Computed:
    """Values of all indicators at every level they are meant for, by year and breakdown.

    `indicators` must hold every indicator another one is computed from. Definitions that several
    indicators share are evaluated once. `years` (first calendar years) narrows what is returned.
    """
    by_id = {indicator.id: indicator for indicator in indicators}
    rules = {rule_set.id: rule_set for rule_set in rule_sets}
    parts = [part for indicator in ordered(indicators, rules) for part in parts_of(indicator)]
    units = Units.of(facts.rows("units"))
    context = Context(ask(parts).answer(facts, units), units, facts.rows("reviews"))
    spoken = context.answers.years()
    wanted = spoken if years is None else sorted(set(years) & set(spoken))
    evaluated: dict[tuple[str, str], Evaluated] = {}
    for rule_set in rule_sets:
        look = LookUp(context, evaluated)
        context.rule_answers[rule_set.id] = answers(rule_set, by_id, look)
    blocks: list[Block] = []
    missing: list[Missing] = []
    silent: Silent = {}
    for part in parts:
        result, report = _part(context, part, evaluated, spoken)
        evaluated[part.indicator.id, part.label] = result
        blocks.extend(block_of(context, result, report, level) for level in _levels(units))
        if not part.label:
            missing.extend(_missing(context, part, report, silent))
    table = assemble(blocks, context.names, context.cells)
    if wanted != spoken:
        table = of_years(table, wanted)
    return Computed(Values(table, tuple(missing)), context, evaluated, wanted)


def _part(
    context: Context, part: Part, before: dict[tuple[str, str], Evaluated], years: list[int]
) -> tuple[Evaluated, Reporting]:
    if isinstance(part.recipe, ChangeFormula | UnitsFormula):
        result = evaluate(context, part, before, years, None)
        return result, judged_or_compared(result)
    report = reporting(context, part, years)
    several = len({term.table for term in part.terms}) > 1
    sent = either(report.came, context.authorities(years))
    among = Among.of(sent) if several else None
    numbers = evaluate(context, part, before, years, among)
    return completed(context, numbers, report.came, report.missing), report


def ordered(
    indicators: Sequence[Indicator], rule_sets: Mapping[str, RuleSet] = EMPTY
) -> list[Indicator]:
    """Indicators after those they are computed from; ValueError for a circle or a stranger."""
    by_id = {indicator.id: indicator for indicator in indicators}
    done: dict[str, Indicator] = {}

    def visit(indicator: Indicator, path: tuple[str, ...]) -> None:
        if indicator.id in path:
            raise ValueError(f"indicators are computed from each other: {' → '.join(path)}")
        if indicator.id in done:
            return
        for other in needs(indicator, rule_sets):
            if other not in by_id:
                raise ValueError(f"{indicator.id} is computed from an unknown {other}")
            visit(by_id[other], (*path, indicator.id))
        done[indicator.id] = indicator

    for indicator in indicators:
        visit(indicator, ())
    return list(done.values())


def _levels(units: Units) -> list[str]:
    """All levels; a region only when the register names one."""
    named = any(row.get("region") for rows in units.rows.values() for row in rows)
    return [level for level in LEVELS if level != "region" or named]


def _missing(context: Context, part: Part, report: Reporting, before: Silent) -> list[Missing]:
    """Who has not reported, by period and municipality; parts often wait for the same."""
    keys = report.missing.tobytes()
    if keys not in before:
        before[keys] = _silent(context, report.missing)
    return [Missing(part.indicator.id, *silent) for silent in before[keys]]


def _silent(context: Context, keys: Ints) -> list[tuple[str, str, tuple[str, ...]]]:
    names = context.names["municipality"].list
    codes = np.array(context.names["organisation"].list, dtype=object)
    units, periods, _ = unpack(keys)
    places = context.above(units, periods, "municipality")
    groups = pack(places, periods)
    order = np.argsort(groups, kind="stable")
    told, first = np.unique(groups[order], return_index=True)
    places, periods, _ = unpack(told)
    silent = [tuple(sorted(codes[units[some]])) for some in np.split(order, first[1:])]
    where = [names[place] for place in places.tolist()]
    found = sorted(zip(periods.tolist(), where, silent, strict=True)) if len(keys) else []
    return [(period_label(period), place, told) for period, place, told in sorted(found)]


def of_years(table: pa.Table, years: Sequence[int]) -> pa.Table:
    """Rows of these academic years, and of the calendar years of the same numbers."""
    periods = [period_label(year) for year in years] + [str(year) for year in years]
    return table.filter(pc.is_in(table["period"].cast(pa.string()), pa.array(periods, pa.string())))
