"""Files kept for good: once by their sha256, given back as they came."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from msoko.facts.ledger import sync, sync_folder


@dataclass(frozen=True)
class Kept:
    """A file that lies on the disk."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Shelf:
    """A folder of kept files; with `deep` each lies in a folder of the first signs of its name."""

    folder: str
    deep: bool = False

    def keep(self, name: str, chunks: Iterable[bytes]) -> Kept:
        """Write the bytes and wait until the disk has them."""
        root = Path(settings.DATA) / self.folder
        root.mkdir(parents=True, exist_ok=True)
        aside = root / f".{secrets.token_hex(8)}"
        sha256 = written(chunks, aside)
        path = self._path(sha256)
        path.parent.mkdir(exist_ok=True)
        aside.rename(path)
        for folder in {path.parent, root}:
            sync_folder(folder)
        return Kept(name, sha256, path.stat().st_size)

    def find(self, sha256: str) -> Path | None:
        """Where a kept file lies; None when it is not there."""
        path = self._path(sha256)
        return path if path.is_file() else None

    def _path(self, sha256: str) -> Path:
        root = Path(settings.DATA) / self.folder
        return root / sha256[:2] / sha256 if self.deep else root / sha256


def written(chunks: Iterable[bytes], path: Path) -> str:
    """Write a file and wait until the disk has its bytes; their sha256."""
    total = hashlib.sha256()
    with path.open("wb") as file:
        for chunk in chunks:
            total.update(chunk)
            file.write(chunk)
        sync(file)
    return total.hexdigest()
