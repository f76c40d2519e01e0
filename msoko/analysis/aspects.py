"""The profile's indicators as aspects, and their numbers: what questions compare and follow.

Every indicator is an aspect; its nature (`natures.py`) says which claims its numbers can carry.
Shares of people come as counts (`shares`), all other numbers as they were computed (`measured`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from msoko.analysis import words
from msoko.analysis.calendar_years import counts_calendar_years, whole_years
from msoko.analysis.evidence import Evidence, codes, grouped
from msoko.analysis.natures import Nature, agreed, fixed_of, nature_of
from msoko.analysis.policy import REPEATED
from msoko.analysis.sat_twice import sat_twice
from msoko.facts.schema import TABLES
from msoko.indicators.frame import Bools, Ints
from msoko.profile.formula import Formula, ShareFormula, selections_of
from msoko.profile.indicator import Indicator, Polarity

_SPOKEN = ("ok", "partial")
_COUNTED: tuple[Nature, ...] = ("people", "works")
Key = tuple[str, str, str]


class Count(NamedTuple):
    """How many of how many."""

    hits: int
    tried: int

    @property
    def share(self) -> float:
        """As a fraction; NaN over nobody."""
        return self.hits / self.tried if self.tried else float("nan")


class Number(NamedTuple):
    """A computed number in the indicator's unit; `bottom` NaN where there is no denominator.

    `low`, `high` are the interval the value came with, NaN without; `whole`: nobody is missing.
    """

    top: float
    bottom: float
    value: float
    low: float
    high: float
    whole: bool


@dataclass(frozen=True)
class Aspect:
    """What is looked at: an indicator (or its line) in one breakdown cell ("" for the whole).

    `fixed` are the columns its rows agree in: procedure, subject, grade where they are one.
    `unit` is that of its values; one without a good and a bad side (`context`) is never judged.
    `calendar`: its years are calendar ones, never compared with academic years.
    """

    indicator: Indicator
    line: str
    cell: str
    label: str
    polarity: Polarity
    fixed: Mapping[str, str]
    nature: Nature
    unit: str
    calendar: bool = False

    @property
    def key(self) -> Key:
        """What makes it different from others."""
        return self.indicator.id, self.line, self.cell

    @property
    def lower_is_better(self) -> bool:
        """Whether less is better."""
        return self.polarity == "lower_is_better"

    @property
    def judged(self) -> bool:
        """Whether it has a good and a bad side at all."""
        return self.polarity != "context"

    @property
    def revised(self) -> Mapping[date, str]:
        """Days from which its definition is another one, and what changed."""
        return self.indicator.revised

    def year(self, year: int) -> str:
        """One of its years in words: «2024/25» or «2024 год»."""
        return words.calendar_year(year) if self.calendar else words.year(year)

    @property
    def axis(self) -> str:
        """What its years are, over the axis of a chart."""
        return "календарный год" if self.calendar else "учебный год"


@dataclass(frozen=True)
class Shares:
    """One aspect in one year: counts by organisation and by municipality.

    `partial` are municipalities whose organisations have not all sent theirs.
    """

    aspect: Aspect
    year: int
    schools: Mapping[str, Count]
    municipalities: Mapping[str, Count]
    partial: frozenset[str] = frozenset()

    def by_place(
        self, municipality: Callable[[str, int], str]
    ) -> Mapping[str, Mapping[str, Count]]:
        """Counts of organisations by their municipality of that year."""
        places = grouped(self.schools, lambda code: municipality(code, self.year))
        return {name: {one: self.schools[one] for one in them} for name, them in places.items()}


@dataclass
class _Found:
    schools: dict[str, Count] = field(default_factory=dict)
    municipalities: dict[str, Count] = field(default_factory=dict)
    partial: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Numbers:
    """One aspect in one year: numbers by organisation and by municipality."""

    aspect: Aspect
    year: int
    schools: Mapping[str, Number]
    municipalities: Mapping[str, Number]


def shares(evidence: Evidence, *, repeated: bool = False) -> Mapping[Key, Mapping[int, Shares]]:
    """Every share whose rows are people counted once, by aspect and academic year.

    Left out: values that are disputed or not complete shares, indicators without polarity, rows
    that count one pupil several times (their interval would pretend to more pupils than there
    are). `repeated`: those too; of them only municipalities may be judged, schools being what
    varies.
    """
    name = ("shares", repeated, evidence.asked_year, evidence.asked_indicators)
    return evidence.once(name, lambda: _shares(evidence, repeated=repeated))


def _shares(evidence: Evidence, *, repeated: bool) -> dict[Key, dict[int, Shares]]:
    wanted = _COUNTED if repeated else _COUNTED[:1]
    chosen = {one.key: one for one in aspects(evidence) if one.nature in wanted and one.judged}
    found: dict[Key, dict[int, _Found]] = {}
    for key, level, unit, year, number in _numbers(evidence, chosen):
        if number.top <= number.bottom:
            place = found.setdefault(key, {}).setdefault(year, _Found())
            kept = place.schools if level == "organisation" else place.municipalities
            kept[unit] = Count(round(number.top), round(number.bottom))
            if kept is place.municipalities and not number.whole:
                place.partial.add(unit)
    return {
        key: {
            year: Shares(chosen[key], year, one.schools, one.municipalities, frozenset(one.partial))
            for year, one in sorted(years.items())
        }
        for key, years in found.items()
    }


def measured(
    evidence: Evidence, *, everything: bool = False
) -> Mapping[Key, Mapping[int, Numbers]]:
    """Every number that is not a share of people or works, by aspect and academic year.

    Shares of people that have no good side are here too: they are told, never judged.
    `everything`: all numbers in total, also of indicators defined like another one.
    """
    name = ("measured", everything, evidence.asked_year, evidence.asked_indicators)
    return evidence.once(name, lambda: _measured(evidence, everything=everything))


def _measured(evidence: Evidence, *, everything: bool) -> dict[Key, dict[int, Numbers]]:
    chosen = {
        one.key: one
        for one in aspects(evidence, distinct=not everything)
        if one.cell in ("", f"line={one.line}")
        and (everything or not (one.nature in _COUNTED and one.judged))
    }
    found: dict[Key, dict[int, tuple[dict[str, Number], dict[str, Number]]]] = {}
    for key, level, unit, year, number in _numbers(evidence, chosen):
        kept = found.setdefault(key, {}).setdefault(year, ({}, {}))
        kept[level != "organisation"][unit] = number
    return {
        key: {
            year: Numbers(chosen[key], year, *kept)
            for year, kept in _recorded(chosen[key], sorted(years.items()))
        }
        for key, years in found.items()
    }


_Year = tuple[int, tuple[dict[str, Number], dict[str, Number]]]


def _recorded(aspect: Aspect, years: list[_Year]) -> list[_Year]:
    """Years something was recorded in. A count or a ratio of two tables is nought everywhere also
    before anybody began to keep the table, and the two cannot be told apart: years before the first
    record are left out (all stay when there is none at all)."""
    if aspect.nature not in ("count", "ratio"):
        return years
    for place, (_, (_, municipalities)) in enumerate(years):
        if any(number.top for number in municipalities.values()):
            return years[place:]
    return years


def grades_of(indicator: Indicator) -> tuple[str, ...]:
    """Grades the indicator's rows are limited to, after the procedure; empty without limits."""
    if not isinstance(indicator.formula, ShareFormula):
        return ()
    named = dict(fixed_of(indicator.formula.selection.population, several=True))
    return tuple(named[name] for name in ("procedure", "grade") if name in named)


