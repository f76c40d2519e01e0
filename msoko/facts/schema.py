"""Every fact table there is: the list that stores, templates, profiles and engines share."""

from __future__ import annotations

import pyarrow as pa

from msoko.facts import (
    schema_organisations,
    schema_pupils,
    schema_results,
    schema_staff,
    schema_works,
)
from msoko.facts.column import Column, Table

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        *schema_results.TABLES,
        *schema_works.TABLES,
        *schema_pupils.TABLES,
        *schema_staff.TABLES,
        *schema_organisations.TABLES,
    )
}

_ARROW: dict[str, pa.DataType] = {
    "text": pa.string(),
    "code": pa.string(),
    "person": pa.string(),
    "int": pa.int32(),
    "number": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "year": pa.int32(),
}

# Where a stored row came from: kept beside every fact, never shown as a fact.
PROVENANCE = (
    pa.field("upload", pa.int64(), nullable=False),
    pa.field("sheet", pa.string()),
    pa.field("row", pa.int32()),
)


def arrow_type(column: Column) -> pa.DataType:
    """The stored type: texts, codes, pseudonyms are strings; a year is its first calendar year."""
    return _ARROW[column.type]


def arrow_schema(table: Table, *, provenance: bool = True) -> pa.Schema:
    """The Parquet schema of a table; upload, sheet and row come last unless told otherwise."""
    fields = [
        pa.field(column.name, arrow_type(column), nullable=column.unknown)
        for column in table.columns
    ]
    return pa.schema([*fields, *(PROVENANCE if provenance else ())])
