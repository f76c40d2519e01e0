"""What the rows of an upload say as one short text: files with equal rows have it in common."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_PLACE = ["upload", "sheet", "row"]


def digest_of(tables: Mapping[str, pa.Table]) -> str:
    """The sha256, in hex, of all cells; where a row stood in its file does not count."""
    digest = hashlib.sha256()
    for name in sorted(tables):
        rows = tables[name].drop_columns(_PLACE)
        digest.update(f"{name}:{rows.num_rows}".encode())
        for column in rows.columns:
            for part in _bytes(column):
                digest.update(part)
    return digest.hexdigest()


def _bytes(column: pa.ChunkedArray) -> Iterator[bytes]:
    """Which cells are unknown, then the cells; what lies under an unknown one is left out."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    column = pa.chunked_array([column.combine_chunks()], type=column.type)  # chunks do not count
    yield np.packbits(column.is_null().to_numpy()).tobytes()
    if pa.types.is_string(column.type):
        for chunk in pc.fill_null(column, "").chunks:
            yield from _letters(chunk)
        return
    if pa.types.is_date(column.type):
        column = column.cast(pa.int32())
    elif pa.types.is_boolean(column.type):
        column = column.cast(pa.int8())
    yield pc.fill_null(column, 0).to_numpy().tobytes()


def _letters(texts: pa.StringArray) -> Iterator[bytes]:
    """Lengths of texts, then the texts end to end."""
    _, ends, letters = texts.buffers()
    stops = np.frombuffer(ends, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    yield np.diff(stops).tobytes()
    if letters is not None and len(stops):
        yield letters[int(stops[0]) : int(stops[-1])].to_pybytes()
