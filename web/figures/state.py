"""The state values are computed for: which facts are visible and which regulation is in force."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings

import msoko
from msoko.facts.store import Store
from web import regulation


def store() -> Store:
    """The fact store of the settings."""
    return _opened(Path(settings.STORE))


@lru_cache(maxsize=4)
def _opened(folder: Path) -> Store:
    return Store.open(folder)


def state_now() -> str:
    """A short name of the facts in force, the regulation in force and the code that computes."""
    history = store().history()
    seal = history[-1].seal if history else "empty"
    said = f"{seal}|{regulation.profile().id}|{regulation.profile().version}|{_code()}"
    return hashlib.sha256(said.encode()).hexdigest()[:20]


@lru_cache(maxsize=1)
def _code() -> str:
    """A hash of the code that turns facts into values and values into findings."""
    total = hashlib.sha256()
    place = Path(msoko.__file__).parent
    for folder in ("indicators", "analysis"):
        for path in sorted((place / folder).rglob("*.py")):
            total.update(path.read_bytes())
    return total.hexdigest()
