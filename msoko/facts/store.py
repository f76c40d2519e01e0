"""The fact store: immutable uploads of Parquet files, made visible by the ledger alone."""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from msoko.facts import ledger
from msoko.facts.pseudonym import load_key
from msoko.facts.scope import Scope


@dataclass(frozen=True)
class Upload:
    """What is known of one stored upload; `number` is its id as an integer, kept in every row."""

    id: str
    file: str
    sha256: str
    kind: str
    rows: dict[str, int]
    scope: Scope
    rows_digest: str
    notes: dict[str, Any]

    @property
    def number(self) -> int:
        """The id as the 60-bit integer stored in the column `upload`."""
        return int(self.id, 16)


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
        return _manifest(self.folder / "uploads" / id_ / "upload.json")

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
        known = {entry.upload for entry in self.history()}
        for folder in (self.folder / "uploads").iterdir():
            if folder.name not in known:
                shutil.rmtree(folder)


@lru_cache(maxsize=4096)
def _manifest(path: Path) -> Upload:
    """A manifest never changes once it lies in its place, so it is read once."""
    return Upload(**json.loads(path.read_text(encoding="utf-8")))
