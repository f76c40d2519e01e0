"""The picture of one indicator: shares with intervals beside the threshold."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from msoko.analysis.finding import Chart
from msoko.analysis.words import few
from msoko.indicators.compute import Computed
from msoko.profile.profile import Profile
from msoko.vocabulary import AcademicYear


def beside_threshold(
    profile: Profile, computed: Computed, indicator: str, unit: str, year: AcademicYear
) -> Chart:
    """Shares of an indicator in the municipality of a unit, in the register's order: no ranking."""
    units = computed.context.units
    place = units.municipality(unit, year.start)
    found = profile.indicators[indicator]
    threshold = next(iter(found.thresholds.values()))
    border = float(threshold.dated[-1][1])
    rows = []
    for row in _rows(computed, indicator, year):
        known = units.row(row["unit"], year.start) or {}
        if known.get("municipality") == place and row["low"] is not None:
            rows.append(
                {
                    "x": row["value"],
                    "y": str(known.get("name") or row["unit"]),
                    "low": row["low"],
                    "high": row["high"],
                    "label": few(round(row["numerator"]), round(row["denominator"])),
                    "border": border,
                }
            )
    return Chart(f"{found.label}, {year.ru}", "interval", "%", "", tuple(rows))


def _rows(computed: Computed, indicator: str, year: AcademicYear) -> list[dict[str, Any]]:
    table = computed.values.table
    wanted = {
        "indicator": indicator,
        "unit_kind": "organisation",
        "period": str(year),
        "breakdown": "",
    }
    keep = None
    for column, value in wanted.items():
        same = pc.equal(table[column].cast(pa.string()), value)
        keep = same if keep is None else pc.and_(keep, same)
    return sorted(table.filter(keep).to_pylist(), key=lambda row: str(row["unit"]))
