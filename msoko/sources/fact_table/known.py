"""Codes of fields and attributes that the profiles know."""

from __future__ import annotations

from pathlib import Path

from msoko.profile.folder import Folder
from msoko.profile.lined import Lined

_FILES = {"attributes": "attributes.yaml", "reported": "fields.yaml"}


def known_codes(common: Path) -> dict[str, frozenset[str]]:
    """Codes by fact table, from `profiles/common`; a file that is not there tells nothing."""
    files = Folder(common, common.parent)
    found = {}
    for table, name in _FILES.items():
        path = common / name
        words = files.words(path) if path.is_file() else None
        if isinstance(words, Lined):
            found[table] = frozenset(str(code) for code in words)
    return found
