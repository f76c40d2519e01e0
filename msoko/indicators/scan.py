"""The one door to the query engine: facts are scanned once into sums and flags."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, cached_property, reduce
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pyarrow as pa

from msoko.facts.schema import TABLES, arrow_schema
from msoko.indicators.plan import WORD, CellScan, EntityScan, FirstDate, Flag, Measured
from msoko.indicators.predicates import And, Leaf, Or, Predicate, leaves

if TYPE_CHECKING:  # loaded only where a query must be run or compiled: both take long
    import duckdb
    import ibis.expr.types as ir

Source: TypeAlias = Sequence[Path] | pa.Table
LeafTest: TypeAlias = "Callable[[ir.Table, Leaf], Any]"
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
        return self.answer(source, _sql(selected_rows(facts, where, columns)))


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
    return facts.group_by(_keys(facts, scan.calendar, scan.keys)).aggregate(
        **{f"m{index}": _measure(facts, item) for index, item in enumerate(measured)}
    )


def entity_flags(
    facts: ir.Table, scan: EntityScan, flags: Sequence[Flag], dates: Sequence[FirstDate]
) -> ir.Table:
    """One row per upload, organisation, period, breakdown and distinct value.

    Words w0, w1, … hold a bit for each flag, 1 where some row meets it (WORD flags to a word);
    d0, d1, … are first dates. Rows that meet nothing are left out. What is tested takes few
    different values, so tests are made once per combination of them and joined to the rows.
    """
    facts = _dated(facts, scan.calendar)
    tests = [*flags, *(Flag(first.where) for first in dates)]
    needed = tuple(p for p in tests[0].where.parts if all(p in t.where.parts for t in tests))
    if needed:  # what every test asks for narrows the rows before anything else is done
        facts = facts.filter(to_boolean(facts, And(needed)))
    seen = _Seen(facts, scan.table, tests)
    keys = _keys(facts, scan.calendar, scan.keys)
    found = {f"d{number}": facts[first.column] for number, first in enumerate(dates)}
    rows = facts.select(**keys, entity=facts[scan.entity], **seen.columns, **found)
    rows = rows.filter(rows["entity"].notnull())
    met = _met(rows.select(*seen.columns).distinct(), seen, flags, dates)
    same = [rows[name].identical_to(met[f"as_{name}"]) for name in seen.columns]
    touched = rows.join(met, same)
    return touched.group_by([*keys, "entity"]).aggregate(
        **{name: _bit_or()(touched[name]) for name in met.columns if name.startswith("w")},
        **{name: touched[name].min(where=touched[f"on_{name}"]) for name in found},
    )


@cache
def _bit_or() -> Any:
    """Bits of any of the words; every engine calls it so, though Ibis does not know it of Spark."""
    import ibis

    @ibis.udf.agg.builtin  # type: ignore[untyped-decorator]
    def bit_or(words: int) -> int:  # type: ignore[empty-body]
        """Bits of any of the words."""

    return bit_or


class _Seen:
    """Columns that tell rows apart for tests: columns of few values as they are, else the tests
    on them; `leaf` finds a test's answer among them."""

    def __init__(self, facts: ir.Table, table: str, tests: Sequence[Flag]) -> None:
        self.columns: dict[str, ir.Value] = {}
        self._names: dict[Leaf, str] = {}
        for leaf in dict.fromkeys(leaf for test in tests for leaf in _leaves(test)):
            column = TABLES[table].column(leaf.column)
            if column.dimension or column.type in ("code", "bool"):
                self.columns[f"seen_{leaf.column}"] = facts[leaf.column]
            else:
                self._names[leaf] = f"seen_test{len(self._names)}"
                self.columns[self._names[leaf]] = _leaf(facts, leaf)
        if not self.columns:  # tests that always hold: any column tells that there is a row
            self.columns["seen_year"] = facts["year"]

    def leaf(self, rows: ir.Table, leaf: Leaf) -> Any:
        """The answer to a test in rows of these columns."""
        if leaf in self._names:
            return rows[self._names[leaf]]
        return _tested(rows[f"seen_{leaf.column}"], leaf)


def _leaves(test: Flag) -> list[Leaf]:
    return [*leaves(test.where), *(leaves(test.but_not) if test.but_not else ())]


def _met(
    seen: ir.Table, columns: _Seen, flags: Sequence[Flag], dates: Sequence[FirstDate]
) -> ir.Table:
    """What each combination of values meets; combinations that meet nothing are left out."""
    words = {
        f"w{number}": _word(seen, flags[number * WORD : (number + 1) * WORD], columns.leaf)
        for number in range(-(-len(flags) // WORD))
    }
    dated = {
        f"on_d{number}": to_boolean(seen, first.where, columns.leaf).fill_null(False)
        for number, first in enumerate(dates)
    }
    kept = {f"as_{name}": seen[name] for name in columns.columns}
    met = seen.select(**kept, **words, **dated)
    return met.filter(_any([*(met[name] != 0 for name in words), *(met[name] for name in dated)]))


def _word(facts: ir.Table, flags: Sequence[Flag], leaf: LeafTest) -> ir.Value:
    bits = [
        _flag(facts, flag, leaf).ifelse(1 << place, 0).cast("int64")
        for place, flag in enumerate(flags)
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


def _flag(facts: ir.Table, flag: Flag, leaf: LeafTest) -> ir.BooleanValue:
    meets = to_boolean(facts, flag.where, leaf)
    if flag.but_not is None:
        return meets
    return meets & ~to_boolean(facts, flag.but_not, leaf).fill_null(False)


def _any(tests: Sequence[ir.BooleanValue]) -> ir.BooleanValue:
    met = tests[0]
    for test in tests[1:]:
        met = met | test
    return met


def _leaf(facts: ir.Table, leaf: Leaf) -> Any:
    return _tested(facts[leaf.column], leaf)


def to_boolean(facts: ir.Table, predicate: Predicate, leaf: LeafTest = _leaf) -> Any:
    """A test as an expression; an unknown result counts as not met wherever it is used.

    `leaf` says how a test of one column is answered.
    """
    if isinstance(predicate, Leaf):
        return leaf(facts, predicate)
    if not predicate.parts:
        return facts[facts.columns[0]].isnull() | facts[facts.columns[0]].notnull()  # always
    parts = [to_boolean(facts, part, leaf) for part in predicate.parts]
    whole = parts[0]
    for part in parts[1:]:
        whole = whole | part if isinstance(predicate, Or) else whole & part
    return whole


def _tested(column: Any, leaf: Leaf) -> Any:
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
        import ibis

        value = ibis.date(value.isoformat())
    return {
        "is": lambda: column == value,
        "not": lambda: column != value,
        "at_least": lambda: column >= value,
        "above": lambda: column > value,
        "at_most": lambda: column <= value,
        "below": lambda: column < value,
    }[leaf.op]()
