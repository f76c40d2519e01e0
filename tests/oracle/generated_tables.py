"""Small made-up fact tables: unknown cells, strangers, two uploads, people in two organisations."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from msoko.facts.conform import conform
from msoko.facts.schema import TABLES
from tests.oracle.words import Row, Tables

SCHOOLS = ["101", "102", "103", "L101"]  # L101 is what a file calls 101
CODES = [*SCHOOLS, "201", "900", "777"]  # 777 is in no register
DAYS = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 9, 30), date(2024, 10, 1), None]
DAYS += [date(2025, 3, 15), date(2025, 8, 31), date(2025, 9, 1)]
FLAG = [True, False, None]

# Cells to choose from; None only where the schema allows it.
CELLS: dict[str, dict[str, list[Any]]] = {
    "results": {
        "pupil": ["a", "b", "c", "d"],
        "procedure": ["vpr", "oge"],
        "subject": ["russian", "math", None],
        "grade": [4, 5, None],
        "participated": [True, False],
        "mark": [2, 3, 5, None],
        "scaled_score": [0.0, 30.5, 61.0, None],
        "passed": FLAG,
        "sex": ["m", "f", None],
        "attempt": ["main", "retake", None],
    },
    "enrolment": {
        "pupil": ["a", "b", "c", "d"],
        "grade": [4, 5],
        "sex": ["m", "f", None],
        "age": [9, 10, None],
        "gifted": FLAG,
    },
    "coverage": {
        "pupil": ["a", "b", "c", "d"],
        "form": ["extracurricular", "additional"],
        "recipient": ["pupil", "parent"],
        "sector": ["education", "sport", None],
        "special_needs": FLAG,
        "age": [6, 7, None],
        "date": DAYS,
    },
    "prevention": {
        "person": ["a", "b", "c", None],
        "case_kind": ["register", "offence"],
        "register": ["school", "pdn", None],
        "first_time": FLAG,
        "removed_on": DAYS,
    },
    "attributes": {
        "attribute": ["x", "y"],
        "group": [None, "g1", "g2"],
        "yes": FLAG,
        "number": [None, 0.0, 2.5, 5.0],
        "text": [None, "low", "high"],
    },
    "reported": {
        "field": ["f1", "f2", "f3"],
        "breakdown": [None, "parents", "teachers"],
        "value": [0.0, 1.0, 7.5],
    },
    "ratings": {
        "criterion": ["c1", "c2", "c3"],
        "score": [0.0, 1.0, 2.5],
        "max_score": [0.0, 3.0, 4.0],
        "link_alive": FLAG,
    },
    "reviews": {
        "procedure": [None, "vpr", "oge"],
        "subject": [None, "russian", "math"],
        "grade": [None, 4],
        "status": ["unreliable", "reliable"],
        "source": ["list"],
    },
}


def rows(table: str, most: int = 12) -> st.SearchStrategy[list[Row]]:
    """Up to `most` rows of a table in three years."""
    cells = {name: st.sampled_from(values) for name, values in CELLS[table].items()}
    place = {"organisation": st.sampled_from(CODES), "year": st.sampled_from([2022, 2023, 2024])}
    return st.lists(st.fixed_dictionaries({**place, **cells}), max_size=most)


@st.composite
def units(draw: st.DrawFn) -> list[Row]:
    """A register that knows some of the organisations, some from a later year, some closed."""
    found = []
    for code, kind in {**dict.fromkeys(SCHOOLS[:3], "school"), "201": "preschool"}.items():
        for since in draw(st.sampled_from([[1990], [1990], [1990, 2024], [2023], []])):
            found.append(_unit(draw, code, kind, since))
    if draw(st.booleans()):
        found.append(_unit(draw, "900", "authority", 1990))
    return found


def _unit(draw: st.DrawFn, code: str, kind: str, since: int) -> Row:
    return {
        "organisation": code,
        "year": since,
        "kind": kind,
        "municipality": draw(st.sampled_from(["М", "Н"])),
        "region": draw(st.sampled_from([None, "Р"])),
        "login": "L101" if code == "101" else None,
        "rural": draw(st.sampled_from(FLAG)),
        "closed_from": draw(st.sampled_from([None, None, None, 2024])),
    }


@st.composite
def tables(draw: st.DrawFn, *names: str) -> Tables:
    """The named tables and a register; any of them may be empty."""
    found = {name: draw(rows(name)) for name in names}
    return {**found, "units": draw(units())}


def as_arrow(facts: Tables) -> dict[str, pa.Table]:
    """The same facts as two uploads: odd rows came with the second."""
    found = {}
    for name, mine in facts.items():
        schema = pa.schema([(c, TABLES_SCHEMA[name][c]) for c in _columns(name, mine)])
        parts = [mine] if name == "units" else [mine[::2], mine[1::2]]
        uploads = [
            conform(pa.Table.from_pylist(part, schema), TABLES[name], number)
            for number, part in enumerate(parts, start=1)
        ]
        found[name] = pa.concat_tables(uploads)
    return {name: table for name, table in found.items() if table.num_rows}


def _columns(name: str, mine: list[Row]) -> list[str]:
    return list(mine[0]) if mine else list(TABLES_SCHEMA[name])


def _schemas() -> dict[str, dict[str, pa.DataType]]:
    from msoko.facts.schema import arrow_schema

    return {
        name: {f.name: f.type for f in arrow_schema(table, provenance=False)}
        for name, table in TABLES.items()
    }


TABLES_SCHEMA = _schemas()
