"""A run names every test it skipped and counts them, whichever way it was skipped."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.architecture.tree import ROOT

TESTS = {
    "test_one.py": 'import pytest\ndef test_a():\n    pytest.skip("нет папки данных")\n',
    "test_two.py": "def test_b():\n    pass\n",
    "test_three.py": 'import pytest\npytest.skip("нет сети", allow_module_level=True)\n',
}


def run(folder: Path) -> str:
    conftest = (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8")
    (folder / "conftest.py").write_text(conftest, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:randomly"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    return done.stdout


def test_every_skip_is_named_with_its_reason(tmp_path: Path) -> None:
    for name, content in TESTS.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    told = run(tmp_path)
    assert "test_one.py::test_a — нет папки данных" in told
    assert "test_three.py — нет сети" in told
    assert "пропущено тестов: 2\n" in told
    assert told.strip().splitlines()[-1].strip("= ").startswith("1 passed, 2 skipped")


def test_a_run_without_skips_says_so(tmp_path: Path) -> None:
    (tmp_path / "test_two.py").write_text(TESTS["test_two.py"], encoding="utf-8")
    assert "пропущено тестов: 0\n" in run(tmp_path)
