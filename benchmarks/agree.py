"""Whether contenders tell the same numbers: without it no figure is written."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.contender import Watch

Key = tuple[str, str, str, str, str]
Numbers = tuple[float, ...]
COMPARED = ("numerator", "denominator", "value", "low", "high")


def same_totals(one: dict[str, list[float]], other: dict[str, list[float]]) -> None:
    """AssertionError unless both told the same totals, whatever they call them."""
    left, right = (sorted(tuple(totals) for totals in told.values()) for told in (one, other))
    assert len(left) == len(right), "число запросов разное: обновите benchmarks/region.sql"
    for mine, theirs in zip(left, right, strict=True):
        assert len(mine) == len(theirs), "сумм разное число: обновите benchmarks/region.sql"
        pairs = zip(mine, theirs, strict=True)
        wrong = [pair for pair in pairs if not math.isclose(*pair, rel_tol=1e-9)]
        assert not wrong, f"суммы расходятся: {wrong[:5]}"


def values(watch: Watch, ours: str, theirs: str) -> int:
    """Compares msoko's values with an analyst's; the number compared. AssertionError otherwise."""
    told = _analyst(Path(theirs))
    engine = _engine(Path(ours), {key[0] for key in told})
    absent, extra = told.keys() - engine.keys(), engine.keys() - told.keys()
    assert not absent, f"нет у msoko: {sorted(absent)[:3]}, всего {len(absent)}"
    assert not extra, f"нет у аналитика: {sorted(extra)[:3]}, всего {len(extra)}"
    wrong = [(key, told[key], engine[key]) for key in told if not _alike(told[key], engine[key])]
    assert not wrong, f"расходятся: {wrong[:3]}, всего {len(wrong)}"
    return len(told)


def _alike(one: Numbers, other: Numbers) -> bool:
    """Numerators and denominators exactly, values and intervals up to rounding."""
    rounded = zip(one[2:], other[2:], strict=True)
    return one[:2] == other[:2] and all(
        math.isclose(mine, theirs, rel_tol=1e-9, abs_tol=1e-9) for mine, theirs in rounded
    )


def _analyst(path: Path) -> dict[Key, Numbers]:
    rows = pq.ParquetFile(path).read()
    period = [f"{year}-{(year + 1) % 100:02d}" for year in rows["year"].to_pylist()]
    return _by_key(rows, period, "level", "cell")


def _engine(path: Path, indicators: set[str]) -> dict[Key, Numbers]:
    rows = pq.ParquetFile(path).read()
    chosen = pc.is_in(rows["indicator"].cast(pa.string()), pa.array(sorted(indicators)))
    rows = rows.filter(chosen).filter(pc.field("denominator") > 0)
    return _by_key(rows, rows["period"].to_pylist(), "unit_kind", "breakdown")


def _by_key(rows: pa.Table, period: list[str], level: str, cell: str) -> dict[Key, Numbers]:
    texts: list[list[Any]] = [rows[name].to_pylist() for name in ("indicator", level, "unit", cell)]
    numbers = [rows[name].cast(pa.float64()).to_pylist() for name in COMPARED]
    keys = zip(texts[0], texts[1], texts[2], period, texts[3], strict=True)
    return dict(zip(keys, zip(*numbers, strict=True), strict=True))
