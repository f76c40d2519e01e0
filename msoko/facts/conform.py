"""Rows of a reader brought to the exact schema of their table."""

from __future__ import annotations

import pyarrow as pa

from msoko.facts.column import Table
from msoko.facts.schema import arrow_schema


def conform(rows: pa.Table, table: Table, upload: int) -> pa.Table:
    """The same rows with every column of the schema, in order, plus upload, sheet and row.

    Columns a reader left out are unknown; a missing required column or a column that is not of
    the table is a programmer's mistake (KeyError).
    """
    schema = arrow_schema(table)
    extra = set(rows.column_names) - set(schema.names)
    if extra:
        raise KeyError(f"{table.name}: not columns of the table: {sorted(extra)}")
    columns = []
    for wanted in schema:
        if wanted.name == "upload":
            columns.append(pa.repeat(pa.scalar(upload, wanted.type), rows.num_rows))
        elif wanted.name in rows.column_names:
            columns.append(rows[wanted.name].cast(wanted.type))
        elif wanted.nullable:
            columns.append(pa.nulls(rows.num_rows, wanted.type))
        else:
            raise KeyError(f"{table.name}: the reader gave no column {wanted.name}")
    return pa.table(columns, schema=schema)
