"""Killed at any moment, the store shows a file whole or not at all, and loses nothing it confirmed.

`kill -9` lets the system finish its writes: this is no test of a power cut.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from msoko.facts.store import Store
from msoko.facts.verify import verify
from tests.architecture.tree import ROOT

KILLS = int(os.environ.get("MSOKO_KILLS", "60"))


def alone(module: str, *arguments: object) -> Any:
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_nothing_confirmed_is_lost_and_nothing_is_half_visible(tmp_path: Path) -> None:
    told = alone("tests.store.killer", tmp_path, KILLS, 109)
    assert told["broken"] == []
    assert told["left"] == []
    assert told["acknowledged"] > 0


def test_a_store_that_shows_before_it_writes_would_be_caught(tmp_path: Path) -> None:
    told = alone("tests.store.killer", tmp_path, 12, 109, "wrong")
    assert any("видна без файлов" in what for what in told["broken"])


def test_writers_at_once_each_get_their_files_in_and_the_same_file_once(tmp_path: Path) -> None:
    writers, files = 3, 8
    receipts = alone("tests.store.together", tmp_path, writers, files)
    outcomes = Counter(outcome for _, outcome in receipts)
    assert outcomes == {"accepted": files * (writers + 1), "already": files * (writers - 1)}
    store = Store(tmp_path / "store")
    assert len(store.visible()) == files * (writers + 1)
    assert [entry.number for entry in store.history()] == list(range(1, len(store.history()) + 1))
    assert verify(store) == []
