"""The contender written by hand in SQL: the sums of `region.sql`, one query after another."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.contender import Watch

QUERIES = Path(__file__).with_name("region.sql")


def sums(watch: Watch, folder: str) -> dict[str, list[float]]:
    """Every query from Parquet to Arrow; totals of what came back, to be compared."""
    queries = queries_of(QUERIES.read_text(encoding="utf-8"))
    connection = duckdb.connect()
    connection.execute("SET memory_limit='4GB'; SET preserve_insertion_order=false")
    found = {}
    with watch.lap("scan"):
        connection.execute(
            "CREATE VIEW results AS SELECT *, attempt IS NULL OR attempt IN ('main', 'reserve')"
            f" AS first_try FROM read_parquet('{folder}/uploads/*/results.parquet')"
        )
        for name, query in queries.items():
            found[name] = connection.sql(query).to_arrow_table()
    return {name: _totals(rows) for name, rows in found.items()}


def queries_of(text: str) -> dict[str, str]:
    """Queries by the name written above each."""
    parts = text.split("-- name: ")[1:]
    return {part.split("\n", 1)[0].strip(): part.split("\n", 1)[1] for part in parts}


def _totals(rows: pa.Table) -> list[float]:
    """Number of rows, then the totals of all sums or flags in ascending order."""
    names = [name for name in rows.column_names if name[0] in "mf" and name[1:].isdigit()]
    totals = [pc.sum(rows[name]).as_py() or 0 for name in names]
    return [rows.num_rows, *sorted(round(float(total), 6) for total in totals)]
