"""Rows of small tables read whole."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from msoko.facts.store import Store, Upload


def rows_of(store: Store, table: str, uploads: Sequence[Upload] | None = None) -> pa.Table | None:
    """All rows of a table over the given (default: visible) uploads, oldest first; None without."""
    paths = store.paths(table, uploads)
    if not paths:
        return None
    # A column added since an upload was stored is unknown in its rows.
    # Uploads are many and small: handing each to a pool of threads costs more than reading it.
    rows = [pq.ParquetFile(path).read(use_threads=False) for path in paths]
    return pa.concat_tables(rows, promote_options="default")
