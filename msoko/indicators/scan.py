"""The one door to the query engine: facts are scanned once into sums and flags."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa

from msoko.facts.schema import TABLES, arrow_schema
from msoko.indicators.bits import Bits
from msoko.indicators.plan import CellScan, EntityScan, FirstDate, Flag, Measured, bits_of
from msoko.indicators.predicates import And
from msoko.indicators.tested import selected_rows, to_boolean, words

if TYPE_CHECKING:  # loaded only where a query must be run or compiled: both take long
    import duckdb
    import ibis.expr.types as ir

Source: TypeAlias = Sequence[Path] | pa.Table
FACTS = "facts"  # what queries call the source


class Engine:
    """A query engine: DuckDB inside the process, limited in memory and kept from the network."""

    def __init__(self, memory_limit: str = "4GB", threads: int | None = None) -> None:
        self._settings: dict[str, str | int] = {
            "memory_limit": memory_limit,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "preserve_insertion_order": "false",
        }
        if threads:
            self._settings["threads"] = threads

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        import duckdb

        connection = duckdb.connect()
        for name, value in self._settings.items():
            connection.execute(f"SET {name}='{value}'")
        return connection

    def open(self, source: Source) -> None:
        """The source as the table `facts`: Parquet files read together, or rows in memory."""
        if isinstance(source, pa.Table):
            self._connection.register("rows_in_memory", source)
            told = "rows_in_memory"
        else:
            quoted = ", ".join("'" + str(path).replace("'", "''") + "'" for path in source)
            told = f"read_parquet([{quoted}])"
        self._connection.execute(f"CREATE OR REPLACE TEMP VIEW {FACTS} AS SELECT * FROM {told}")

    def answer(self, source: Source, query: str) -> pa.Table:
        """The rows of a query over a source."""
        self.open(source)
        return self._connection.sql(query).to_arrow_table()

    def rows(self, source: Source, table: str, where: And, columns: Sequence[str]) -> pa.Table:
        """The rows of a source of a fact table that meet a test, with the columns named."""
        facts = _facts(table)
        return self.answer(source, _sql(selected_rows(facts, where, list(columns))))


def compiled(scan: CellScan | EntityScan, columns: Sequence[Measured | Flag | FirstDate]) -> str:
    """The query of a scan over the table `facts`."""
    facts = _facts(scan.table)
    if isinstance(scan, CellScan):
        return _sql(cell_sums(facts, scan, [one for one in columns if isinstance(one, Measured)]))
    flags = [one for one in columns if isinstance(one, Flag)]
    dates = [one for one in columns if isinstance(one, FirstDate)]
    return _sql(entity_flags(facts, scan, flags, dates))


def _facts(table: str) -> ir.Table:
    import ibis

    return ibis.table(ibis.Schema.from_pyarrow(arrow_schema(TABLES[table])), name=FACTS)


def _sql(expression: ir.Table) -> str:
    import ibis

    return str(ibis.to_sql(expression, dialect="duckdb"))


def cell_sums(facts: ir.Table, scan: CellScan, measured: Sequence[Measured]) -> ir.Table:
    """One row per upload, organisation, period and cell, with columns m0, m1, … ."""
    facts = _dated(facts, scan.calendar)
    bits = Bits(item.where for item in measured)
    added = {f"v_{item.column}": facts[item.column] for item in measured if item.column}
    keys = _keys(facts, scan.calendar, scan.keys)
    rows = facts.select(**keys, **added, **words(facts, bits))
    return rows.group_by(list(keys)).aggregate(
        **{f"m{index}": _measure(rows, item, bits) for index, item in enumerate(measured)}
    )


def entity_flags(
    facts: ir.Table, scan: EntityScan, flags: Sequence[Flag], dates: Sequence[FirstDate]
) -> ir.Table:
    """One row per upload, organisation, period, breakdown, distinct value and tests met.

    Words bits0, bits1, … hold a bit for each test of a column that flags and dates are made of (see
    `plan.bits_of`); d0, d1, … are first dates. Rows that meet nothing are left out.
    """
    facts = _dated(facts, scan.calendar)
    asked = [*(flag.where for flag in flags), *(first.where for first in dates)]
    needed = tuple(p for p in asked[0].parts if all(p in where.parts for where in asked))
    if needed:  # what every test asks for narrows the rows before anything else is done
        facts = facts.filter(to_boolean(facts, And(needed)))
    facts = facts.filter(facts[scan.entity].notnull())
    bits = bits_of([*flags, *dates])
    found = {f"d{number}": facts[first.column] for number, first in enumerate(dates)}
    keys = {**_keys(facts, scan.calendar, scan.keys), "entity": facts[scan.entity]}
    rows = facts.select(**keys, **found, **words(facts, bits))
    met = [bits.met([rows[name] for name in bits.words], where) for where in _weakest(asked)]
    rows = rows.filter(reduce(or_, met))
    by = [*keys, *bits.words]
    if not dates:
        return rows.select(*by).distinct()
    return rows.group_by(by).aggregate(**{name: rows[name].min() for name in found})


def _weakest(asked: Sequence[And]) -> list[And]:
    """Conditions without those that ask for all another asks for, and for more."""
    parts = list(dict.fromkeys(frozenset(where.parts) for where in asked))
    kept = [one for one in parts if not any(other < one for other in parts)]
    return [where for where in dict.fromkeys(asked) if frozenset(where.parts) in kept]


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


def _measure(rows: ir.Table, item: Measured, bits: Bits) -> ir.Value:
    where = bits.met([rows[name] for name in bits.words], item.where) if item.where.parts else None
    if item.aggregate == "rows":
        return rows.count(where=where)
    column = rows[f"v_{item.column}"].cast("float64")
    return (column * column if item.aggregate == "squares" else column).sum(where=where)
