"""Who may import whom: the contracts hold, and each of them can be broken."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.architecture.tree import ROOT

LAYERS = (
    *("commands", "demo", "release", "documents", "charts", "explain", "analysis", "indicators"),
    *("disclosure", "sources", "checks", "profile", "facts"),
)
# contract → (a file that breaks it, what the file imports)
BREACHES = [
    ("layers", "facts/store.py", "msoko.profile"),
    ("layers", "sources/vpr/read.py", "msoko.analysis"),
    ("layers", "indicators/compute.py", "msoko.disclosure"),
    ("layers", "demo/write.py", "msoko.commands"),
    ("layers", "problem.py", "msoko.vocabulary"),
    ("layers", "brand_new.py", "msoko.problem"),
    ("no_web", "release/read.py", "django.conf"),
    ("kinds", "sources/vpr/read.py", "msoko.sources.oge.read"),
    ("kinds", "sources/sheets/open.py", "msoko.sources.oge"),
    ("excel_in", "sources/vpr/read.py", "fastexcel"),
    ("excel_in", "facts/templates.py", "openpyxl"),
    ("excel_out", "documents/brief.py", "xlsxwriter"),
    ("word", "analysis/trend.py", "docxtpl"),
    ("engine", "indicators/compute.py", "ibis"),
    ("engine", "facts/store.py", "duckdb"),
]
# what the contracts must let pass
ALLOWED = [
    ("layers", "commands/demo.py", "msoko.demo"),
    ("kinds", "sources/vpr/read.py", "msoko.sources.sheets.rows"),
    ("kinds", "sources/registry.py", "msoko.sources.vpr"),
    ("excel_in", "sources/sheets/open.py", "fastexcel"),
    ("excel_out", "facts/templates.py", "xlsxwriter"),
    ("word", "documents/brief.py", "docxtpl"),
    ("engine", "indicators/scan.py", "duckdb"),
]


def holds(folder: Path, contract: str) -> bool:
    """Build the empty house of DESIGN §3 around one import in `folder` and ask for one contract."""
    command = [sys.executable, "-c", "import sys; from importlinter.cli import lint_imports as run"]
    command[-1] += f"; sys.exit(run('{ROOT}/pyproject.toml', ('{contract}',), no_cache=True))"
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    assert "Could not" not in done.stdout + done.stderr, done.stdout + done.stderr
    assert "Contracts: " in done.stdout, done.stdout + done.stderr
    return done.returncode == 0


def empty_house(folder: Path) -> Path:
    rooms = [*LAYERS, "sources/vpr", "sources/oge", "sources/sheets"]
    for room in ["", *rooms]:
        (folder / "msoko" / room).mkdir()
        (folder / "msoko" / room / "__init__.py").touch()
    for file in ("vocabulary", "problem", "__main__", "sources/oge/read", "sources/sheets/rows"):
        (folder / "msoko" / f"{file}.py").touch()
    return folder / "msoko"


def test_the_contracts_hold() -> None:
    assert lint_imports(str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True) == 0


@pytest.mark.parametrize(("contract", "file", "imported"), BREACHES)
def test_a_forbidden_import_breaks_its_contract(
    tmp_path: Path, contract: str, file: str, imported: str
) -> None:
    (empty_house(tmp_path) / file).write_text(f"import {imported}\n", encoding="utf-8")
    assert not holds(tmp_path, contract)


@pytest.mark.parametrize(("contract", "file", "imported"), ALLOWED)
def test_an_import_through_the_door_is_allowed(
    tmp_path: Path, contract: str, file: str, imported: str
) -> None:
    (empty_house(tmp_path) / file).write_text(f"import {imported}\n", encoding="utf-8")
    assert holds(tmp_path, contract)
