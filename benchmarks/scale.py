"""From a municipality to a country, municipality by municipality: even time, little memory."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.chart import lines_chart
from benchmarks.measure import contender
from benchmarks.report import Ratio, Report, Row, spaced
from benchmarks.stores import FOLDER, store

MOST = 2_000_000  # results computed at a time
CHART = Path(__file__).with_name("scale.svg")
LARGEST_NEEDS = 20 * 2**30  # bytes of free disk for the largest store, its sums and its values


def run(sizes: tuple[str, ...] = (), times: int = 1, chart: Path = CHART) -> Report:
    """Values of ever larger stores, computed in chunks of one municipality."""
    measured = {}
    for size in sizes or _that_fit():
        folder, results = store(size)
        asked = {"folder": str(folder), "most": MOST}
        measured[results] = contender("benchmarks.engine:chunks", asked, times)
        if size in ("30", "73"):
            shutil.rmtree(folder)
    points = {results: run.laps["engine"][1] for results, run in measured.items()}
    lines_chart(chart, points)
    smallest, largest = min(points), max(points)
    slope = (points[largest] / largest) / (points[smallest] / smallest)
    return Report(
        "scale",
        "Рост: по муниципалитетам, от района до страны",
        [
            Ratio("процессор на результат: самое большое / самое малое", slope, "не больше", 1.2),
            Ratio("память, ГБ", max(run.peak for run in measured.values()) / 1024, "не больше", 1),
        ],
        [Row(f"{spaced(results)} результатов", run, "engine") for results, run in measured.items()],
        "Значения каждой части записаны отдельно; строки края в частях ещё надо сложить. "
        "![Процессорное время и число результатов](scale.svg)",
    )


def _that_fit() -> tuple[str, ...]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(FOLDER).free
    largest = ("73",) if free > LARGEST_NEEDS else ()
    return ("municipality", "region_chunks", "30", *largest)
