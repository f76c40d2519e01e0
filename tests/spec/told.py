"""Values of one paragraph: facts drawn as tables in, values drawn as a table out."""

from __future__ import annotations

from typing import Any

from msoko.indicators.compute import Computed, compute
from msoko.indicators.gather import MemoryFacts
from msoko.indicators.scan import Engine
from msoko.indicators.worked import tables_of
from msoko.profile.formula import Formula
from msoko.profile.indicator import Indicator
from msoko.profile.model_example import Example

ENGINE = Engine(threads=1)
YEAR = "2024-25"


def indicator(formula: Formula, unit: Any = "percent", **more: Any) -> Indicator:
    """An indicator of schools and their municipality."""
    said = {"level": ("school", "municipality"), **more}
    name = said.pop("id", "shown")
    return Indicator(name, "area", name, unit, "context", formula=formula, **said)


def computed(*indicators: Indicator, **drawn: str) -> Computed:
    """Everything computed over drawn tables of 2024/25."""
    nothing = ({"unit": "М", "status": "no_data"},)
    example = Example.model_validate(
        {"name": "абзац", "year": YEAR, "tables": drawn, "expect": nothing}
    )
    return compute(indicators, MemoryFacts(tables_of(example), ENGINE))


def told(*indicators: Indicator, **drawn: str) -> dict[tuple[str, str], tuple[Any, ...]]:
    """(unit, breakdown) → (numerator, denominator, value to six digits, status) of the first."""
    return {
        (row["unit"], row["breakdown"]): (
            row["numerator"],
            row["denominator"],
            None if row["value"] is None else round(row["value"], 6),
            row["status"],
        )
        for row in computed(*indicators, **drawn).values.table.to_pylist()
        if row["indicator"] == indicators[0].id and row["period"] in (YEAR, "2024", "2025")
    }


def drawn(text: str) -> dict[tuple[str, str], tuple[Any, ...]]:
    """A table of expected values: unit | breakdown | numerator | denominator | value | status."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return {
        (unit, breakdown): (*(float(cell) if cell else None for cell in numbers), status)
        for unit, breakdown, *numbers, status in rows[1:]
    }


def some(
    values: dict[tuple[str, str], tuple[Any, ...]], text: str
) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Those values that a drawn table names."""
    return {place: values.get(place, ("нет",)) for place in drawn(text)}
