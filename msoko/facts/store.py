"""The fact store: immutable uploads of Parquet files, made visible by the ledger alone."""

from __future__ import annotations

import fcntl
import json
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from msoko.facts import ledger
from msoko.facts.pseudonym import load_key
from msoko.facts.scope import Scope

_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Upload:
    """What is known of one stored upload; `number` is its id as an integer, kept in every row.

    `files` are sha256 of its Parquet files by table; `original` says whether the bytes sent are
    kept too; `key` tells which secret key its pseudonyms were made with, not the key itself.
    """

    id: str
    file: str
    sha256: str
    kind: str
    rows: dict[str, int]
    scope: Scope
    rows_digest: str
    notes: dict[str, Any]
    files: dict[str, str] = field(default_factory=dict)
    original: bool = False
    key: str = ""

    @property
    def number(self) -> int:
        """The id as the 60-bit integer stored in the column `upload`."""
        return int(self.id, 16)

    def holds(self, id_: str) -> bool:
        """Whether it is the upload with this id, or tells its corrections."""
        return id_ in (self.id, *self.notes.get("patches", ()))


@dataclass(frozen=True)
class Store:
    """A folder of facts. Reading needs nothing; writing takes the store's lock."""

    folder: Path

    @classmethod
    def open(cls, folder: Path | str) -> Store:
        """Open or make a store; the folder is created when missing."""
        store = cls(Path(folder))
        for name in ("uploads", "originals", "ledger", "sums", "tmp"):
            (store.folder / name).mkdir(parents=True, exist_ok=True)
        return store

    @property
    def key(self) -> bytes:
        """The secret key of pseudonyms (made on first use)."""
        return load_key(self.folder)

    def history(self) -> list[ledger.Entry]:
        """Every decision about uploads, in order."""
        return ledger.entries(self.folder / "ledger")

    def visible(self) -> list[Upload]:
        """Uploads in force, oldest first."""
        return [self.upload(id_) for id_ in ledger.visible(self.history())]

    def upload(self, id_: str) -> Upload:
        """The manifest of an upload; FileNotFoundError when there is none."""
        path = self.folder / "uploads" / id_ / "upload.json"
        return _manifest(path, ledger.stamp(path.stat()))

    def has(self, id_: str) -> bool:
        """Whether the upload's files are stored (visible or not)."""
        return (self.folder / "uploads" / id_ / "upload.json").exists()

    def paths(self, table: str, uploads: Sequence[Upload] | None = None) -> list[Path]:
        """Parquet files of a table over the given (default: visible) uploads."""
        shown = self.visible() if uploads is None else uploads
        return [
            self.folder / "uploads" / upload.id / f"{table}.parquet"
            for upload in shown
            if upload.rows.get(table)
        ]

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the store's lock and sweep what killed writers left behind."""
        with (self.folder / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            self._sweep()
            yield

    def _sweep(self) -> None:
        for orphan in (self.folder / "tmp").iterdir():
            shutil.rmtree(orphan) if orphan.is_dir() else orphan.unlink()
        for aside in (self.folder / "ledger").glob(".*"):
            aside.unlink()
        known = {entry.upload for entry in self.history()}
        for folder in (self.folder / "uploads").iterdir():
            if folder.name not in known:
                self._forget_original(folder, known)
                shutil.rmtree(folder)
        self._sweep_sums()

    def _forget_original(self, orphan: Path, known: set[str]) -> None:
        """The bytes of a file that was never accepted are not kept either."""
        if not (orphan / "upload.json").exists():
            return  # a sweep that was itself killed
        sha256 = json.loads((orphan / "upload.json").read_text(encoding="utf-8"))["sha256"]
        if all(self.upload(id_).sha256 != sha256 for id_ in known):
            (self.folder / "originals" / sha256).unlink(missing_ok=True)

    def _sweep_sums(self) -> None:
        """Sums half kept a day ago: nobody is still writing them."""
        for aside in (self.folder / "sums").glob("*/.*"):
            if time.time() - aside.stat().st_mtime > _DAY:
                aside.with_name(f"{aside.name[1:]}.json").unlink(missing_ok=True)
                aside.unlink()


@lru_cache(maxsize=4096)
def _manifest(path: Path, _stamp: tuple[int, int, int]) -> Upload:
    """A manifest never changes once it lies in its place, so it is read once."""
    return Upload(**json.loads(path.read_text(encoding="utf-8")))