def cell_words(table: str, cell: str) -> str:
    """A breakdown cell in words: "sex=m" → «Пол: мужской»."""
    parts = [part.split("=", 1) for part in cell.split(";") if "=" in part]
    return ", ".join(
        f"{_title(table, name)}: {_value(table, name, value)}" for name, value in parts
    )


def _title(table: str, name: str) -> str:
    column = next((c for c in TABLES[table].columns if c.name == name), None)
    return column.ru.split(" (")[0] if column else name


def _value(table: str, name: str, value: str) -> str:
    column = next((c for c in TABLES[table].columns if c.name == name), None)
    if column is not None and column.codes:
        return str(column.codes.get(value, value))
    return {"true": "да", "false": "нет"}.get(value.lower(), value)


def aspects(evidence: Evidence, *, distinct: bool = True) -> Sequence[Aspect]:
    """Every indicator and line asked for, in total; shares of people also in their breakdowns.

    `distinct`: what several indicators define alike is looked at once, under the first of them.
    """
    name = ("aspects", distinct, evidence.asked_year, evidence.asked_indicators)
    return evidence.once(name, lambda: _aspects(evidence, distinct=distinct))


def _aspects(evidence: Evidence, *, distinct: bool) -> list[Aspect]:
    asked = evidence.asked_indicators
    twice = sat_twice(evidence)
    seen: set[str] = set()
    found: list[Aspect] = []
    for indicator in evidence.profile.indicators.values():
        if asked and indicator.id not in asked:
            continue
        told: list[tuple[str, str, Formula, str, Polarity]] = [
            ("", "", indicator.formula, indicator.unit, indicator.polarity)
        ]
        told += [
            (one.id, one.label, one.formula, one.unit, one.polarity) for one in indicator.lines
        ]
        for line, said, formula, unit, polarity in told:
            same = definition(indicator, formula)
            if same not in seen or not distinct:
                seen.add(same)
                by_calendar = counts_calendar_years(formula)
                whole = Aspect(indicator, line, "", said, polarity, {}, "typed", unit, by_calendar)
                found += _cells(evidence, whole, formula, twice)
    return found


def definition(indicator: Indicator, formula: Formula) -> str:
    """What makes numbers the same, whatever they are called."""
    return repr((formula, indicator.exclude, indicator.revised))


