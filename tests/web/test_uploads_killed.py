"""Killing the worker at any moment of screening, accepting and withdrawing loses nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Every n-th write of the worker; MSOKO_KILL_EVERY=1 tries them all.
EVERY = os.environ.get("MSOKO_KILL_EVERY", "5")


def test_a_killed_worker_loses_nothing_and_shows_nothing_half(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "tests.web.killed", str(tmp_path), EVERY]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-2000:]
    answers = json.loads(done.stdout.strip().splitlines()[-1])
    assert [one for step in answers for one in step["violations"]] == []
    assert {step["step"]: step["kills"] > 0 for step in answers} == {
        "screen": True, "accept": True, "withdraw": True,
    }  # fmt: skip
