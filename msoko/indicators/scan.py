"""The one door to the query engine: facts are scanned once into sums and flags."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any, TypeAlias

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from msoko.indicators.plan import WORD, CellScan, EntityScan, FirstDate, Flag, Measured
from msoko.indicators.predicates import And, Leaf, Or, Predicate

Source: TypeAlias = Sequence[Path] | pa.Table


class Engine:
    """A query engine: DuckDB inside the process, limited in memory and kept from the network."""

    def __init__(self, memory_limit: str = "4GB", threads: int | None = None) -> None:
        self._backend = ibis.duckdb.connect()
        settings = {
            "memory_limit": memory_limit,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "preserve_insertion_order": "false",
        }
        for name, value in settings.items():
            self._backend.raw_sql(f"SET {name}='{value}'")
        if threads:
            self._backend.raw_sql(f"SET threads={threads}")

    def table(self, source: Source) -> ir.Table:
        """Facts as a table of expressions: Parquet files read together, or rows in memory."""
        if isinstance(source, pa.Table):
            return ibis.memtable(source)
        return self._backend.read_parquet([str(path) for path in source])

    def run(self, expression: ir.Table) -> pa.Table:
        """The rows of an expression."""
        return self._backend.to_pyarrow(expression)


def cell_sums(facts: ir.Table, scan: CellScan, measured: Sequence[Measured]) -> ir.Table:
    """One row per upload, organisation, period and cell, with columns m0, m1, … ."""
    facts = _dated(facts, scan.calendar)
    return facts.group_by(_keys(facts, scan.calendar, scan.keys)).aggregate(
        **{f"m{index}": _measure(facts, item) for index, item in enumerate(measured)}
    )


def entity_flags(
    facts: ir.Table, scan: EntityScan, flags: Sequence[Flag], dates: Sequence[FirstDate]
) -> ir.Table:
    """One row per upload, organisation, period, breakdown and distinct value.

    Words w0, w1, … hold a bit for each flag, 1 where some row meets it (WORD flags to a word);
    d0, d1, … are first dates. Rows that meet nothing are left out.
    """
    facts = _dated(facts, scan.calendar)
    words = {
        f"w{number}": _word(facts, flags[number * WORD : (number + 1) * WORD])
        for number in range(-(-len(flags) // WORD))
    }
    found = {
        f"d{number}": to_boolean(facts, first.where).ifelse(facts[first.column], None)
        for number, first in enumerate(dates)
    }
    keys = _keys(facts, scan.calendar, scan.keys)
    rows = facts.select(**keys, entity=facts[scan.entity], **words, **found)
    touched = [rows[name] != 0 for name in words] + [rows[name].notnull() for name in found]
    rows = rows.filter(_any(touched)).filter(rows["entity"].notnull())
    return rows.group_by([*keys, "entity"]).aggregate(
        **{name: rows[name].bit_or() for name in words},
        **{name: rows[name].min() for name in found},
    )


def _word(facts: ir.Table, flags: Sequence[Flag]) -> ir.Value:
    bits = [
        _flag(facts, flag).ifelse(1 << place, 0).cast("int64") for place, flag in enumerate(flags)
    ]
    return reduce(add, bits)


def selected_rows(facts: ir.Table, where: And, columns: Sequence[str]) -> ir.Table:
    """The rows that meet a test, with the columns named."""
    return facts.filter(to_boolean(facts, where)).select(*columns)


def _dated(facts: ir.Table, calendar: str | None) -> ir.Table:
    """Only rows that belong to some period."""
    return facts.filter(facts[calendar].notnull()) if calendar else facts


def _keys(facts: ir.Table, calendar: str | None, names: Sequence[str]) -> dict[str, ir.Value]:
    period = facts[calendar].year().cast("int32") if calendar else facts["year"]
    return {
        "upload": facts["upload"],
        "organisation": facts["organisation"],
        "year": period,
        **{name: facts[name] for name in names},
    }


def _measure(facts: ir.Table, item: Measured) -> ir.Value:
    where = to_boolean(facts, item.where)
    if item.aggregate == "rows":
        return facts.count(where=where) if item.where.parts else facts.count()
    column = facts[item.column].cast("float64")
    return (column * column if item.aggregate == "squares" else column).sum(where=where)


def _flag(facts: ir.Table, flag: Flag) -> ir.BooleanValue:
    meets = to_boolean(facts, flag.where)
    if flag.but_not is None:
        return meets
    return meets & ~to_boolean(facts, flag.but_not).fill_null(False)


def _any(tests: Sequence[ir.BooleanValue]) -> ir.BooleanValue:
    met = tests[0]
    for test in tests[1:]:
        met = met | test
    return met


def to_boolean(facts: ir.Table, predicate: Predicate) -> Any:
    """A test as an expression; an unknown result counts as not met wherever it is used."""
    if isinstance(predicate, Leaf):
        return _leaf(facts[predicate.column], predicate)
    if not predicate.parts:
        return facts["organisation"].notnull()  # always, as a column
    parts = [to_boolean(facts, part) for part in predicate.parts]
    whole = parts[0]
    for part in parts[1:]:
        whole = whole | part if isinstance(predicate, Or) else whole & part
    return whole


def _leaf(column: Any, leaf: Leaf) -> Any:
    if leaf.op == "known":
        return column.notnull() if leaf.value else column.isnull()
    met = _compared(column, leaf)
    return met | column.isnull() if leaf.null_is else met


def _compared(column: Any, leaf: Leaf) -> Any:
    value: Any = leaf.value
    if isinstance(value, tuple):
        return column.notin(value) if leaf.op == "not" else column.isin(value)
    if isinstance(value, bool):
        return column if (leaf.op == "is") == value else ~column
    if isinstance(value, date):
        value = ibis.date(value.isoformat())
    return {
        "is": lambda: column == value,
        "not": lambda: column != value,
        "at_least": lambda: column >= value,
        "above": lambda: column > value,
        "at_most": lambda: column <= value,
        "below": lambda: column < value,
    }[leaf.op]()
