"""Answer masks of one sitting → rows of `items`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from msoko.checks.place import Mask, one_problem
from msoko.problem import Problem
from msoko.sources.gia.masks import (
    DONE,
    NOT_ATTEMPTED,
    NOTHING,
    Answers,
    joined,
    long_part,
    short_part,
)
from msoko.sources.gia.rows import place
from msoko.sources.gia.sittings import Sitting
from msoko.sources.reading.cells import Floats, nullable

_PARTS: tuple[tuple[str, Callable[[str | None], Answers | None]], ...] = (
    ("short", short_part),
    ("long", long_part),
    ("oral", long_part),
)
_SHARED = ("organisation", "year", "pupil", "procedure", "subject", "grade", "exam_level", "sheet")


def items(sitting: Sitting, results: pa.Table) -> tuple[pa.Table | None, list[Problem]]:
    """Points per task where the masks can be read.

    A «+» is one point when the points of the line add up to the primary score; where they do not,
    the «+» of that line may be worth more (FIELD A2) and its points are unknown.
    """
    works, problems = _read(sitting)
    sizes = np.array([len(work.points) for work in works], np.int64)
    if not sizes.sum():
        return None, problems
    raw = results["raw_score"].to_numpy()
    totals = np.array([work.total for work in works])
    agree = (totals == raw) | np.isnan(raw)
    written = sizes > 0
    problems += _disagreeing(sitting, written & ~agree)
    owner = np.repeat(np.arange(len(works)), sizes)
    plus = np.array([sign for work in works for sign in work.plus], bool)
    points = np.array([value for work in works for value in work.points], np.float64)
    order = np.concatenate([np.arange(1, size + 1) for size in sizes])
    largest = _largest(works, order, points, bool(agree[written].all()))
    points = np.where(plus & ~agree[owner], np.nan, points)
    attempted = np.array([one for work in works for one in work.attempted], bool)
    rows = results.select(_SHARED).take(pa.array(owner))
    told = {
        "item": pa.array(order.astype(str).tolist(), pa.string()),
        "points": nullable(points, pa.float64()),
        "max_points": nullable(largest, pa.float64()),
        "state": pa.array(np.where(attempted, DONE, NOT_ATTEMPTED).tolist(), pa.string()),
        "row": results["row"].take(pa.array(owner)),
    }
    return pa.table({**{name: rows[name] for name in _SHARED}, **told}), problems


def _largest(works: list[Answers], order: Floats, points: Floats, agree: bool) -> Floats:
    """The largest score as masks tell it; 1 for tasks that only ever got «+» or «-»."""
    told = np.array([value for work in works for value in work.largest], np.float64)
    if not agree:
        return told
    plus = np.array([sign for work in works for sign in work.plus], bool)
    for task in np.unique(order):
        here = order == task
        marked = plus[here] | (points[here] == 0)
        if np.isnan(told[here]).all() and plus[here].any() and marked.all():
            told[here] = 1.0
    return told


def _read(sitting: Sitting) -> tuple[list[Answers], list[Problem]]:
    problems: list[Problem] = []
    unreadable = np.zeros(len(sitting.section.lines), bool)
    parts: list[list[Answers]] = []
    for name, meaning in _PARTS:
        if name not in sitting.section.header.columns:
            continue
        column = sitting.section.column(name)
        known = [meaning(word) for word in column.words]
        bad: Mask = np.array([answers is None for answers in known], bool)[column.codes]
        unreadable |= bad
        problems += one_problem(
            "unreadable_mask",
            "запись ответов не читается, баллы за задания этого участника не взяты",
            "ожидаются знаки «+», «-» и цифры, в развёрнутой части — вид 1(2)0(3)",
            "warning",
            {place(sitting, name): bad},
        )
        parts.append([known[code] or NOTHING for code in column.codes])
    works = [joined(tuple(line)) for line in zip(*parts, strict=True)]
    return [NOTHING if bad else work for work, bad in zip(works, unreadable, strict=True)], problems


def _disagreeing(sitting: Sitting, mask: Mask) -> list[Problem]:
    return one_problem(
        "totals_disagree",
        "баллы за задания не складываются в первичный балл: цена ответов «+» неизвестна; "
        "взят первичный балл протокола",
        "ничего, если в работе есть задания с кратким ответом дороже 1 балла",
        "warning",
        {place(sitting, "raw"): mask},
    )