def _cells(
    evidence: Evidence, whole: Aspect, formula: Formula, twice: Mapping[tuple[str, str], float]
) -> Iterator[Aspect]:
    """The aspect in total, and those of its breakdown cells that are shares of people."""
    indicator, line = whole.indicator, whole.line
    label = f"line={line}" if line else ""
    share = isinstance(formula, ShareFormula) and whole.unit in ("percent", "share")
    cells = evidence.computed.look().cells(indicator.id) if share and not line else []
    table = selections_of(formula)[0].table if selections_of(formula) else ""
    for cell in dict.fromkeys(["", *cells]):
        if cell.startswith(("line=", "reading=")) or "=unknown" in cell:
            continue
        fixed = agreed(formula)
        fixed |= {n: v for n, _, v in (part.partition("=") for part in cell.split(";")) if v}
        nature = nature_of(formula, fixed)
        if twice.get((fixed.get("procedure", ""), fixed.get("subject", "")), 0.0) > REPEATED:
            nature = {"people": "works", "mean": "typed"}.get(nature, nature)  # type: ignore[assignment]
        if cell and nature != "people":
            continue
        # a line may speak of marks other than its indicator's: it is named as what it is
        told = f"{indicator.label}, строка {words.quoted(whole.label)}" if line else indicator.label
        parts = [told, *([cell_words(table, cell)] if cell else [])]
        joined = ";".join(filter(None, (label, cell)))
        yield replace(whole, cell=joined, label=" — ".join(parts), fixed=fixed, nature=nature)


def _numbers(
    evidence: Evidence, wanted: Mapping[Key, Aspect]
) -> Iterator[tuple[Key, str, str, int, Number]]:
    """Numbers of the aspects up to the last year asked for; nothing over an empty denominator.

    An aspect has years of one sort, academic or calendar ones, by its formula.
    """
    table = evidence.computed.values.table
    chosen = table.filter(pa.array(_wanted_rows(evidence, table, wanted)))
    texts = [chosen[name].cast(pa.string()).to_pylist() for name in _TEXTS]
    amounts = [
        np.asarray(pc.fill_null(chosen[name], float("nan")).to_numpy(), dtype=float).tolist()
        for name in ("numerator", "denominator", "value", "low", "high")
    ]
    whole = [status == "ok" for status in texts.pop()]
    numbers = map(Number, *amounts, whole)
    keys = {pair: _key(*pair) for pair in set(zip(texts[0], texts[4], strict=True))}
    for indicator, level, unit, period, cell, number in zip(*texts, numbers, strict=True):
        yield keys[indicator, cell], level, unit, int(period[:4]), number


def _wanted_rows(evidence: Evidence, table: pa.Table, wanted: Mapping[Key, Aspect]) -> Bools:
    """Rows of values (rows,) that `_numbers` tells; texts are looked at once, not row by row."""
    coded = {name: codes(table, name) for name in _TEXTS if name != "unit"}
    denominator = table["denominator"]
    kept: Bools = ~pc.fill_null(pc.equal(denominator, 0.0), fill_value=False).to_numpy()
    tests: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("status", lambda told: told in _SPOKEN),
        ("unit_kind", lambda told: told != "region"),
        ("period", lambda told: int(told[:4]) <= evidence.last_year),
    )
    for name, test in tests:
        at, told = coded[name]
        kept &= np.array([test(one) for one in told], dtype=bool)[at]
    period, periods = coded["period"]
    calendar = np.array([len(one) == _CALENDAR for one in periods], dtype=bool)[period]
    indicator, indicators = coded["indicator"]
    cell, cells = coded["breakdown"]
    pair, place = np.unique(indicator * len(cells) + cell, return_inverse=True)
    keys = [_key(indicators[at // len(cells)], cells[at % len(cells)]) for at in pair.tolist()]
    by_calendar = np.array([key in wanted and wanted[key].calendar for key in keys], dtype=bool)
    asked = np.array([key in wanted for key in keys], dtype=bool)
    kept &= asked[place] & (by_calendar[place] == calendar)
    for number in np.flatnonzero(by_calendar).tolist():
        _keep_whole(evidence, wanted[keys[number]], kept, place == number, coded["period"])
    return kept


def _keep_whole(
    evidence: Evidence, aspect: Aspect, kept: Bools, own: Bools, coded: tuple[Ints, list[str]]
) -> None:
    """Of an aspect's `own` rows (rows,) leave in `kept` those of whole calendar years."""
    whole = whole_years(evidence, aspect.indicator.formula_of(aspect.line))
    period, periods = coded
    kept[own] &= np.array([int(one[:4]) in whole for one in periods], dtype=bool)[period[own]]


def _key(indicator: str, cell: str) -> Key:
    line = cell.split(";")[0].removeprefix("line=") if cell.startswith("line=") else ""
    return indicator, line, cell


_CALENDAR = 4  # letters of a calendar year's period: "2024", not "2024-25"
_TEXTS = ("indicator", "unit_kind", "unit", "period", "breakdown", "status")
