"""A region: every indicator over 7.3 million results, against SQL by hand and pandas."""

from __future__ import annotations

from pathlib import Path

from benchmarks import agree
from benchmarks.measure import Measured, contender
from benchmarks.report import Ratio, Report, Row, spaced
from benchmarks.scale import MOST
from benchmarks.stores import store


def run(size: str = "region", times: int = 3) -> Report:
    """Measures all contenders over one store; AssertionError when their numbers differ."""
    folder, results = store(size)
    scan = contender("benchmarks.engine:scans", {"folder": str(folder)}, times)
    by_hand = contender("benchmarks.region_duckdb:sums", {"folder": str(folder)}, times)
    agree.same_totals(scan.answer, by_hand.answer)
    ours, theirs = Path(f"{folder}.ours.parquet"), Path(f"{folder}.theirs.parquet")
    cold = contender("benchmarks.engine:values", _values(folder, ours, cold=True), times)
    warm = contender("benchmarks.engine:values", _values(folder, ours, cold=False), times)
    part = contender("benchmarks.engine:subset", {"folder": str(folder)}, times)
    out = {"folder": str(folder), "out": str(theirs)}
    simple = contender("benchmarks.region_pandas:subset", {**out, "out": None}, times)
    everything = contender("benchmarks.region_pandas:everything", out, times)
    asked = {"folder": str(folder), "most": MOST}
    in_parts = contender("benchmarks.engine:chunks", asked, times)
    pair = {"ours": str(ours), "theirs": str(theirs)}
    compared = contender("benchmarks.agree:values", pair, 1)
    ours.unlink()
    theirs.unlink()
    return Report(
        "region",
        f"Край: {spaced(results)} результатов, все показатели профиля",
        [
            Ratio("просмотр до сумм: msoko / SQL вручную (процессор)",
                  _lap(scan, "scan") / _lap(by_hand, "scan"), "не больше", 1.3),
            Ratio("доли, числа и средние: pandas / msoko (процессор)",
                  _lap(simple, "all") / _lap(part, "engine"), "не меньше", 4),
            Ratio("всё вместе: pandas / msoko (процессор)",
                  _lap(everything, "all") / _lap(cold, "engine"), "не меньше", 2),
            Ratio("память: msoko одним разом / pandas, всё вместе",
                  cold.peak / everything.peak, "не больше", 1 / 3),
            Ratio("память: msoko частями / pandas, всё вместе",
                  in_parts.peak / everything.peak, "не больше", 1 / 3),
        ],
        [
            Row("msoko: просмотр до сумм", scan, "scan"),
            Row("SQL вручную: те же суммы", by_hand, "scan"),
            Row("msoko: всё, суммы считаются заново", cold, "engine"),
            Row("msoko: всё, суммы сохранены", warm, "engine"),
            Row("msoko: всё, частями по муниципалитетам", in_parts, "engine"),
            Row("msoko: доли, числа и средние", part, "engine"),
            Row("pandas: доли, числа и средние", simple, "all"),
            Row("pandas: всё вместе", everything, "all"),
        ],
        f"Совпало значений msoko и pandas: {compared.answer}; суммы msoko и SQL равны.",
    )  # fmt: skip


def _values(folder: Path, out: Path, *, cold: bool) -> dict[str, object]:
    return {"folder": str(folder), "out": str(out), "cold": cold}


def _lap(measured: Measured, name: str) -> float:
    return measured.laps[name][1]
