"""An indicator over made-up uploads, and an engine that counts what it scans."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from msoko.facts.store import Store
from msoko.indicators.compute import compute
from msoko.indicators.gather import StoreFacts
from msoko.indicators.scan import Engine
from msoko.profile.conditions import All, Compare
from msoko.profile.formula import CountFormula, Distinct, Selection, ShareFormula
from msoko.profile.indicator import Indicator

_WORKS = All((Compare("procedure", "is", "vpr"), Compare("participated", "is", True)))


def _indicator(name: str, formula: Any, unit: Any, *breakdowns: str) -> Indicator:
    levels = ("school", "municipality")
    by = tuple((one,) for one in breakdowns)
    return Indicator(name, "area", name, unit, "context", levels, formula, breakdowns=by)


FAILED = _indicator(
    "failed",
    ShareFormula(Selection("results", _WORKS, unknown={"mark": "drop"}), Compare("mark", "is", 2)),
    "percent",
    "subject",
)
PUPILS = _indicator(
    "pupils", CountFormula(Selection("results", _WORKS, Distinct("pupil"))), "count", "subject"
)


class SpiedEngine(Engine):
    """An engine that remembers which sources it was asked to read."""

    def __init__(self) -> None:
        super().__init__(threads=1)
        self.read: list[set[str]] = []

    def open(self, source: Sequence[Path] | pa.Table) -> None:
        """The source, remembered: uploads by the names of their folders."""
        if not isinstance(source, pa.Table):
            self.read.append({path.parent.name for path in source})
        super().open(source)


def values(store: Store, engine: Engine | None = None) -> list[dict[str, Any]]:
    """Values in a fixed order."""
    table = compute([FAILED, PUPILS], StoreFacts(store, engine or Engine(threads=1))).values.table
    return sorted(table.to_pylist(), key=lambda row: tuple(str(cell) for cell in row.values()))
