"""What the report workbooks of the federal system say in sums: marks, and marks beside journals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from msoko.demo.people import Mask
from msoko.demo.results_facts import told
from msoko.demo.sitting import Sitting
from msoko.demo.world import World

Row = dict[str, Any]
# Works of the last year for which the reports «Статистика» and «Сравнение с журналом» are made.
REPORTED_WORKS = (("russian", 4), ("math", 4), ("russian", 5), ("math", 5))
MARKS = ("mark_2", "mark_3", "mark_4", "mark_5")
CHANGES = ("lowered", "confirmed", "raised")


@dataclass(frozen=True)
class Summary:
    """Counts of one unit: «2» … «5», and how marks stand to journal marks."""

    unit_kind: str
    code: str
    name: str
    marks: tuple[int, ...]
    changes: tuple[int, ...]


def reported_sittings(world: World) -> list[Sitting]:
    """ВПР of the last year that reports were made of."""
    return [
        one
        for one in world.sittings
        if one.year == world.years[-1]
        and one.work.procedure == "vpr"
        and (one.work.subject, one.work.grade) in REPORTED_WORKS
    ]


def summaries(world: World, sitting: Sitting) -> list[Summary]:
    """The municipality, then every school that took part."""
    wrote = sitting.present & told(world, sitting)
    everybody = _count(sitting, wrote)
    found = [Summary("municipality", "", world.place.municipality, *everybody)]
    for index, school in enumerate(world.place.schools):
        here = wrote & (sitting.school == index)
        if here.any():
            found.append(Summary("organisation", school.code, school.name, *_count(sitting, here)))
    return found


def aggregates(world: World) -> Iterator[Row]:
    """The same as rows of `aggregates`; the municipality's rows carry its name as code."""
    for sitting in reported_sittings(world):
        for one in summaries(world, sitting):
            about: Row = {
                "organisation": one.code or one.name, "year": sitting.year,
                "unit_kind": one.unit_kind, "procedure": "vpr",
                "subject": sitting.work.subject, "grade": sitting.work.grade,
            }  # fmt: skip
            for names, counts in ((MARKS, one.marks), (CHANGES, one.changes)):
                total = sum(counts)
                for category, number in zip(names, counts, strict=True):
                    yield about | {
                        "category": category, "participants": total, "number": number,
                        "percent": percent(number, total),
                    }  # fmt: skip


def percent(number: int, total: int) -> float:
    """As the reports print it: two digits."""
    return round(100 * number / total, 2) if total else 0.0


def _count(sitting: Sitting, where: Mask) -> tuple[tuple[int, ...], tuple[int, ...]]:
    mark, journal = sitting.mark[where], sitting.journal[where]
    known = journal > 0
    change = np.sign(mark[known] - journal[known])
    return (
        tuple(int((mark == one).sum()) for one in (2, 3, 4, 5)),
        tuple(int((change == one).sum()) for one in (-1, 0, 1)),
    )
