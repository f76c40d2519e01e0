"""The ledger: an ordered list of entries that alone decides which uploads are visible."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import IO, Literal

Action = Literal["accept", "retract"]


@dataclass(frozen=True)
class Entry:
    """One decision about one upload; `supersedes` are uploads it hides, `by` who decided.

    `manifest` is the sha256 of the upload's manifest as accepted; `seal` is the sha256 of this
    entry together with the seal before it, so that a changed or removed entry shows.
    """

    number: int
    action: Action
    upload: str
    at: str
    by: str
    supersedes: tuple[str, ...] = ()
    reason: str = ""
    manifest: str = ""
    seal: str = ""


def entries(folder: Path) -> list[Entry]:
    """All entries in order; half-written ones cannot exist (see `write`)."""
    with os.scandir(folder) as names:
        found = [(one.path, one.stat()) for one in names if one.name.endswith(".json")]
    return [_entry(path, stamp(known)) for path, known in sorted(found)]


def stamp(known: os.stat_result) -> tuple[int, int, int]:
    """What tells a file from another one put in its place (a store restored from a backup)."""
    return known.st_ino, known.st_mtime_ns, known.st_size


@lru_cache(maxsize=16384)
def _entry(path: str, _stamp: tuple[int, int, int]) -> Entry:
    """An entry never changes once it has its number, so it is read once."""
    return read_entry(Path(path).read_bytes())


def read_entry(content: bytes) -> Entry:
    """An entry from its file; ValueError, KeyError or TypeError when it is none."""
    raw = json.loads(content)
    return Entry(**{**raw, "supersedes": tuple(raw["supersedes"])})


def sealed(entry: Entry, before: str) -> Entry:
    """The entry with its seal after the seal `before` (empty for the first)."""
    said = json.dumps({**asdict(entry), "seal": before}, ensure_ascii=False, sort_keys=True)
    return replace(entry, seal=hashlib.sha256(said.encode()).hexdigest())


def visible(history: Sequence[Entry]) -> list[str]:
    """Uploads in force, oldest first: accepted and neither superseded nor retracted since."""
    shown: dict[str, None] = {}
    for entry in history:
        for hidden in entry.supersedes:
            shown.pop(hidden, None)
        shown.pop(entry.upload, None)
        if entry.action == "accept":
            shown[entry.upload] = None
    return list(shown)


def write(
    folder: Path,
    action: Action,
    upload: str,
    *,
    by: str,
    supersedes: Sequence[str] = (),
    reason: str = "",
    manifest: str = "",
) -> Entry:
    """Append one entry; it exists whole or not at all, whenever the process is killed.

    The text is written aside and synced, then linked under the next number: a link fails
    when another writer took the number first, and the next one is tried.
    """
    folder.mkdir(parents=True, exist_ok=True)
    while True:
        last = max(entries(folder), key=lambda entry: entry.number, default=None)
        number, before = (last.number + 1, last.seal) if last else (1, "")
        now = datetime.now(UTC).isoformat(timespec="seconds")
        said = Entry(number, action, upload, now, by, tuple(supersedes), reason, manifest)
        entry = sealed(said, before)
        aside = folder / f".{secrets.token_hex(8)}"
        write_synced(aside, json.dumps(asdict(entry), ensure_ascii=False, indent=1).encode())
        try:
            os.link(aside, folder / f"{number:08d}.json")
        except FileExistsError:
            continue
        finally:
            aside.unlink()
        sync_folder(folder)
        return entry


def write_synced(path: Path, content: bytes) -> None:
    """Write a file and wait until the disk has it."""
    with path.open("wb") as file:
        file.write(content)
        sync(file)


def sync(file: IO[bytes]) -> None:
    """Wait until the disk has what was written to an open file."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the folder's list of names."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
