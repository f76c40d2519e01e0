"""All indicators over facts, naively: every value with its numbers and its state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from msoko.profile.conditions import MeetsIndicator
from msoko.profile.formula import (
    ChangeFormula,
    CumulativeFormula,
    ExistsFormula,
    Formula,
    LevelsFormula,
    RatioFormula,
    ReportedFormula,
    UnitsFormula,
)
from msoko.profile.indicator import Indicator
from tests.oracle import naive_kinds as kinds_of_formula
from tests.oracle.naive_doubt import Known, doubts, lost, undecided
from tests.oracle.naive_reporting import Asked, Keys, label, reporting
from tests.oracle.naive_rows import World
from tests.oracle.naive_sums import Pair, Place, sums
from tests.oracle.naive_terms import fraction_of, told_by
from tests.oracle.naive_tests import meets, within
from tests.oracle.naive_units import Answer, met
from tests.oracle.words import KINDS, LEVELS, Tables

State = str
Value = tuple[Fraction | None, Fraction | None, Fraction | None, State]
Whole = tuple[str, str, str, str, str]  # indicator, level, unit, period, breakdown


@dataclass(frozen=True)
class Part:
    """One computed thing: an indicator, a line of it or another reading."""

    indicator: Indicator
    label: str
    unit: str
    formula: Formula
    breakdowns: tuple[tuple[str, ...], ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of organisations whose rows count."""
        level = self.indicator.level
        return KINDS if "organisation" in level else tuple(one for one in level if one in KINDS)


@dataclass
class Result:
    """Numbers by level and place (cells without the part's label), and their states."""

    part: Part
    numbers: dict[str, dict[Place, Pair]]
    states: dict[str, dict[Place, State]] = field(default_factory=dict)
    unsure: dict[str, set[Place]] = field(default_factory=dict)
    disputed: set[Place] = field(default_factory=set)


def parts_of(indicator: Indicator) -> list[Part]:
    """The indicator, its lines and its readings."""

    def broken(formula: Formula) -> tuple[tuple[str, ...], ...]:
        if isinstance(formula, ReportedFormula) and formula.by_breakdown:
            return (*indicator.breakdowns, ("breakdown",))
        return indicator.breakdowns

    main = Part(indicator, "", indicator.unit, indicator.formula, broken(indicator.formula))
    lines = [
        Part(indicator, f"line={one.id}", one.unit, one.formula, broken(one.formula))
        for one in indicator.lines
    ]
    readings = [
        Part(indicator, f"reading={one.id}", indicator.unit, one.formula, ())
        for one in indicator.variants
    ]
    return [main, *lines, *readings]


def naive(indicators: Sequence[Indicator], tables: Tables) -> dict[Whole, Value]:
    """Every value of every indicator; those computed from others may come in any order."""
    return Naive(indicators, tables).answers()


