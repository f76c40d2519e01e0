"""Appending real workbooks: recognised, read, checked and stored against merely parsed."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.measure import ROOT, contender, process
from benchmarks.municipality import START
from benchmarks.report import Ratio, Report, Row

FILES = ROOT.parent / "shared" / "data" / "vpr_altai" / "2021"


def run(folder: Path = FILES, times: int = 2) -> Report:
    """CPU of appending over CPU of parsing; named as left out where there are no real files."""
    if not folder.is_dir():
        return Report("appending", "Приём файлов", [], [], f"Пропущено: нет папки {folder.name}.")
    files = sorted(str(path) for path in folder.rglob("*.xls*"))
    parsed = contender("benchmarks.parsing:every_sheet", {"files": files}, times)
    runs = []
    for _ in range(times):
        with tempfile.TemporaryDirectory(prefix="msoko-benchmark-") as store:
            command = [sys.executable, "-c", START.replace("sys.exit(main())", "main()"), "append",
                       *files, "--store", store, "--profile", "solnechny"]  # fmt: skip
            runs.append(process(command))
    best = min(runs, key=lambda run: run.cpu)
    return Report(
        "appending",
        f"Приём файлов: {len(files)} книг",
        [Ratio("приём / разбор fastexcel (процессор)", best.cpu / parsed.cpu, "не больше", 2)],
        [
            Row("msoko append: распознать, прочитать, проверить, сохранить", best),
            Row("fastexcel: только разобрать", parsed),
        ],
        best.answer.strip().splitlines()[-1],
    )
