"""Sums kept per upload: what is scanned once is read back, one more upload scans only itself."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from msoko.facts.ledger import write_synced
from msoko.facts.schema import TABLES, arrow_schema
from msoko.facts.store import Store, Upload
from msoko.indicators.plan import CellScan, EntityScan, FirstDate, Flag, Measured
from msoko.indicators.queries import query_of
from msoko.indicators.scan import Engine

Scan = CellScan | EntityScan
Columns = Sequence[Measured | Flag | FirstDate]
# How kept sums are laid out; another layout is never read.
_LAYOUT = "tests are bits of words; texts are coded; sums tell their sha256"
_TOGETHER = 750_000  # rows of facts scanned at a time
_FEW = 1 << 15  # distinct values that short codes tell apart


class Facts(Protocol):
    """Where facts come from: a store on disk, or tables in memory."""

    def rows(self, table: str) -> pa.Table | None:
        """All visible rows of a (small) table, later uploads later; None when there are none."""

    def scanned(self, scan: Scan, columns: Columns) -> pa.Table | None:
        """The sums or flags of a scan over all visible rows; None when there are no rows."""


@dataclass
class MemoryFacts:
    """Tables in memory: examples, tests, notebooks."""

    tables: Mapping[str, pa.Table]
    engine: Engine = field(default_factory=Engine)

    def rows(self, table: str) -> pa.Table | None:
        """The table as given, brought to its schema."""
        return self.tables.get(table)

    def scanned(self, scan: Scan, columns: Columns) -> pa.Table | None:
        """One scan, nothing kept."""
        rows = self.tables.get(scan.table)
        if rows is None or not rows.num_rows:
            return None
        return scan_rows(self.engine, rows, scan, columns)


@dataclass
class StoreFacts:
    """A store's visible uploads; sums of each upload are kept beside the facts.

    `uploads` narrows them, for example to those of one municipality.
    """

    store: Store
    engine: Engine = field(default_factory=Engine)
    progress: Callable[[str], None] | None = None
    uploads: Sequence[Upload] | None = None

    def __post_init__(self) -> None:
        self._visible = self.store.visible() if self.uploads is None else list(self.uploads)

    def rows(self, table: str) -> pa.Table | None:
        """Rows of a small table, oldest upload first."""
        paths = self.store.paths(table, self._visible)
        if not paths:
            return None
        # Small files: handing each to a pool of threads costs more than reading it.
        return pa.concat_tables([pq.ParquetFile(path).read(use_threads=False) for path in paths])

    def scanned(self, scan: Scan, columns: Columns) -> pa.Table | None:
        """Sums of uploads scanned before, joined by a scan of those that are new."""
        uploads = [upload for upload in self._visible if upload.rows.get(scan.table)]
        if not uploads or not columns:
            return None
        folder = self.store.folder / "sums" / _digest(scan, columns)
        kept, covered = _kept(folder, {upload.number for upload in uploads})
        fresh = [upload for upload in uploads if upload.number not in covered]
        if fresh and self.progress:
            self.progress(TABLES[scan.table].ru)
        for batch in _batches(fresh, scan.table):
            paths = self.store.paths(scan.table, batch)
            new = _encoded(scan_rows(self.engine, paths, scan, columns))
            _keep(folder, new, [upload.number for upload in batch])
            kept.append(new.drop_columns(["upload"]))
        return _one_table(kept)


def empty(table: str) -> pa.Table:
    """A table without rows."""
    return arrow_schema(TABLES[table]).empty_table()


def scan_rows(engine: Engine, source: Any, scan: Scan, columns: Columns) -> pa.Table:
    """The sums or flags of one scan over Parquet files or rows in memory; nothing is kept."""
    return engine.answer(source, query_of(scan, columns))


def _batches(uploads: Sequence[Upload], table: str) -> Iterator[list[Upload]]:
    """Uploads scanned together: sums never cross uploads, and few rows at a time take little
    memory."""
    batch: list[Upload] = []
    rows = 0
    for upload in uploads:
        if batch and rows + upload.rows[table] > _TOGETHER:
            yield batch
            batch, rows = [], 0
        batch.append(upload)
        rows += upload.rows[table]
    if batch:
        yield batch


def _encoded(rows: pa.Table) -> pa.Table:
    """Whatever tells rows apart as codes into distinct values: short in memory and in the file.

    Sums stay as they are, but nothing is left of the engine's own memory, which holds all texts.
    """
    columns = {}
    for name in rows.column_names:
        if rows[name].type in (pa.float64(), pa.date32()) or name.startswith("m"):
            columns[name] = rows[name].take(pa.array(np.arange(rows.num_rows)))
        else:
            columns[name] = _short(_coded(rows[name]))
    return pa.table(columns)


def _coded(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column if pa.types.is_dictionary(column.type) else column.dictionary_encode()


def _short(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The same with codes no wider than needed, wherever there are few distinct values."""
    few = all(len(chunk.dictionary) < _FEW for chunk in column.chunks)
    return column.cast(pa.dictionary(pa.int16(), column.type.value_type)) if few else column


def _one_table(kept: Sequence[pa.Table]) -> pa.Table:
    """Tables one after another; codes become as wide as those of any of them."""
    columns = {}
    for name in kept[0].column_names:
        parts = [rows[name] for rows in kept]
        if len({part.type for part in parts}) > 1:
            parts = [part.cast(pa.dictionary(pa.int32(), part.type.value_type)) for part in parts]
        chunks = [chunk for part in parts for chunk in part.chunks]
        columns[name] = pa.chunked_array(chunks, type=parts[0].type)
    return pa.table(columns)


def _digest(scan: Scan, columns: Columns) -> str:
    asked = f"{_LAYOUT}{scan!r}{list(columns)!r}"
    return hashlib.sha256(asked.encode()).hexdigest()[:24]


def _kept(folder: Path, wanted: set[int]) -> tuple[list[pa.Table], set[int]]:
    """Kept sums of wanted uploads, and which uploads they cover; spoilt ones are made anew."""
    kept: list[pa.Table] = []
    covered: set[int] = set()
    for path in sorted(folder.glob("*.parquet")):
        said = json.loads(path.with_suffix(".json").read_text())
        listed = set(said["uploads"])
        useful = (listed & wanted) - covered
        if not useful:
            continue
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != said["sha256"]:
            continue
        # read_table would load pandas where it is installed
        rows = pq.ParquetFile(pa.BufferReader(content)).read()
        if useful != listed:
            inside = np.isin(rows["upload"].cast(pa.int64()).to_numpy(), np.array(sorted(useful)))
            rows = rows.filter(pa.array(inside))
        kept.append(_encoded(rows.drop_columns(["upload"])))
        covered |= useful
    return kept, covered


def _keep(folder: Path, rows: pa.Table, uploads: Sequence[int]) -> None:
    """Write sums aside, then show them by a rename; a killed writer leaves nothing that is read."""
    folder.mkdir(parents=True, exist_ok=True)
    name = secrets.token_hex(8)
    content = pa.BufferOutputStream()
    pq.write_table(rows, content, compression="zstd", compression_level=1, write_statistics=False)
    written = content.getvalue().to_pybytes()
    aside = folder / f".{name}"
    write_synced(aside, written)
    said = {"uploads": sorted(uploads), "sha256": hashlib.sha256(written).hexdigest()}
    write_synced(folder / f"{name}.json", json.dumps(said).encode())
    aside.rename(folder / f"{name}.parquet")