class Naive:
    """One run over one set of facts."""

    def __init__(self, indicators: Sequence[Indicator], tables: Tables) -> None:
        self.world = World.of(tables)
        self.parts = {
            (indicator.id, part.label): part
            for indicator in indicators
            for part in parts_of(indicator)
        }
        asked = {
            selection.table
            for part in self.parts.values()
            for selection in told_by(part.formula)
            if selection.calendar_year_of is None
        }
        self.asked = Asked(self.world, frozenset(asked | self._taught(asked)))
        self.levels = [one for one in LEVELS if one != "region" or self._regions()]
        self.results: dict[tuple[str, str], Result] = {}

    def _taught(self, asked: set[str]) -> set[str]:
        return {"enrolment"} if asked & {"results", "items"} else set()

    def _regions(self) -> bool:
        return any(row.get("region") for row in self.world.register.rows)

    def answers(self) -> dict[Whole, Value]:
        """Values under their full names."""
        found: dict[Whole, Value] = {}
        for (name, part_label), part in self.parts.items():
            result = self.result(name, part_label)
            for level in self.levels:
                for (unit, period, cell), state in result.states[level].items():
                    cell = ";".join(filter(None, (part_label, cell)))
                    numbers = result.numbers[level].get((unit, period, _bare(cell, part_label)))
                    whole = (name, level, unit, period, cell)
                    found[whole] = (
                        (None, None, None, state)
                        if numbers is None
                        else (*numbers, value(part, numbers), state)
                    )
        return found

    def result(self, name: str, part_label: str) -> Result:
        """One part, computed when first asked for."""
        key = (name, part_label)
        if key not in self.results:
            part = self.parts[key]
            if isinstance(part.formula, ChangeFormula):
                self.results[key] = self._change(part, part.formula)
            elif isinstance(part.formula, UnitsFormula):
                self.results[key] = self._units(part, part.formula)
            else:
                self.results[key] = self._summed(part)
        return self.results[key]

    def _summed(self, part: Part) -> Result:
        expected, came = reporting(self.asked, part.formula, part.kinds)
        tables = {selection.table for selection in told_by(part.formula)}
        among = came | self.asked.authorities() if len(tables) > 1 else None
        result = Result(part, {})
        known = {
            level: self._numbers(part, level, came, among, clean=True) for level in self.levels
        }
        gaps: Keys = expected - came
        if part.indicator.exclude and fraction_of(part.formula):
            whole = self._numbers(part, "organisation", came, among, clean=False)
            clean, shown = known["organisation"].numbers, whole.numbers
            result.disputed = {p for p in shown if shown[p] != clean.get(p, ("no", "no"))}
            known["organisation"] = whole
            gaps |= {(unit, period) for unit, period, _ in result.disputed}
        for level, one in known.items():
            result.unsure[level] = one.unsure
            result.numbers[level] = {
                place: (None if place in one.untold else top, bottom)
                for place, (top, bottom) in one.numbers.items()
            }
        self._states(result, expected | came, came, gaps)
        return result

    def _numbers(
        self, part: Part, level: str, came: Keys, among: Keys | None, *, clean: bool
    ) -> Known:
        formula, known = part.formula, Known({})
        found = known.numbers
        if isinstance(formula, LevelsFormula):
            for names in ((), *part.breakdowns):
                found |= kinds_of_formula.levels(self.world, formula, level, names, part.kinds)
        elif isinstance(formula, ExistsFormula):
            found = kinds_of_formula.exists(self.world, formula, level, part.kinds, came)
        else:
            known = self._fractions(part, level, among, clean=clean)
            found = known.numbers
            if isinstance(formula, CumulativeFormula):
                found |= kinds_of_formula.cumulative(self.world, formula, level, part.kinds)
        zero = (Fraction(0), Fraction(0) if _quotient(formula) else None)
        reported = {(*place, "") for place in self._raised(came, level)}
        zeros = {place: found.get(place, zero) for place in reported}
        stepped = ("to=", "band=")
        shown = {p: n for p, n in found.items() if any(n) or p[2].startswith(stepped)} | zeros
        return Known(shown, known.unsure, known.untold)

    def _fractions(self, part: Part, level: str, among: Keys | None, *, clean: bool) -> Known:
        formula, fraction = part.formula, fraction_of(part.formula)
        assert fraction is not None
        running = isinstance(formula, CumulativeFormula)
        excluded = part.indicator.exclude if clean and not running else ()
        told, opened = {}, {}
        for names in ((), *part.breakdowns):
            opened[names] = doubts(self.world, formula, level, names, part.kinds, excluded, among)
            numbers = sums(
                self.world,
                fraction,
                level,
                names,
                kinds=part.kinds,
                excluded=excluded,
                among=among,
                beside=opened[names].places(),
            )
            told[names] = undecided(formula, numbers, opened[names])
        if isinstance(formula, RatioFormula) and part.unit in ("percent", "share"):
            for names in part.breakdowns:
                lost(formula, told[()], told[names], opened[()], opened[names])
        return Known(
            {place: pair for one in told.values() for place, pair in one.numbers.items()},
            {place for one in told.values() for place in one.unsure},
            {place for one in told.values() for place in one.untold},
        )

    def _raised(self, keys: Keys, level: str) -> Keys:
        place = self.world.register.place
        return {(place(level, code, int(period[:4])), period) for code, period in keys}

    def _states(self, result: Result, asked: Keys, came: Keys, gaps: Keys) -> None:
        for level in self.levels:
            bad = self._raised(set() if level == "organisation" else gaps, level)
            unsure = result.unsure.get(level, set())
            states = {
                place: self._state(
                    result, level, place, numbers, place[:2] in bad or place in unsure
                )
                for place, numbers in result.numbers[level].items()
            }
            told = {period for _, period in came}
            silent = self._raised(asked, level) - self._raised(came, level)
            for unit, period in silent - {place[:2] for place in states}:
                # Where nobody has reported, the municipality's row says it for all.
                if level != "organisation" or period in told:
                    states[unit, period, ""] = "no_data"
            result.states[level] = states

    def _state(
        self, result: Result, level: str, place: Place, numbers: Pair, partial: bool
    ) -> State:
        if level == "organisation" and place in result.disputed:
            return "disputed"
        minimum = result.part.indicator.minimum
        if numbers[1] == 0:
            return "zero_denominator"
        if numbers[0] is None:
            return "no_data"
        if minimum and numbers[1] is not None and numbers[1] < minimum:
            return "too_small"
        return "partial" if partial else "ok"

    def _units(self, part: Part, formula: UnitsFormula) -> Result:
        scope, register = formula.units, self.world.register
        unknown = {**scope.unknown}
        asked: Keys = set()
        judged: dict[tuple[str, str], Answer] = {}
        for code, period in self.asked.universe(scope.kinds, self.asked.years):
            year = int(period[:4])
            row = register.row(code, year)
            if row is None and not _always(scope.where):
                continue
            if row is not None and not meets(row, scope.where, unknown):
                continue
            asked.add((code, period))
            judged[code, period] = met(self.world, formula.meets, code, year, self._judge)
        result = Result(part, {})
        nothing = {key for key, answer in judged.items() if answer is None}
        told = {period for _, period in asked - nothing}
        for level in self.levels:
            counts: dict[Place, list[int]] = defaultdict(lambda: [0, 0])
            for (code, period), answer in judged.items():
                if answer is None and (formula.unknown == "drop" or period not in told):
                    continue
                place = (register.place(level, code, int(period[:4])), period, "")
                counts[place][0] += bool(answer)
                counts[place][1] += 1
            counted = formula.kind == "count_of_units"
            result.numbers[level] = {
                place: (Fraction(top), None if counted else Fraction(bottom))
                for place, (top, bottom) in counts.items()
            }
        self._states(result, asked, asked - nothing, nothing)
        return result

    def _judge(self, condition: MeetsIndicator, code: str, period: str) -> Answer:
        part_label = f"line={condition.line}" if condition.line else ""
        base = self.result(condition.indicator, part_label)
        answers = []
        for place, numbers in base.numbers["organisation"].items():
            unit, when, cell = place
            total = cell == "" if not condition.every_cell else _is_breakdown(cell)
            if (unit, when) != (code, period) or not total or place in base.disputed:
                continue
            exact = value(base.part, numbers)
            if exact is not None:
                answers.append(within(exact, condition.bounds))
        return all(answers) if answers else None

    def _change(self, part: Part, formula: ChangeFormula) -> Result:
        base = self.result(formula.of, f"line={formula.line}" if formula.line else "")
        result = Result(part, {})
        for level in self.levels:
            numbers, states = result.numbers.setdefault(level, {}), {}
            for (unit, period, cell), now in base.numbers[level].items():
                earlier = (unit, _back(period, formula.back), cell)
                then = base.numbers[level].get(earlier)
                if then is None or value(base.part, now) is None:
                    continue
                if value(base.part, then) is None:
                    continue
                place = (unit, period, cell)
                numbers[place] = (value(base.part, now), value(base.part, then))  # type: ignore
                states[place] = _worst(base.states[level][place], base.states[level][earlier])
            result.states[level] = states
        result.disputed = {p for p, s in result.states["organisation"].items() if s == "disputed"}
        return result


