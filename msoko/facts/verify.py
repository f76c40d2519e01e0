"""Whether a store is still what was written: every file against the sha256 it was stored with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from msoko.facts import ledger
from msoko.facts.file_hash import sha256_of
from msoko.facts.pseudonym import fingerprint
from msoko.facts.store import Store, Upload
from msoko.problem import Problem

_RESTORE = "восстановите хранилище из резервной копии; до этого не считайте по нему показатели"


def verify(store: Store) -> list[Problem]:
    """Every damaged, missing or changed file of a store; empty when all is as it was written.

    Each entry of the ledger carries a seal over itself and the entry before it, and the sha256 of
    the manifest it accepts; a manifest carries the sha256 of its tables; originals are named by
    theirs; kept sums lie beside theirs. Reads every byte once; needs no lock.
    """
    found = list(_ledger(store))
    manifests: dict[str, str] = {}
    for path in _entries(store):
        entry = _entry(path)
        if entry and entry.action == "accept":
            manifests[entry.upload] = entry.manifest
    for id_, manifest in manifests.items():
        found.extend(_upload(store, id_, manifest))
    for path in sorted((store.folder / "originals").iterdir()):
        if _sha256(path) != path.name:
            found.append(_damaged(store, path, "изменился присланный файл"))
    return [*found, *_sums(store)]


def _entries(store: Store) -> list[Path]:
    return sorted((store.folder / "ledger").glob("*.json"))


def _entry(path: Path) -> ledger.Entry | None:
    """Read anew, not from memory."""
    try:
        return ledger.read_entry(path.read_bytes())
    except (ValueError, TypeError, KeyError):
        return None


def _ledger(store: Store) -> Iterator[Problem]:
    before = ""
    for number, path in enumerate(_entries(store), start=1):
        entry = _entry(path)
        if entry is None or ledger.sealed(entry, before) != entry or path.stem != f"{number:08d}":
            yield _damaged(store, path, "изменилась запись журнала или пропала запись перед ней")
        before = entry.seal if entry else ""


def _upload(store: Store, id_: str, manifest: str) -> Iterator[Problem]:
    path = store.folder / "uploads" / id_ / "upload.json"
    if _sha256(path) != manifest:
        yield _damaged(store, path, "изменилось описание загрузки")
        return
    upload = Upload(**json.loads(path.read_bytes()))
    for table, sha256 in upload.files.items():
        rows = path.with_name(f"{table}.parquet")
        if _sha256(rows) != sha256:
            yield _damaged(store, rows, "изменились принятые строки")
    kept = store.folder / "originals" / upload.sha256
    if upload.original and not kept.exists():
        yield _damaged(store, kept, "нет присланного файла")
    if upload.key != fingerprint(store.key):
        what = f"псевдонимы загрузки {id_} сделаны с другим ключом"
        mend = "верните прежний файл ключа (переменная MSOKO_KEY_FILE или secret.key в хранилище)"
        yield Problem("other_key", what, mend, file=upload.file)


def _sums(store: Store) -> Iterator[Problem]:
    for path in sorted((store.folder / "sums").glob("*/*.parquet")):
        if _said(path.with_suffix(".json")) != _sha256(path):
            what = f"изменились сохранённые суммы: {path.relative_to(store.folder)}"
            yield Problem("damaged", what, "удалите папку sums хранилища: она сделается заново")


def _said(path: Path) -> str | None:
    try:
        return str(json.loads(path.read_bytes())["sha256"])
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _sha256(path: Path) -> str | None:
    return sha256_of(path) if path.exists() else None


def _damaged(store: Store, path: Path, what: str) -> Problem:
    return Problem("damaged", f"{what}: {path.relative_to(store.folder)}", _RESTORE)
