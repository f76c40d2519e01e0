"""The key that signs sessions: given by a setting, or made once and kept beside the data."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_key(said: str, folder: Path) -> str:
    """The key of the setting; without one a key of this folder, readable by its owner only."""
    if said:
        return said
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "session.key"
    if not path.exists():
        aside = folder / f".{secrets.token_hex(8)}"
        with os.fdopen(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        aside.rename(path)
    return path.read_text(encoding="utf-8")
