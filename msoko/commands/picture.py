"""The picture of one indicator: shares with intervals beside the threshold."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from msoko.charts.beside_threshold import Point, draw
from msoko.commands.words import number
from msoko.indicators.compute import Computed
from msoko.profile.profile import Profile
from msoko.vocabulary import AcademicYear


def drawn(
    profile: Profile, computed: Computed, indicator: str, unit: str, year: AcademicYear
) -> str:
    """SVG of the indicator's shares in the municipality of a unit, in the register's order."""
    units = computed.context.units
    place = units.municipality(unit, year.start)
    found = profile.indicators[indicator]
    threshold = next(iter(found.thresholds.values()))
    border = float(threshold.dated[-1][1])
    points = []
    for row in _rows(computed, indicator, year):
        known = units.row(row["unit"], year.start) or {}
        if known.get("municipality") == place and row["low"] is not None:
            counts = f"{number(row['numerator'])} из {number(row['denominator'])}"
            name = str(known.get("name") or row["unit"])
            points.append(Point(name, row["value"], row["low"], row["high"], counts))
    title = f"{found.label}, {year.ru}"
    return draw(title, points, border, f"порог {number(border)} %")


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
