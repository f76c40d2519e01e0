"""What the naive implementation knows about tables; nothing is shared with the engine."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
Tables = dict[str, list[Row]]

# Silence is told by these columns: no row with them means that nothing came.
WORKS = {
    "results": {"procedure", "subject", "grade"},
    "items": {"procedure", "subject", "grade"},
    "aggregates": {"procedure", "subject", "grade", "unit_kind", "category"},
    "attributes": {"attribute"},
    "reported": {"field"},
    "ratings": {"criterion"},
}
KINDS = ("school", "preschool", "extra")
EXCLUDABLE = ("results", "items", "aggregates")
LEVELS = ("organisation", "municipality", "region")
NO_PLACE = {"municipality": "(муниципалитет не указан)", "region": "(регион не указан)"}
