"""Asks a limited child process for the workbook with the cells of the problems marked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msoko.sources.sheets import Book, Limits, Sheet

_ROOT = Path(__file__).resolve().parents[2]
_KEPT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "LANG", "TMPDIR", "TEMP")
_LIMITS = Limits()
# The library that marks cells keeps every cell as an object: larger books are told in words only.
_CELLS = 600_000
_FORMATS = ("xlsx", "xlsm")


def mark(path: Path, book: Book, problems: Sequence[Mapping[str, Any]], into: Path) -> bool:
    """Write the marked copy; False when there is nothing to mark or it cannot be done.

    A workbook stays itself; of other tables (CSV, .xls, .ods) a workbook with the same cells is
    made. Whatever the file holds, at worst there is no copy: the report says everything anyway.
    """
    marks = [one for one in problems if one["cell"]]
    if not marks or sum(sheet.n_rows * sheet.n_columns for sheet in book.sheets) > _CELLS:
        return False
    size = book.size
    task = {
        "marks": marks, "memory": _LIMITS.memory(size), "cpu": _LIMITS.cpu(size) + 10,
        "sheets": None if book.format in _FORMATS else [_cells(sheet) for sheet in book.sheets],
    }  # fmt: skip
    aside = into.with_name(f".{into.name}")
    done = _ask(json.dumps(task).encode(), path, aside, _LIMITS.wall(size) + 10)
    if done and aside.exists():
        aside.rename(into)
        return True
    aside.unlink(missing_ok=True)
    return False


def _cells(sheet: Sheet) -> dict[str, Any]:
    columns = [column.to_pylist() for column in sheet.columns]
    return {"name": sheet.name, "rows": list(zip(*columns, strict=True))}


def _ask(task: bytes, path: Path, into: Path, wall: float) -> bool:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    kept |= {"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "2"}
    command = [sys.executable, "-m", "web.uploads.marked", str(path), str(into)]
    try:
        done = subprocess.run(
            command, input=task, env=kept, cwd=into.parent, timeout=wall, check=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
