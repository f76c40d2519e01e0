"""The district drawn once for all tests of the folder, and questions about its works."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from msoko.demo.sitting import Sitting
from msoko.demo.tables import facts_of
from msoko.demo.truth import Cell
from msoko.demo.world import World, world_of

SEED = 2026


@cache
def world() -> World:
    return world_of(SEED)


@cache
def facts() -> dict[str, pa.Table]:
    return facts_of(world())


def works(organisation: str, cell: Cell) -> pa.Table:
    """Rows of those of a school who wrote a work."""
    rows = facts()["results"]
    wanted = {
        "organisation": organisation, "year": cell.year, "procedure": cell.procedure,
        "subject": cell.subject, "grade": cell.grade, "participated": True,
    }  # fmt: skip
    for name, value in wanted.items():
        rows = rows.filter(pc.field(name) == value)
    return rows


def count(rows: pa.Table, mark: int) -> int:
    return rows["mark"].to_pylist().count(mark)


def sittings(cells: tuple[Cell, ...]) -> list[Sitting]:
    wanted = set(cells)
    return [
        one
        for one in world().sittings
        if Cell(one.year, one.work.procedure, one.work.subject, one.work.grade) in wanted
    ]


def index(organisation: str) -> int:
    return [one.code for one in world().place.schools].index(organisation)


def journal_gap(sitting: Sitting, where: np.ndarray) -> float:
    """Mean of mark minus journal mark."""
    known = where & sitting.present & (sitting.journal > 0)
    return float((sitting.mark[known] - sitting.journal[known]).mean())
