"""Corrections and clashes: what an upload about the same works does to the earlier ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from msoko.facts.schema import TABLES
from msoko.facts.scope import covers, shared
from msoko.facts.store import Store, Upload
from msoko.problem import Problem

# Reference tables: a later row simply replaces the earlier one with the same key.
LATER_WINS = frozenset({"units", "scales", "codifier"})


def resolve(
    store: Store,
    upload: Upload,
    tables: Mapping[str, pa.Table],
    shown: Sequence[Upload],
    supersede: Sequence[str],
) -> tuple[list[str], list[Problem]]:
    """Uploads to hide, and problems for those that clash without being told anew as a whole."""
    hidden, problems = [], []
    for earlier in shown:
        if earlier.id in supersede:
            hidden.append(earlier.id)
            continue
        works = shared(upload.scope, earlier.scope)
        names = {work.split("|", 1)[0] for work in works} - LATER_WINS
        same = sum(_same_rows(store, name, tables[name], earlier) for name in sorted(names))
        if not same:
            continue
        if covers(upload.scope, earlier.scope):
            hidden.append(earlier.id)
        else:
            problems.append(_clash(upload, earlier, same))
    return hidden, problems


def _same_rows(store: Store, name: str, rows: pa.Table, earlier: Upload) -> int:
    key = list(TABLES[name].key)
    path = store.folder / "uploads" / earlier.id / f"{name}.parquet"
    before = pq.read_table(path, columns=key)
    # Tuples, not a join: a join never matches an unknown cell with an unknown cell.
    known = set(zip(*(before[column].to_pylist() for column in key), strict=True))
    return len(known & set(zip(*(rows[column].to_pylist() for column in key), strict=True)))


def _clash(upload: Upload, earlier: Upload, same: int) -> Problem:
    return Problem(
        "clash",
        f"строк, которые уже приняты из файла «{earlier.file}» (загрузка {earlier.id}): {same}; "
        "новый файл повторяет его лишь частично",
        "если это исправление, пришлите файл целиком или повторите команду с "
        f"--supersede {earlier.id}; если файл загружен по ошибке, ничего не делайте",
        file=upload.file,
    )
