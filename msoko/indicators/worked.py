"""Worked examples run: tables drawn by a methodologist, computed by the engine, compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from msoko.facts.column import Column
from msoko.facts.conform import conform
from msoko.facts.pseudonym import pseudonymise
from msoko.facts.schema import TABLES
from msoko.indicators.closure import closure
from msoko.indicators.compute import compute
from msoko.indicators.gather import MemoryFacts
from msoko.indicators.scan import Engine
from msoko.profile.indicator import Indicator
from msoko.profile.model_example import Example, Expected
from msoko.profile.rule_set import RuleSet
from msoko.vocabulary import AcademicYear

_KEY = b"worked example: pseudonyms need a key, not a secret"
_YES = {"да": True, "нет": False, "true": True, "false": False}


@dataclass(frozen=True)
class Difference:
    """One expected number that did not come out, told in Russian."""

    example: str
    expected: Expected
    told: str


def run(
    indicator: Indicator,
    known: Mapping[str, Indicator],
    example: Example,
    engine: Engine,
    rule_sets: Sequence[RuleSet] = (),
) -> list[Difference]:
    """Compute one example; empty when everything expected came out."""
    facts = MemoryFacts(tables_of(example), engine)
    computed = compute(closure([indicator], known, rule_sets), facts, rule_sets=rule_sets)
    rows = computed.values.table.to_pylist()
    found = []
    for expected in example.expect:
        told = _compared(expected, indicator.id, example.year, rows)
        if told:
            found.append(Difference(example.name, expected, told))
    return found


def tables_of(example: Example) -> dict[str, pa.Table]:
    """The drawn tables as facts; organisations without a register are schools of «М».

    In an example one designation is one person, whichever organisation writes it.
    """
    drawn = {name: _rows(name, text, example.year) for name, text in example.tables.items()}
    if "units" not in drawn:
        codes = sorted({row["organisation"] for rows in drawn.values() for row in rows})
        drawn["units"] = [
            {"organisation": code, "year": 1990, "kind": "school", "municipality": "М"}
            for code in codes
        ]
    tables = {}
    for number, (name, rows) in enumerate(drawn.items(), start=1):
        if rows:
            table = pa.Table.from_pylist(rows)
            hashed = pseudonymise(table, TABLES[name], _KEY, "name")
            tables[name] = conform(hashed, TABLES[name], number)
    return tables


def _rows(name: str, text: str, year: str) -> list[dict[str, Any]]:
    lines = [line for line in text.splitlines() if line.strip()]
    heads = [head.strip() for head in lines[0].split("|")]
    table = TABLES[name]
    start = 1990 if name == "units" else AcademicYear.parse(year).start
    rows: list[dict[str, Any]] = []
    for line in lines[1:]:
        cells = dict(zip(heads, (cell.strip() for cell in line.split("|")), strict=True))
        times = int(cells.pop("×", "") or 1)
        row = {head: _cell(table.column(head), cell) for head, cell in cells.items()}
        row.setdefault("year", start)
        rows.extend(_copy(row, table.columns, number, times) for number in range(1, times + 1))
    return rows


def _copy(
    row: dict[str, Any], columns: Sequence[Column], number: int, times: int
) -> dict[str, Any]:
    if times == 1:
        return row
    people = [c.name for c in columns if c.type == "person" and row.get(c.name)]
    return {**row, **{name: f"{row[name]}{number}" for name in people}}


def _cell(column: Column, text: str) -> Any:
    if text == "":
        return None
    if column.type == "bool":
        return _YES[text.lower()]
    if column.type == "year":
        return AcademicYear.parse(text).start
    if column.type == "int":
        return int(text)
    if column.type == "number":
        return float(text.replace(",", "."))
    if column.type == "date":
        return date.fromisoformat(text)
    words = {word: code for code, word in column.codes.items()}
    return words.get(text, text)


def _compared(
    expected: Expected, indicator: str, year: str, rows: Sequence[Mapping[str, Any]]
) -> str:
    """What differs, or an empty string. No row at all is the same as «nothing came»."""
    wanted = {f"{name}={value}" for name, value in expected.breakdown.items()}
    if expected.line:
        wanted.add(f"line={expected.line}")
    period = _period(expected.year or year)
    found = [
        row
        for row in rows
        if row["indicator"] == indicator
        and row["unit"] == expected.unit
        and row["period"] == period
        and set(filter(None, row["breakdown"].split(";"))) == wanted
    ]
    if not found:
        return "" if expected.status in ("no_data", "not_applicable") else "значения нет"
    row, told = found[0], []
    for name in ("numerator", "denominator", "value"):
        want, got = getattr(expected, name), row[name]
        if want is not None and (got is None or abs(float(want) - got) > 0.006):
            told.append(f"{name}: ожидалось {float(want):g}, получилось {got}")
    if expected.status and row["status"] != expected.status:
        told.append(f"status: ожидалось {expected.status}, получилось {row['status']}")
    return "; ".join(told)


def _period(text: str) -> str:
    return text if len(text) == 4 else str(AcademicYear.parse(text))
