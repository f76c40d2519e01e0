"""Keeps what took long to read in the user's own cache folder; losing it costs only time."""

from __future__ import annotations

import os
import pickle
import tempfile
from pathlib import Path

_MOST_KEPT = 20


def default_cache() -> Path:
    """`$XDG_CACHE_HOME/msoko/profiles`, by default under the home folder."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(home) / "msoko" / "profiles"


def read_kept(path: Path) -> object | None:
    """What was kept, or None; a file of another user is never opened, a damaged one is no error."""
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_uid != os.getuid():
                return None
            kept: object = pickle.load(file)
            return kept
    except Exception:  # whatever a damaged or outdated file does: read afresh
        return None


def write_kept(path: Path, value: object) -> None:
    """Keeps a value; the oldest make room. A full or read-only disk is no error."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            pickle.dump(value, file)
        os.replace(file.name, path)
        kept = sorted(path.parent.glob("*.profile"), key=lambda one: one.stat().st_mtime)
        for old in kept[:-_MOST_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return
