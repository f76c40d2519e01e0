"""Shares of the profile's indicators as counts by school: what questions compare and follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from msoko.analysis.evidence import Evidence
from msoko.facts.schema import TABLES
from msoko.profile.conditions import All, Compare, Condition, columns_of
from msoko.profile.formula import Distinct, Formula, ShareFormula
from msoko.profile.indicator import Indicator

_SPOKEN = ("ok", "partial")


class Count(NamedTuple):
    """How many of how many."""

    hits: int
    tried: int

    @property
    def share(self) -> float:
        """As a fraction; NaN over nobody."""
        return self.hits / self.tried if self.tried else float("nan")


@dataclass(frozen=True)
class Aspect:
    """What is looked at: an indicator (or its line) in one breakdown cell ("" for the whole).

    `fixed` are the columns its rows agree in: procedure, subject, grade where they are one.
    """

    indicator: Indicator
    line: str
    cell: str
    label: str
    lower_is_better: bool
    fixed: Mapping[str, str]

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it different from others."""
        return self.indicator.id, self.line, self.cell


@dataclass(frozen=True)
class Shares:
    """One aspect in one year: counts by organisation and by municipality."""

    aspect: Aspect
    year: int
    schools: Mapping[str, Count]
    municipalities: Mapping[str, Count]


@dataclass
class _Found:
    schools: dict[str, Count] = field(default_factory=dict)
    municipalities: dict[str, Count] = field(default_factory=dict)


def shares(evidence: Evidence) -> dict[tuple[str, str, str], dict[int, Shares]]:
    """Every share whose rows are people counted once, by aspect and academic year.

    Left out: values that are disputed or not complete shares, indicators without polarity, rows
    that count one pupil several times (their interval would pretend to more pupils than there are).
    """
    aspects = {aspect.key: aspect for aspect in _aspects(evidence)}
    found: dict[tuple[str, str, str], dict[int, _Found]] = {}
    for key, level, unit, year, count in _counts(evidence, {key[0] for key in aspects}):
        if key in aspects and year <= evidence.last_year:
            place = found.setdefault(key, {}).setdefault(year, _Found())
            kept = place.schools if level == "organisation" else place.municipalities
            kept[unit] = count
    return {
        key: {
            year: Shares(aspects[key], year, one.schools, one.municipalities)
            for year, one in sorted(years.items())
        }
        for key, years in found.items()
    }


def grades_of(indicator: Indicator) -> tuple[str, ...]:
    """Grades the indicator's rows are limited to, after the procedure; empty without limits."""
    if not isinstance(indicator.formula, ShareFormula):
        return ()
    named = dict(_fixed(indicator.formula.selection.population, several=True))
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


def _aspects(evidence: Evidence) -> Iterator[Aspect]:
    asked = evidence.asked_indicators
    seen: set[str] = set()
    for indicator in evidence.profile.indicators.values():
        if asked and indicator.id not in asked:
            continue
        told = [("", "", indicator.formula, indicator.unit, indicator.polarity)]
        told += [
            (one.id, one.label, one.formula, one.unit, one.polarity) for one in indicator.lines
        ]
        for line, said, formula, unit, polarity in told:
            same = repr((formula, indicator.exclude))
            if polarity == "context" or unit not in ("percent", "share") or same in seen:
                continue
            if isinstance(formula, ShareFormula):
                seen.add(same)
                yield from _cells(evidence, indicator, line, said, formula, polarity)


def _cells(
    evidence: Evidence, indicator: Indicator, line: str, said: str, formula: ShareFormula, good: str
) -> Iterator[Aspect]:
    table = formula.selection.table
    label = f"line={line}" if line else ""
    for cell in ["", *([] if line else evidence.computed.look().cells(indicator.id))]:
        if cell.startswith(("line=", "reading=")) or "=unknown" in cell:
            continue
        fixed = dict(_fixed(formula.selection.population))
        fixed |= {n: v for n, _, v in (part.partition("=") for part in cell.split(";")) if v}
        if not _people_once(formula, fixed):
            continue
        words = cell_words(table, cell)
        parts = [indicator.label, *([said] if said else []), *([words] if words else [])]
        joined = ";".join(filter(None, (label, cell)))
        yield Aspect(indicator, line, joined, " — ".join(parts), good == "lower_is_better", fixed)


def _people_once(formula: Formula, fixed: Mapping[str, str]) -> bool:
    """Whether a row is a person: distinct people, or a work of named grades in one subject."""
    assert isinstance(formula, ShareFormula)
    selection = formula.selection
    if isinstance(selection.count, Distinct):
        return selection.count.column in ("pupil", "person")
    if selection.table == "results":
        graded = "grade" in fixed or "grade" in columns_of(selection.population)
        return {"procedure", "subject"} <= set(fixed) and graded
    return selection.table in ("graduates", "enrolment", "staff")


def _fixed(condition: Condition, *, several: bool = False) -> Iterator[tuple[str, str]]:
    """Columns all rows agree in, and their values; `several` also those with a list of values."""
    wanted = ("is", "one_of") if several else ("is",)
    if isinstance(condition, Compare) and condition.op in wanted:
        yield condition.column, str(condition.value)
    elif isinstance(condition, All):
        for part in condition.parts:
            yield from _fixed(part, several=several)


def _counts(
    evidence: Evidence, wanted: set[str]
) -> Iterator[tuple[tuple[str, str, str], str, str, int, Count]]:
    table = evidence.computed.values.table
    keep = pc.and_(
        pc.is_in(table["indicator"].cast(pa.string()), pa.array(sorted(wanted), pa.string())),
        pc.and_(
            pc.is_in(table["status"].cast(pa.string()), pa.array(_SPOKEN)),
            pc.greater(pc.fill_null(table["denominator"], 0.0), 0.0),
        ),
    )
    names = ["indicator", "unit_kind", "unit", "period", "breakdown", "numerator", "denominator"]
    chosen = table.filter(keep).select(names)
    texts = [chosen[name].cast(pa.string()).to_pylist() for name in names[:5]]
    hits, tried = (np.asarray(chosen[name].to_numpy()) for name in names[5:])
    for indicator, level, unit, period, cell, k, n in zip(*texts, hits, tried, strict=True):
        if level != "region" and len(period) == 7 and k <= n:
            line = cell.split(";")[0].removeprefix("line=") if cell.startswith("line=") else ""
            count = Count(round(k), round(n))
            yield (indicator, line, cell), level, unit, int(period[:4]), count
