"""A staged file read and checked; the report a person decides by."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msoko.facts.read import rows_of
from msoko.facts.schema import TABLES
from msoko.facts.store import Store
from msoko.indicators.units import Units
from msoko.profile.load import default_profiles_dir
from msoko.profile.load_common import load_scales
from msoko.sources.fact_table.known import known_codes
from msoko.sources.reading.kind import Options, Reading
from msoko.sources.reading.scales import Scales
from msoko.sources.registry import kind_named, read_file


def read(path: Path, store: Store) -> tuple[str, Reading]:
    """The sha256 and the reading of one file, with the register the store knows."""
    common = default_profiles_dir() / "common"
    rows = rows_of(store, "units")
    register = frozenset(Units.of(rows).codes) if rows is not None else None
    options = Options(register=register, known=known_codes(common))
    ((_, sha256, reading),) = read_file([path], options, Scales(load_scales(common)))
    return sha256, reading


def report(reading: Reading) -> Mapping[str, Any]:
    """Kind, rows by table, what was learnt from where, and every problem, as plain values."""
    incoming = reading.incoming
    return {
        "kind": kind_named(incoming.kind).ru if incoming else "",
        "rows": [(TABLES[name].ru, rows.num_rows) for name, rows in incoming.tables.items()]
        if incoming
        else [],
        "hints": [
            {"what": one.what, "value": one.value, "taken_from": one.taken_from}
            for one in (incoming.hints if incoming else ())
        ],
        "problems": [problem.as_dict() | {"where": problem.where} for problem in reading.problems],
    }
