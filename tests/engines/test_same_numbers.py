"""The expressions of all shared indicators give the same sums and flags on every engine."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import ibis
import pyarrow.parquet as pq
import pytest

from msoko.indicators.parts import ask, parts_of
from msoko.indicators.plan import CellScan
from msoko.indicators.request import Request
from msoko.indicators.scan import cell_sums, entity_flags
from msoko.profile.load_common import load_common
from tests.architecture.tree import ROOT
from tests.engines.backends import missing_postgres, missing_spark, postgres, spark
from tests.oracle.generated_tables import as_arrow
from tests.oracle.sampled_facts import facts, named

ROWS = 300
ON_SPARK = ("prevention", "reserve")
Answer = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def asked() -> Request:
    """Everything the shared indicators ask of the facts."""
    known = load_common(ROOT / "profiles" / "common").indicators.values()
    return ask([part for indicator in known for part in parts_of(indicator)])


@pytest.fixture(scope="module")
def tables() -> dict[str, Any]:
    """Made-up facts of every table, as Arrow."""
    known = load_common(ROOT / "profiles" / "common").indicators.values()
    made = as_arrow(facts(named(known), random.Random(109), ROWS))
    return {name: table for name, table in made.items() if name != "units"}


@pytest.fixture(scope="module")
def by_duckdb(asked: Request, tables: dict[str, Any]) -> dict[str, Answer]:
    """The answers of the engine inside the process."""
    backend = ibis.duckdb.connect()
    for name, table in tables.items():
        backend.create_table(name, table)
    return answers(backend, asked)


@pytest.fixture(scope="module")
def on_postgres(tables: dict[str, Any]) -> Iterator[Any]:
    """PostgreSQL with the same tables."""
    if missing_postgres():
        pytest.skip(missing_postgres())
    with postgres() as backend:
        for name, table in tables.items():
            backend.create_table(name, table)
        yield backend


@pytest.fixture(scope="module")
def on_spark(tables: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Spark with the same tables."""
    if missing_spark():
        pytest.skip(missing_spark())
    folder = tmp_path_factory.mktemp("facts")
    with spark() as backend:
        for name, table in tables.items():
            pq.write_table(table, folder / f"{name}.parquet")
            backend.read_parquet(str(folder / f"{name}.parquet"), table_name=name)
        yield backend


def answers(backend: Any, asked: Request) -> dict[str, Answer]:
    """Every scan run on a backend, rows in a fixed order."""
    found = {}
    for (name, calendar), (keys, measured) in asked.cells.items():
        cells = CellScan(name, tuple(sorted(keys)), calendar)
        expression = cell_sums(backend.table(name), cells, list(measured))
        found[f"cells of {name}, {calendar}"] = rows(backend, expression)
    for scan, (flags, dates) in asked.entities.items():
        expression = entity_flags(backend.table(scan.table), scan, list(flags), list(dates))
        found[f"different {scan.entity} of {scan.table}, {scan.keys}, {scan.calendar}"] = rows(
            backend, expression
        )
    return found


def rows(backend: Any, expression: Any) -> Answer:
    table = backend.to_pyarrow(expression)
    names = sorted(table.column_names)
    cells = zip(*(map(plain, table[name].to_pylist()) for name in names), strict=True)
    return sorted(cells, key=repr)


def plain(cell: Any) -> Any:
    """One way to write what engines type differently: whole numbers, dates, no value."""
    if isinstance(cell, datetime):
        return cell.date()
    if cell is None or isinstance(cell, bool | str | date):
        return cell
    return None if math.isnan(cell) else float(cell)


def few(asked: Request) -> Request:
    """Scans of each make: Spark takes seconds for one, so not all of them."""
    cells = {place: asked.cells[place] for place in asked.cells if place[0] in ON_SPARK}
    entities = {
        scan: wanted
        for scan, wanted in asked.entities.items()
        if scan.table in ON_SPARK and len(scan.keys) < 2
    }
    dated = {scan: wanted for scan, wanted in asked.entities.items() if wanted[1]}
    first = dict(list(dated.items())[:1])
    return Request(cells, {**entities, **first})


def different(found: dict[str, Answer], wanted: dict[str, Answer]) -> list[str]:
    """Scans whose answers are not alike, each with its first differing rows."""
    assert found.keys() == wanted.keys()
    return [
        f"{name}: {[row for row in found[name] if row not in wanted[name]][:1]} вместо "
        f"{[row for row in wanted[name] if row not in found[name]][:1]}"
        for name in wanted
        if found[name] != wanted[name]
    ]


def test_the_sample_reaches_every_scan(by_duckdb: dict[str, Answer]) -> None:
    assert len(by_duckdb) > 30
    assert [name for name, answer in by_duckdb.items() if not answer] == []


def test_postgresql_gives_the_same(
    on_postgres: Any, asked: Request, by_duckdb: dict[str, Answer]
) -> None:
    assert different(answers(on_postgres, asked), by_duckdb) == []


# Spark and pandas tell their own authors what to change.
@pytest.mark.filterwarnings("ignore")
def test_spark_gives_the_same(on_spark: Any, asked: Request, by_duckdb: dict[str, Answer]) -> None:
    found = answers(on_spark, few(asked))
    assert len(found) > 5
    assert different(found, {name: by_duckdb[name] for name in found}) == []


def test_the_comparison_sees_one_wrong_number(by_duckdb: dict[str, Answer]) -> None:
    name = next(iter(by_duckdb))
    first = by_duckdb[name][0]
    spoilt = {**by_duckdb, name: [(*first[:-1], "другое"), *by_duckdb[name][1:]]}
    assert len(different(spoilt, by_duckdb)) == 1
