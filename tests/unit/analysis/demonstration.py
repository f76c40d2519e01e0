"""Evidence of the demonstration municipality, built straight from its world without files."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace

import pyarrow as pa

from msoko.analysis.evidence import Evidence
from msoko.demo.results_facts import results_of
from msoko.demo.tables import form
from msoko.demo.world import World
from msoko.facts.schema import TABLES, arrow_schema
from msoko.indicators.units import Units
from tests.unit.analysis.made_up import profile


def evidence_of(world: World, names: Iterable[str]) -> Evidence:
    """Every result of the world and its forms with these names; the other tables are empty."""
    tables: dict[str, pa.Table | None] = dict.fromkeys(TABLES)
    for name in names:
        tables[name] = form(world, name)
    rows = results_of(world)
    tables["results"] = pa.table(
        {
            field.name: rows[field.name].cast(field.type)
            if field.name in rows.column_names
            else pa.nulls(len(rows), field.type)
            for field in arrow_schema(TABLES["results"], provenance=False)
        }
    )
    register = SimpleNamespace(units=Units.of(tables["units"]))
    computed = SimpleNamespace(context=register, years=list(world.years))
    store = SimpleNamespace(visible=list, paths=lambda table, uploads: [])
    return Evidence(store, profile(), computed, _tables=tables)  # type: ignore[arg-type]
