"""Findings as one reader may see them: one's own organisations, one's subject, never others'."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from web.figures.keep import latest, root
from web.policy.scope import Scope

SIGNAL, INTEGRITY = "integrity_signal", "integrity"


@dataclass(frozen=True)
class Found:
    """What the analysis found in one state.

    `table` has the columns of `answers.FINDINGS`; `failed` are questions that broke; `breaks` are
    (first year of the new part, why) by indicator; `names` are those the findings call
    organisations by.
    """

    state: str
    table: pa.Table
    silences: pa.Table
    failed: tuple[str, ...]
    breaks: Mapping[str, list[list[Any]]]
    names: Mapping[str, str]

    @property
    def is_current(self) -> bool:
        """Whether the findings belong to the values that pages show."""
        return self.state == latest()


def found() -> Found | None:
    """The findings of the state whose values pages show, or the last before it; None before any."""
    state = latest()
    if state is None:
        return None
    own = root() / state / "findings.parquet"
    if own.exists():
        return _read(state, own.stat().st_mtime_ns)
    kept = sorted(root().glob("*/findings.parquet"), key=lambda path: path.stat().st_mtime)
    return _read(kept[-1].parent.name, kept[-1].stat().st_mtime_ns) if kept else None


@lru_cache(maxsize=2)
def _read(state: str, written: int) -> Found:
    """Findings of a state as they were `written` (ns): a state is asked anew for new targets."""
    folder = root() / state
    said = json.loads((folder / "analysis.json").read_text(encoding="utf-8"))
    tables = [pq.read_table(folder / f"{name}.parquet") for name in ("findings", "silences")]
    return Found(state, *tables, tuple(said["failed"]), said["breaks"], said["names"])


def seen_by(scope: Scope, table: pa.Table) -> pa.Table:
    """The findings a reader may see; every list, count, chart and file asks here.

    Findings about a municipality name organisations, so they are for those who see them all, and
    those about a region for those who see every organisation of it; signals of integrity have a
    permission of their own.
    """
    own = pc.or_(_within(scope, table, "findings.see"), _of_subject(scope, table))
    plain = pc.not_equal(table["kind"], SIGNAL)
    return table.filter(pc.and_(own, pc.or_(plain, _within(scope, table, "findings.integrity"))))


def silent_to(scope: Scope, known: Found) -> pa.Table:
    """The silences a reader may see, by the units that their findings would be about.

    A silence names no subject, so nobody sees one for the sake of a subject alone.
    """
    table = known.silences
    own = _within(scope, table, "findings.see", known.table)
    plain = pc.not_equal(table["question"], INTEGRITY)
    signals = _within(scope, table, "findings.integrity", known.table)
    return table.filter(pc.and_(own, pc.or_(plain, signals)))


def _within(
    scope: Scope, table: pa.Table, permission: str, everybody: pa.Table | None = None
) -> pa.ChunkedArray:
    """Rows about units a permission reaches one by one; `everybody` names all organisations."""
    codes, whole = scope.codes(permission), table if everybody is None else everybody
    named = pc.is_in(table["unit"], pa.array(sorted(codes), pa.string()))
    organisations = whole.filter(pc.equal(whole["unit_kind"], "organisation"))["unit"]
    if scope.reaches_all(permission) and set(organisations.unique().to_pylist()) <= codes:
        named = pc.or_(named, pc.equal(table["unit_kind"], "region"))
    return named


def _of_subject(scope: Scope, table: pa.Table) -> pa.ChunkedArray:
    """Findings that speak of the reader's subject alone, of the organisations there."""
    subjects = pa.array(sorted(scope.subjects("findings.see")), pa.string())
    codes = pa.array(sorted(scope.subject_codes("findings.see")), pa.string())
    return pc.and_(pc.is_in(table["subjects"], subjects), pc.is_in(table["unit"], codes))


def similar_to(known: Found | None, unit: str) -> list[str]:
    """Organisations that work in the most similar circumstances; empty when unknown."""
    if known is None:
        return []
    table = known.table
    kind = pc.and_(pc.equal(table["kind"], "similar"), pc.equal(table["unit"], unit))
    for text in table.filter(kind)["whole"].to_pylist():
        near = json.loads(text)["evidence"].get("nearest", [])
        return [one["organisation"] for one in near]
    return []
