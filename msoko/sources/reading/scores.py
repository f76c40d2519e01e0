"""Task columns → points: sums per pupil, rows of `items`, and cells that cannot be right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from msoko.checks import missing_required, score_above_maximum, unreadable_score
from msoko.checks.place import Mask, Place
from msoko.problem import Problem
from msoko.sources.reading import answers
from msoko.sources.reading.cells import Coded, Floats, repeated
from msoko.sources.reading.lines import Lines
from msoko.sources.reading.tasks import Task

_STATES = pa.array(answers.STATES)


@dataclass(frozen=True)
class _Read:
    """One task column of those who wrote the work."""

    task: Task
    points: Floats
    states: np.ndarray[tuple[int], np.dtype[np.int8]]
    above: Mask
    words: Coded

    @property
    def usable(self) -> Mask:
        """Cells that become rows of `items`."""
        return (self.states < len(answers.STATES)) & ~self.above


@dataclass(frozen=True)
class Scores:
    """Sums over the kept lines, NaN for the absent and for those who wrote one part of two.

    `sums` are NaN too where a cell is empty, unreadable or above its maximum; `without` leaves
    such cells out. A topic not taught adds nothing, as in the federal system's own totals.
    """

    sums: Floats
    without: Floats
    largest: float | None
    items: pa.Table
    problems: tuple[Problem, ...]


def settled(scores: Scores, written: Floats) -> Floats:
    """Sums of scores; where a cell is spoilt the sum of the others, if the file's total is that.

    Then the federal system itself counted the cell as nothing; otherwise the sum is unknown.
    """
    confirmed = np.isnan(scores.sums) & (written != 0) & (written == scores.without)
    return np.where(confirmed, scores.without, scores.sums)


def read(lines: Lines, shared: dict[str, pa.Array]) -> Scores:
    """Read every task column once; `shared` are columns of `items` equal for all tasks."""
    read_tasks = [_read(task, lines) for task in lines.columns.tasks]
    without = np.zeros(len(lines.written))
    spoilt = np.full(len(lines.written), not read_tasks)
    for one in read_tasks:
        known = one.usable & (one.states != answers.NOT_TAUGHT)
        without += np.where(known, one.points, 0.0)
        spoilt |= ~one.usable
    maxima = [task.largest for task in lines.columns.tasks]
    known_largest = bool(maxima) and all(maxima)
    largest = sum(value for value in maxima if value) if known_largest else None
    return Scores(
        _on_kept_lines(np.where(spoilt, np.nan, without), lines),
        _on_kept_lines(without, lines),
        largest,
        _items(read_tasks, shared),
        tuple(_problems(read_tasks, lines)),
    )


def _on_kept_lines(sums: Floats, lines: Lines) -> Floats:
    spread = np.full(len(lines.kept), np.nan)
    spread[lines.wrote] = np.where(lines.part_missed[lines.wrote], np.nan, sums)
    return spread


def _read(task: Task, lines: Lines) -> _Read:
    coded = lines.all_of(task.column).take(lines.written)
    points = coded.numbers(answers.points_of)
    states = np.array([answers.state_of(word) for word in coded.words], np.int8)[coded.codes]
    limit = np.inf if task.largest is None else task.largest
    return _Read(task, points, states, np.nan_to_num(points, nan=-1.0) > limit, coded)


def _items(read_tasks: list[_Read], shared: dict[str, pa.Array]) -> pa.Table:
    if not read_tasks:
        return pa.table({})
    parts = [_part(one, shared) for one in read_tasks]
    names = parts[0].column_names
    return pa.table(
        {name: pa.chunked_array([part[name].chunk(0) for part in parts]) for name in names}
    )


def _part(one: _Read, shared: dict[str, pa.Array]) -> pa.Table:
    """Rows of one task; the shared columns are used as they are when every cell is usable."""
    usable = one.usable
    points, states, columns = one.points, one.states, shared
    if not usable.all():
        rows = pa.array(np.flatnonzero(usable))
        points, states = points[usable], states[usable]
        columns = {name: column.take(rows) for name, column in shared.items()}
    unknown = np.isnan(points)
    return pa.table(
        columns
        | {
            "item": repeated(one.task.name, pa.string(), len(points)),
            "points": pa.array(points, mask=unknown if unknown.any() else None),
            "max_points": repeated(one.task.largest, pa.float64(), len(points)),
            "state": _STATES.take(pa.array(states)),
        }
    )


def _problems(read_tasks: list[_Read], lines: Lines) -> list[Problem]:
    pupils = len(lines.written)
    places = [lines.place(one.task.column, lines.written) for one in read_tasks]
    whole = ~lines.part_missed[lines.wrote]
    unreadable = _marked(places, [one.states == answers.UNREADABLE for one in read_tasks])
    blank = _marked(places, [(one.states == answers.BLANK) & whole for one in read_tasks])
    above = _marked(places, [one.above for one in read_tasks])
    return [
        *unreadable_score.find(unreadable, _example(read_tasks), pupils),
        *missing_required.scores(blank, pupils),
        *score_above_maximum.tasks(above, pupils),
    ]


def _marked(places: list[Place], masks: list[Mask]) -> dict[Place, Mask]:
    return {place: mask for place, mask in zip(places, masks, strict=True) if mask.any()}


def _example(read_tasks: list[_Read]) -> str | None:
    for one in read_tasks:
        for code in np.unique(one.words.codes[one.states == answers.UNREADABLE]):
            return one.words.words[int(code)]
    return None
