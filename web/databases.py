"""Where the operational database lies: SQLite beside the data, or PostgreSQL by its address."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from web.environment import WrongSetting

# Before this version a write-ahead log may be reset wrongly and the file corrupted.
WAL_IS_SOUND = (3, 51, 3)
_PLAIN = "PRAGMA foreign_keys=ON; PRAGMA mmap_size=0; PRAGMA busy_timeout=20000;"


def database(url: str, folder: Path, pool: int) -> dict[str, Any]:
    """Django's description of the database; WrongSetting for an address of another kind."""
    if not url:
        return sqlite(folder / "msoko.sqlite3")
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise WrongSetting("DATABASE_URL: понятны только адреса postgresql://имя:пароль@узел/база")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {**options, **({"pool": {"max_size": pool}} if pool else {})},
    }


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite in the mode its version can be trusted with; writers wait for each other."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        # opening the file and reading its schema anew costs as much as two questions
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            # a transaction that reads first and writes later would fail at once, not wait
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": _PLAIN + journal(sqlite3.sqlite_version_info),
        },
    }


def journal(version: tuple[int, ...]) -> str:
    """Journal and durability: a write-ahead log where it is sound, else the slower journal."""
    if version >= WAL_IS_SOUND:
        return "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    return "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA;"
