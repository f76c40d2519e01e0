"""Corrections of single rows (appeals): accepted uploads are told anew with the rows corrected."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from msoko.facts.schema import TABLES
from msoko.facts.store import Store, Upload
from msoko.problem import Problem

# Beside the key these tell which row is meant: one exam may be sat twice in a year.
_ALSO = ("date",)

Pairs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Patched:
    """Whole tables of the corrected uploads, the id they get, and which uploads these are.

    `uploads` begins with the id of the corrections themselves: appended again, they change nothing.
    """

    tables: dict[str, pa.Table]
    id: str
    uploads: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, eq=False)
class _Match:
    """One table of one accepted upload, and for each of its rows the correction (-1 for none)."""

    name: str
    upload: Upload
    before: pa.Table
    pairs: Pairs


def apply(
    store: Store, id_: str, corrections: Mapping[str, pa.Table], shown: Sequence[Upload], file: str
) -> Patched:
    """Known cells of each correction replace those of the accepted row about the same thing.

    The result stands for the corrected uploads as a whole: untouched rows keep the number of the
    upload they came with, corrected ones tell the new one's. A correction without an accepted
    row refuses the file: it would be lost when the protocol comes later.
    """
    found = [
        _Match(name, upload, before, pairs)
        for name, rows in corrections.items()
        for upload in shown
        if upload.rows.get(name)
        and ((pairs := _pairs(name, before := _stored(store, upload, name), rows)) >= 0).any()
    ]
    if lonely := _lonely(corrections, found):
        return Patched({}, id_, (), (_without_pair(lonely, file),))
    touched = list({match.upload.id: match.upload for match in found}.values())
    told = "|".join([id_, *(upload.id for upload in touched)])
    new = hashlib.sha256(told.encode()).hexdigest()[:15]
    parts = [(m.name, _corrected(m, _numbered(corrections[m.name], int(new, 16)))) for m in found]
    corrected = {(match.name, match.upload.id) for match in found}
    parts += [
        (name, _stored(store, upload, name))
        for upload in touched
        for name in upload.rows
        if (name, upload.id) not in corrected
    ]
    tables = {
        name: pa.concat_tables([rows for one, rows in parts if one == name]) for name in dict(parts)
    }
    return Patched(tables, new, (id_, *_told_anew(touched)))


def _lonely(corrections: Mapping[str, pa.Table], found: Sequence[_Match]) -> int:
    """How many corrections have no accepted row."""
    met = {(match.name, int(pair)) for match in found for pair in match.pairs if pair >= 0}
    return sum(int(rows.num_rows) for rows in corrections.values()) - len(met)


def _numbered(rows: pa.Table, number: int) -> pa.Table:
    column = pa.repeat(pa.scalar(number, pa.int64()), rows.num_rows)
    return rows.set_column(rows.column_names.index("upload"), rows.schema.field("upload"), column)


def _told_anew(touched: Sequence[Upload]) -> tuple[str, ...]:
    """The corrected uploads and those these had corrected before."""
    earlier = [old for upload in touched for old in upload.notes.get("patches", ())]
    return tuple(dict.fromkeys([*earlier, *(upload.id for upload in touched)]))


def _stored(store: Store, upload: Upload, name: str) -> pa.Table:
    return pq.read_table(store.folder / "uploads" / upload.id / f"{name}.parquet")


def _pairs(name: str, before: pa.Table, rows: pa.Table) -> Pairs:
    """For each accepted row the number of its correction, -1 for none.

    Key columns in which no correction says anything (attempt) are left out of the comparison.
    """
    key = [
        column
        for column in (*TABLES[name].key, *(c for c in _ALSO if TABLES[name].has(c)))
        if rows[column].null_count < rows.num_rows
    ]
    known = {
        told: number
        for number, told in enumerate(zip(*(rows[c].to_pylist() for c in key), strict=True))
    }
    accepted = zip(*(before[column].to_pylist() for column in key), strict=True)
    return np.array([known.get(told, -1) for told in accepted], np.int64)


def _corrected(match: _Match, rows: pa.Table) -> pa.Table:
    before, pairs = match.before, match.pairs
    columns = []
    own = np.arange(before.num_rows)
    for name in before.column_names:
        known = ~rows[name].combine_chunks().is_null().to_numpy(zero_copy_only=False)
        taken = (pairs >= 0) & known[pairs]
        both = pa.concat_arrays([before[name].combine_chunks(), rows[name].combine_chunks()])
        columns.append(both.take(pa.array(np.where(taken, before.num_rows + pairs, own))))
    return pa.table(columns, schema=before.schema)


def _without_pair(count: int, file: str) -> Problem:
    return Problem(
        "correction_without_row",
        f"исправлений, для которых нет принятой строки: {count}",
        "сначала загрузите протокол, который они исправляют; если он уже принят, "
        "проверьте код организации, имя и дату экзамена",
        file=file,
        count=count,
    )
