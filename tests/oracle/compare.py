"""Engine and naive implementation side by side."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from msoko.indicators.compute import compute
from msoko.indicators.gather import MemoryFacts
from msoko.indicators.scan import Engine
from msoko.profile.indicator import Indicator
from tests.oracle.generated_tables import as_arrow
from tests.oracle.naive import Whole, by_name, naive
from tests.oracle.words import Tables

ENGINE = Engine(threads=1)
# Runs of several indicators each, per kind; a night's run asks for more.
RUNS = int(os.environ.get("MSOKO_ORACLE_RUNS", "40"))


def differences(indicators: Sequence[Indicator], tables: Tables) -> list[str]:
    """What the engine and the naive implementation do not agree on."""
    facts = MemoryFacts(as_arrow(tables), ENGINE)
    computed = by_name(compute(indicators, facts).values.table.to_pylist())
    told = naive(indicators, tables)
    found = []
    for name in sorted({*computed, *told}):
        here, there = computed.get(name), told.get(name)
        if _nothing(name, here) and _nothing(name, there):
            continue
        if here is None or there is None or not _same(here, there):
            found.append(f"{name}: движок {here}, вручную {there}")
    return found


def _nothing(name: Whole, value: tuple[Any, ...] | None) -> bool:
    """A cell of a breakdown over nothing may be told as zero or not told at all."""
    if value is None:
        return True
    cell = [p for p in name[4].split(";") if p and not p.startswith(("line=", "reading="))]
    return bool(cell) and not value[0] and not value[1]


def _same(here: tuple[Any, ...], there: tuple[Any, ...]) -> bool:
    return here[3] == there[3] and all(map(_close, here[:3], there[:3]))


def _close(here: float | None, there: Any) -> bool:
    if here is None or there is None:
        return here is None and there is None
    return abs(here - float(there)) <= 1e-9 * max(1.0, abs(float(there)))
