"""Pseudonyms by keyed hash at the door: what a file calls a person is never stored."""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from msoko.facts.column import Table
from msoko.facts.incoming import PersonSpace

_KEY_BYTES = 32


def load_key(folder: Path) -> bytes:
    """The secret key: from the file MSOKO_KEY_FILE names, else `secret.key` in the store.

    Made on first use, readable by its owner only. Without the key pseudonyms cannot be recomputed.
    """
    path = Path(os.environ.get("MSOKO_KEY_FILE") or folder / "secret.key")
    if not path.exists():
        _make_key(path)
    key = path.read_bytes()
    if not _KEY_BYTES // 2 <= len(key) <= hashlib.blake2b.MAX_KEY_SIZE:
        raise ValueError(f"{path}: the key of pseudonyms must have 16–64 bytes, not {len(key)}")
    return key


def fingerprint(key: bytes) -> str:
    """What tells one key from another without telling the key: 64 bits in hex."""
    return hashlib.blake2b(b"which key", digest_size=8, key=key).hexdigest()


def _make_key(path: Path) -> None:
    """A new key; whole or not at all, and of two processes that make it one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(_KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(aside, path)
    aside.unlink()


def pseudonymise(
    rows: pa.Table,
    table: Table,
    key: bytes,
    space: PersonSpace,
    known: dict[str, str] | None = None,
) -> pa.Table:
    """The same rows with every person column replaced by a keyed hash (BLAKE2b, 96 bits).

    A designation that begins with "@" means one person in the whole municipality (a child who
    attends two organisations); any other is told apart by organisation, and in space "work"
    by academic year too. `known` remembers hashes under this key from table to table.
    """
    known = {} if known is None else known
    for column in table.columns:
        if column.type == "person" and column.name in rows.column_names:
            hashed = _hash_column(rows, column.name, key, space, known)
            rows = rows.set_column(rows.column_names.index(column.name), column.name, hashed)
    return rows


def _hash_column(
    rows: pa.Table, name: str, key: bytes, space: PersonSpace, known: dict[str, str]
) -> pa.Array:
    written = rows[name].cast(pa.string())
    parts = [written]
    if space != "name" and "organisation" in rows.column_names:
        everywhere = pc.fill_null(pc.starts_with(written, "@"), False)
        local = rows["organisation"]
        if space == "work":
            local = pc.binary_join_element_wise(local, rows["year"].cast(pa.string()), "|")
        parts = [pc.if_else(everywhere, "@", local), written]
    joined = parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, "|")
    encoded = joined.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    persons = encoded.dictionary.to_pylist()
    for one in set(persons) - known.keys():
        known[one] = hashlib.blake2b(one.encode(), digest_size=12, key=key).hexdigest()
    return pa.array([known[one] for one in persons], pa.string()).take(encoded.indices)
