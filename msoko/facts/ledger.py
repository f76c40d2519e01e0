"""The ledger: an ordered list of entries that alone decides which uploads are visible."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import IO, Literal

Action = Literal["accept", "retract"]


@dataclass(frozen=True)
class Entry:
    """One decision about one upload; `supersedes` are uploads it hides, `by` who decided."""

    number: int
    action: Action
    upload: str
    at: str
    by: str
    supersedes: tuple[str, ...] = ()
    reason: str = ""


def entries(folder: Path) -> list[Entry]:
    """All entries in order; half-written ones cannot exist (see `write`)."""
    names = sorted(name for name in os.listdir(folder) if name.endswith(".json"))
    return [_entry(f"{folder}/{name}") for name in names]


@lru_cache(maxsize=16384)
def _entry(path: str) -> Entry:
    """An entry never changes once it has its number, so it is read once."""
    raw = json.loads(Path(path).read_text(encoding="utf-8"))
    return Entry(**{**raw, "supersedes": tuple(raw["supersedes"])})


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
) -> Entry:
    """Append one entry; it exists whole or not at all, whenever the process is killed.

    The text is written aside and synced, then linked under the next number: a link fails
    when another writer took the number first, and the next one is tried.
    """
    folder.mkdir(parents=True, exist_ok=True)
    number = max((int(path.stem) for path in folder.glob("*.json")), default=0) + 1
    while True:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        entry = Entry(number, action, upload, now, by, tuple(supersedes), reason)
        aside = folder / f".{secrets.token_hex(8)}"
        write_synced(aside, json.dumps(asdict(entry), ensure_ascii=False, indent=1).encode())
        try:
            os.link(aside, folder / f"{number:08d}.json")
        except FileExistsError:
            number += 1
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
