"""A municipality: everything from a cold start of the command line to a written file."""

from __future__ import annotations

import sys

from benchmarks.measure import contender, process
from benchmarks.report import Ratio, Report, Row, spaced
from benchmarks.stores import store

# Who runs msoko has no pandas: a package of the development environment that Arrow would import.
START = (
    "import sys; from benchmarks.contender import WithoutPandas; "
    "sys.meta_path.insert(0, WithoutPandas()); from msoko.__main__ import main; sys.exit(main())"
)


def run(size: str = "municipality", times: int = 5) -> Report:
    """The command `compute` in a fresh process, with sums kept and without."""
    folder, results = store(size)
    out = folder / "values.parquet"
    command = [sys.executable, "-c", START, "compute", "--store", str(folder), "--profile",
               "solnechny", "--format", "parquet", "--out", str(out)]  # fmt: skip
    arguments = {"folder": str(folder), "out": None}
    cold = contender("benchmarks.engine:values", {**arguments, "cold": True}, times)
    warm = contender("benchmarks.engine:values", {**arguments, "cold": False}, times)
    started = min((process(command) for _ in range(times)), key=lambda run: run.wall)
    fresh = []
    for _ in range(times):
        contender("benchmarks.engine:forgotten", {"folder": str(folder)}, 1)
        fresh.append(process(command))
    assert out.stat().st_size > 0
    first = min(fresh, key=lambda run: run.wall)
    return Report(
        "municipality",
        f"Муниципалитет: {spaced(results)} результатов",
        [
            Ratio("холодный запуск до файла, суммы сохранены, с", started.wall, "не больше", 2.5),
            Ratio("холодный запуск до файла, суммы заново, с", first.wall, "не больше", 2.5),
            Ratio("вычисление без загрузки программы и профиля, суммы сохранены, с процессора",
                  warm.laps["engine"][1], "не больше", 1),
        ],
        [
            Row("msoko compute, суммы сохранены", started),
            Row("msoko compute, суммы заново", first),
            Row("вычисление, суммы сохранены", warm, "engine"),
            Row("вычисление, суммы заново", cold, "engine"),
        ],
    )  # fmt: skip
