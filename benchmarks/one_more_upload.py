"""One upload more: only it is scanned, only its municipality is computed anew."""

from __future__ import annotations

import shutil
from dataclasses import astuple

from benchmarks.made_up import SIZES
from benchmarks.measure import contender
from benchmarks.report import Ratio, Report, Row, spaced
from benchmarks.stores import store


def run(size: str = "region_chunks", times: int = 3) -> Report:
    """Adds an upload to a copy of a computed store; AssertionError when more than it is scanned."""
    kept, results = store(size)
    folder = kept.with_name(f"{kept.name}-more")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(kept, folder)
    whole = contender("benchmarks.engine:chunks", {"folder": str(folder), "most": 0}, 1)
    asked = {"folder": str(folder), "size": list(astuple(SIZES[size]))}
    upload, rows = contender("benchmarks.engine:added", asked, 1).answer
    sums, aside = folder / "sums", folder / "sums aside"
    shutil.copytree(sums, aside)
    runs = []
    for _ in range(times):
        runs.append(
            contender("benchmarks.engine:again", {"folder": str(folder), "upload": upload}, 1)
        )
        assert runs[-1].answer == [int(upload, 16)], "просмотрена не только новая загрузка"
        shutil.rmtree(sums)
        shutil.copytree(aside, sums)
    shutil.rmtree(folder)
    best = min(runs, key=lambda run: run.laps["engine"][1])
    ratio = best.laps["engine"][1] / whole.laps["engine"][1]
    return Report(
        "one_more_upload",
        f"Ещё одна загрузка: {spaced(rows)} строк к {spaced(results)}",
        [Ratio("пересчёт после загрузки / весь расчёт (процессор)", ratio, "не больше", 0.05)],
        [
            Row("весь расчёт по муниципалитетам", whole, "engine"),
            Row("пересчёт муниципалитета, откуда загрузка", best, "engine"),
        ],
        "Просматривается только новая загрузка: это проверено.",
    )
