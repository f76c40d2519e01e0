"""Sittings told as rows of `results` and `items`, in columns, without a loop over pupils."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from msoko.demo.sitting import NOT_TAUGHT, Sitting
from msoko.demo.works import scaled_scores
from msoko.demo.world import World

_STATES = pa.array(["done", "not_attempted", "not_taught"])
MANDATORY = ("russian", "math")


def told(world: World, sitting: Sitting) -> npt.NDArray[np.bool_]:
    """Persons whose row reached the authority: exams always, school works when the school sent."""
    if sitting.work.procedure != "vpr":
        return sitting.present
    sent = np.array([world.sent(one.code, sitting.year) for one in world.place.schools])
    return sent[sitting.school]


def results_of(world: World) -> pa.Table:
    """All works and exams as rows of `results`."""
    parts = [_results(world, one) for one in world.sittings]
    return pa.concat_tables(parts, promote_options="default")


def items_of(world: World) -> pa.Table:
    """All items of all works and exams as rows of `items`."""
    parts = [_items(world, one) for one in world.sittings if one.present.any()]
    return pa.concat_tables([part for part in parts if part.num_rows], promote_options="default")


def held_on(sitting: Sitting) -> date:
    """The day of a work: April for ВПР, June for exams, by subject."""
    day = 3 + (len(sitting.work.subject) * 3 + sitting.work.grade) % 24
    return date(sitting.year + 1, 4 if sitting.work.procedure == "vpr" else 6, day)


def pupils_of(world: World, sitting: Sitting, rows: npt.NDArray[np.int64]) -> list[str]:
    """Designations unique in the municipality: participant codes in ВПР, persons in exams."""
    if sitting.work.procedure != "vpr":
        return [designation(person) for person in sitting.person[rows]]
    schools = world.place.schools
    return [
        f"{schools[school].code}-{sitting.year}-{code}"
        for school, code in zip(sitting.school[rows], sitting.code[rows], strict=True)
    ]


def designation(person: int) -> str:
    """What a school calls a child in its forms."""
    return f"у-{person:05d}"


def _results(world: World, sitting: Sitting) -> pa.Table:
    rows = np.flatnonzero(told(world, sitting))
    work, present = sitting.work, sitting.present[rows]
    absent, exam = ~present, work.procedure != "vpr"
    mark, journal = sitting.mark[rows], sitting.journal[rows]
    columns = _about(world, sitting, rows) | {
        "class_group": _text(world.people.class_no[sitting.person[rows]]),
        "date": _same(held_on(sitting), pa.date32(), len(rows)),
        "attempt": _same("main" if exam else None, pa.string(), len(rows)),
        "variant": _text(sitting.variant[rows], absent),
        "participated": pa.array(present),
        "raw_score": pa.array(sitting.raw[rows], mask=absent),
        "max_score": _same(float(work.largest), pa.float64(), len(rows)),
        "mark": pa.array(mark.astype(np.int32), mask=mark == 0),
        "sex": pa.array(np.where(world.people.girl[sitting.person[rows]], "f", "m")),
    }
    if exam:
        columns |= _passed(world, sitting, rows)
    else:
        columns["journal_mark"] = pa.array(journal.astype(np.int32), mask=journal == 0)
        columns["level"] = pa.array(_LEVELS[mark], mask=mark == 0)
    return pa.table(columns)


_LEVELS = np.array(["", "", "below_base", "base", "above_base", "above_base"])


def _passed(world: World, sitting: Sitting, rows: npt.NDArray[np.int64]) -> dict[str, pa.Array]:
    work, absent = sitting.work, ~sitting.present[rows]
    columns = {
        "passed": pa.array(sitting.passed[rows], mask=absent),
        "mandatory": _same(work.subject in MANDATORY, pa.bool_(), len(rows)),
        "special_needs": pa.array(world.people.special[sitting.person[rows]]),
    }
    if work.pass_scaled is not None:
        scores = scaled_scores(work, np.nan_to_num(sitting.raw[rows]))
        columns["scaled_score"] = pa.array(scores, mask=absent)
    return columns


def _items(world: World, sitting: Sitting) -> pa.Table:
    rows = np.flatnonzero(told(world, sitting) & sitting.present)
    names = sitting.work.items
    points = sitting.points[rows].T.ravel()
    states = sitting.states[rows].T.ravel()
    about = _about(world, sitting, rows)
    tiled = {name: pa.concat_arrays([column] * len(names)) for name, column in about.items()}
    maxima = np.repeat(np.array(sitting.work.maxima, float), len(rows))
    return pa.table(
        tiled
        | {
            "item": pa.array(np.repeat(np.array(names), len(rows))),
            "points": pa.array(points, mask=states == NOT_TAUGHT),
            "max_points": pa.array(maxima),
            "state": _STATES.take(pa.array(states)),
        }
    )


def _about(world: World, sitting: Sitting, rows: npt.NDArray[np.int64]) -> dict[str, pa.Array]:
    work, n = sitting.work, len(rows)
    codes = pa.array([one.code for one in world.place.schools])
    return {
        "organisation": codes.take(pa.array(sitting.school[rows])),
        "year": _same(sitting.year, pa.int32(), n),
        "pupil": pa.array(pupils_of(world, sitting, rows), pa.string()),
        "procedure": _same(work.procedure, pa.string(), n),
        "subject": _same(work.subject, pa.string(), n),
        "grade": _same(work.grade, pa.int32(), n),
        "exam_level": _same(work.exam_level, pa.string(), n),
    }


def _same(value: object, type_: pa.DataType, n: int) -> pa.Array:
    return pa.repeat(pa.scalar(value, type_), n)


def _text(numbers: npt.NDArray[np.int64], mask: npt.NDArray[np.bool_] | None = None) -> pa.Array:
    return pa.array(numbers.astype(str), pa.string(), mask=mask)
