"""Stores of made-up facts, made once and used again until what makes them changes."""

from __future__ import annotations

import hashlib
from dataclasses import astuple
from pathlib import Path

from benchmarks import made_up
from benchmarks.made_up import SIZES
from benchmarks.measure import ROOT, contender

FOLDER = ROOT / "var" / "benchmarks" / "stores"


def store(size: str) -> tuple[Path, int]:
    """The folder of a store of a named size, and its number of results."""
    source = Path(made_up.__file__).read_bytes()
    folder = FOLDER / f"{size}-{hashlib.sha256(source).hexdigest()[:8]}"
    number = folder / "results"
    if not number.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        asked = {"folder": str(folder), "size": list(astuple(SIZES[size]))}
        number.write_text(str(contender("benchmarks.engine:made", asked, 1).answer))
    return folder, int(number.read_text())
