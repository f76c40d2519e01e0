"""The made-up municipality as fact tables, without files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pyarrow as pa

from msoko.demo import forms_organisations, forms_pupils, forms_staff
from msoko.demo.diagnostics import diagnostics_of
from msoko.demo.results_facts import items_of, results_of
from msoko.demo.summaries import aggregates
from msoko.demo.world import World
from msoko.facts.schema import TABLES, arrow_schema

Rows = Callable[[World], Iterable[Mapping[str, Any]]]

# Tables drawn row by row; `results` and `items` are drawn in columns.
FORMS: Mapping[str, Rows] = {
    "units": forms_organisations.units,
    "codifier": forms_organisations.codifier,
    "enrolment": forms_pupils.enrolment,
    "graduates": forms_pupils.graduates,
    "participation": forms_pupils.participation,
    "coverage": forms_pupils.coverage,
    "prevention": forms_pupils.prevention,
    "staff": forms_staff.staff,
    "staff_events": forms_staff.staff_events,
    "reserve": forms_staff.reserve,
    "attributes": forms_organisations.attributes,
    "reported": forms_organisations.reported,
    "activities": forms_organisations.activities,
    "procedures": forms_organisations.procedures,
    "reviews": forms_organisations.reviews,
    "ratings": forms_organisations.ratings,
    "aggregates": aggregates,
}


def form(world: World, name: str) -> pa.Table:
    """One table drawn row by row, with the columns of its schema in order."""
    schema = arrow_schema(TABLES[name], provenance=False)
    wanted = [
        {name: cell for name, cell in row.items() if cell is not None} for row in FORMS[name](world)
    ]
    return pa.Table.from_pylist(wanted, schema=schema)


def facts_of(world: World) -> dict[str, pa.Table]:
    """All tables; persons are designations unique in the municipality, not yet pseudonyms."""
    results = pa.concat_tables(
        [results_of(world), diagnostics_of(world)], promote_options="default"
    )
    tables = {"results": results, "items": items_of(world)}
    tables |= {name: form(world, name) for name in FORMS}
    return {name: _ordered(name, rows) for name, rows in tables.items()}


def _ordered(name: str, rows: pa.Table) -> pa.Table:
    schema = arrow_schema(TABLES[name], provenance=False)
    known = [field for field in schema if field.name in rows.column_names]
    return rows.select([field.name for field in known]).cast(pa.schema(known))
