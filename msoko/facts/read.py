"""Rows of small tables read whole."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq

from msoko.facts.store import Store


def rows_of(store: Store, table: str) -> pa.Table | None:
    """All visible rows of a table, oldest upload first; None when there are none."""
    paths = store.paths(table)
    if not paths:
        return None
    # A column added since an upload was stored is unknown in its rows.
    # Uploads are many and small: handing each to a pool of threads costs more than reading it.
    rows = [pq.ParquetFile(path).read(use_threads=False) for path in paths]
    return pa.concat_tables(rows, promote_options="default")
