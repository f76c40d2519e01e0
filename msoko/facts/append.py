"""Append one file's rows to the store: whole, once, or not at all."""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as pq

from msoko.facts import clash, ledger, patch
from msoko.facts.conform import conform
from msoko.facts.digest import digest_of
from msoko.facts.file_hash import sha256_of
from msoko.facts.incoming import Incoming
from msoko.facts.pseudonym import fingerprint, pseudonymise
from msoko.facts.schema import TABLES
from msoko.facts.scope import scope_of
from msoko.facts.store import Store, Upload
from msoko.problem import Problem

Outcome = Literal["accepted", "already", "refused"]


@dataclass(frozen=True)
class Receipt:
    """What became of one file: outcome, the upload, what it superseded, and why it was refused."""

    outcome: Outcome
    upload: str
    rows: dict[str, int]
    supersedes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def upload_id(sha256: str, incoming: Incoming) -> str:
    """The identity of an upload: its bytes, its kind and what was said about it, 60 bits in hex."""
    said = "|".join(f"{hint.what}={hint.value}" for hint in incoming.hints)
    return hashlib.sha256(f"{sha256}|{incoming.kind}|{said}".encode()).hexdigest()[:15]


def append(
    store: Store,
    incoming: Incoming,
    *,
    file: Path,
    sha256: str,
    by: str,
    supersede: Sequence[str] = (),
) -> Receipt:
    """Store the rows of one file and make them visible.

    The same file with the same hints changes nothing ("already"). An upload whose works are all
    told anew is superseded; rows that clash with an upload only partly told anew refuse the file
    unless `supersede` names that upload. Corrections of single rows (`replaces_rows`) supersede
    the uploads they correct by telling them anew (see `patch`). Killed at any moment, the store
    shows the file whole or not at all: files are synced in a folder of their own and one ledger
    entry shows them.
    """
    id_ = upload_id(sha256, incoming)
    tables = prepared(store, incoming, id_)
    with store.writing():
        shown, key = store.visible(), fingerprint(store.key)
        settled = _settled(id_, shown, key, file.name)
        if settled:
            return settled
        patches: tuple[str, ...] = ()
        if incoming.replaces_rows:
            patched = patch.apply(store, id_, tables, shown, file.name)
            if patched.problems:
                return Receipt("refused", id_, {}, problems=patched.problems)
            tables, id_, patches = patched.tables, patched.id, patched.uploads
        upload = _manifest(id_, incoming, tables, file.name, sha256, key)
        upload = replace(upload, notes={**upload.notes, "patches": list(patches)})
        hidden, problems = clash.resolve(store, upload, tables, shown, supersede)
        if problems:
            return Receipt("refused", id_, upload.rows, problems=tuple(problems))
        if not store.has(id_):
            _write(store, upload, tables)
        if incoming.keeps_original:
            _keep_original(store, file, sha256)
        manifest = sha256_of(store.folder / "uploads" / id_ / "upload.json")
        folder = store.folder / "ledger"
        ledger.write(folder, "accept", id_, by=by, supersedes=hidden, manifest=manifest)
    return Receipt("accepted", id_, upload.rows, tuple(hidden))


def retract(store: Store, id_: str, *, by: str, reason: str) -> None:
    """Hide an upload; its files stay, it can be appended again. KeyError when not visible."""
    with store.writing():
        if id_ not in {upload.id for upload in store.visible()}:
            raise KeyError(id_)
        ledger.write(store.folder / "ledger", "retract", id_, by=by, reason=reason)


def prepared(store: Store, incoming: Incoming, id_: str) -> dict[str, pa.Table]:
    """Tables that have rows, as they would be stored under an upload's id: pseudonyms, types."""
    tables: dict[str, pa.Table] = {}
    key, known = store.key, dict[str, str]()
    for name, rows in incoming.tables.items():
        if rows.num_rows:
            hashed = pseudonymise(rows, TABLES[name], key, incoming.person_space, known)
            tables[name] = conform(hashed, TABLES[name], int(id_, 16))
    return tables


def _manifest(
    id_: str,
    incoming: Incoming,
    tables: Mapping[str, pa.Table],
    file: str,
    sha256: str,
    key: str,
) -> Upload:
    return Upload(
        id=id_,
        file=file,
        sha256=sha256,
        kind=incoming.kind,
        rows={name: rows.num_rows for name, rows in tables.items()},
        scope=scope_of(tables),
        rows_digest=digest_of(tables),
        notes={"hints": [asdict(hint) for hint in incoming.hints], **incoming.labels},
        original=incoming.keeps_original,
        key=key,
    )


def _settled(id_: str, shown: Sequence[Upload], key: str, file: str) -> Receipt | None:
    """The receipt of a file that changes nothing; None for one to be stored.

    Pseudonyms of two keys never meet: one person would become two.
    """
    if shown and shown[-1].key not in ("", key):
        what = "ключ псевдонимов не тот, с которым приняты прежние файлы"
        mend = "верните прежний файл ключа (переменная MSOKO_KEY_FILE или secret.key в хранилище)"
        problem = Problem("other_key", what, mend, file=file)
        return Receipt("refused", id_, {}, problems=(problem,))
    for upload in shown:
        if upload.holds(id_):
            return Receipt("already", upload.id, upload.rows)
    return None


def _write(store: Store, upload: Upload, tables: Mapping[str, pa.Table]) -> None:
    aside = store.folder / "tmp" / secrets.token_hex(8)
    aside.mkdir()
    hashes = {}
    for name, rows in tables.items():
        path = aside / f"{name}.parquet"
        pq.write_table(rows, path, compression="zstd", compression_level=1)
        with path.open("rb+") as written:
            ledger.sync(written)
        hashes[name] = sha256_of(path)
    text = json.dumps(asdict(replace(upload, files=hashes)), ensure_ascii=False)
    ledger.write_synced(aside / "upload.json", text.encode())
    ledger.sync_folder(aside)
    final = store.folder / "uploads" / upload.id
    aside.rename(final)
    ledger.sync_folder(final.parent)


def _keep_original(store: Store, file: Path, sha256: str) -> None:
    final = store.folder / "originals" / sha256
    if final.exists():
        return
    aside = store.folder / "tmp" / secrets.token_hex(8)
    shutil.copyfile(file, aside)
    with aside.open("rb+") as written:
        ledger.sync(written)
    aside.rename(final)
    ledger.sync_folder(final.parent)