def value(part: Part, numbers: Pair) -> Fraction | None:
    """The value in the indicator's unit."""
    top, bottom = numbers
    if top is None:
        return None
    if isinstance(part.formula, ChangeFormula):
        assert bottom is not None
        return top - bottom if part.formula.as_ == "difference" else bottom - top
    if part.unit == "count":
        return top
    if part.unit == "boolean":
        return Fraction(int(top > 0))
    if bottom == 0:
        return None
    return (top if bottom is None else top / bottom) * (100 if part.unit == "percent" else 1)


def _worst(now: State, then: State) -> State:
    return next((one for one in ("disputed", "too_small", "partial") if one in (now, then)), "ok")


def _quotient(formula: Formula) -> bool:
    if isinstance(formula, LevelsFormula):
        return formula.as_ == "share"
    fraction = fraction_of(formula)
    return fraction is not None and fraction[1] is not None


def _bare(cell: str, part_label: str) -> str:
    return cell[len(part_label) :].removeprefix(";") if part_label else cell


def _is_breakdown(cell: str) -> bool:
    return bool(cell) and not cell.startswith(("to=", "band="))


def _always(condition: Any) -> bool:
    return not getattr(condition, "parts", (1,))


def _back(period: str, years: int) -> str:
    start = int(period[:4]) - years
    return label(start) if "-" in period else str(start)


def by_name(rows: Sequence[Mapping[str, Any]]) -> dict[Whole, tuple[Any, ...]]:
    """The engine's rows under the same names."""
    return {
        (row["indicator"], row["unit_kind"], row["unit"], row["period"], row["breakdown"]): (
            row["numerator"],
            row["denominator"],
            row["value"],
            row["status"],
        )
        for row in rows
    }
