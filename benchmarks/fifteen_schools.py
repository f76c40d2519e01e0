"""A made-up municipality of fifteen schools: the size the requirement to speed speaks of."""

from __future__ import annotations

from functools import reduce
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.contender import Watch
from msoko.analysis.evidence import Work
from msoko.demo.make import facts
from msoko.facts.append import append
from msoko.facts.incoming import Incoming
from msoko.facts.store import Store

_KEYS = ("procedure", "subject", "grade", "year")


def made(watch: Watch, folder: str, years: int, kept: list[str]) -> int:
    """A new store with every table of the municipality and chosen works; the number of works.

    `kept` names what stays: a procedure ("oge") or its subject ("vpr-math"). A work is an upload.
    """
    tables = facts(schools=15, years=years)
    written = {name: tables.pop(name) for name in ("results", "items")}
    works = [one for one in _works(written["results"]) if _stays(one, kept)]
    with watch.lap("made"):
        store = Store.open(Path(folder))
        for name, rows in tables.items():
            _append(store, name, {name: rows})
        for work in works:
            own = {name: rows.filter(_is(rows, work)) for name, rows in written.items()}
            _append(store, work.key, {name: rows for name, rows in own.items() if rows.num_rows})
    return len(works)


def _works(results: pa.Table) -> list[Work]:
    keys = list(_KEYS)
    found = results.select(keys).group_by(keys).aggregate([]).to_pylist()
    return sorted(Work(**row) for row in found if None not in row.values())


def _stays(work: Work, kept: list[str]) -> bool:
    return work.procedure in kept or f"{work.procedure}-{work.subject}" in kept


def _is(rows: pa.Table, work: Work) -> pa.ChunkedArray:
    return reduce(pc.and_, (pc.equal(rows[name], getattr(work, name)) for name in _KEYS))


def _append(store: Store, name: str, tables: dict[str, pa.Table]) -> None:
    """RuntimeError when the store does not take it."""
    file = store.folder / "made up"
    file.write_bytes(name.encode())
    incoming = Incoming("made_up", tables, keeps_original=False)
    receipt = append(store, incoming, file=file, sha256=name.encode().hex(), by="benchmarks")
    file.unlink()
    if receipt.outcome != "accepted":
        raise RuntimeError(f"{name}: {receipt}")
