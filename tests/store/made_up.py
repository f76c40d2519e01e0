"""Made-up uploads: a file on disk whose rows are told by its name."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from msoko.facts.append import Receipt, append
from msoko.facts.incoming import Incoming
from msoko.facts.store import Store

Row = dict[str, Any]


def result(pupil: str, mark: int | None = 3, **more: Any) -> Row:
    """One work in mathematics of the fourth grade."""
    work = {"organisation": "101", "year": 2024, "procedure": "vpr", "subject": "math", "grade": 4}
    return {**work, "pupil": pupil, "participated": True, "mark": mark, **more}


def put(store: Store, name: str, rows: list[Row], **more: Any) -> Receipt:
    """Append a file called `name`; what is not `supersede` is what its reader says of it."""
    content = json.dumps([name, rows], default=str).encode()
    path = store.folder.parent / name
    path.write_bytes(content)
    supersede = more.pop("supersede", ())
    incoming = Incoming("made_up", {"results": pa.Table.from_pylist(rows)}, **more)
    sha256 = hashlib.sha256(content).hexdigest()
    return append(store, incoming, file=path, sha256=sha256, by="тест", supersede=supersede)


def shown(store: Store) -> list[Row]:
    """All visible rows of results."""
    return [row for path in store.paths("results") for row in pq.read_table(path).to_pylist()]


def marks(store: Store) -> list[int | None]:
    """Visible marks in order."""
    return sorted(row["mark"] for row in shown(store))


def all_files(store: Store) -> list[Path]:
    """Every file of a store, the lock aside."""
    return sorted(p for p in store.folder.rglob("*") if p.is_file() and p.name != "lock")
