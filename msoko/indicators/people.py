"""Distinct values of a scan: what rows of several uploads tell of one becomes one row.

Values that are alike in all that is asked of them are kept as one row with their number; only
those that must still be told apart (named by several organisations) stay rows of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from msoko.indicators.frame import Bools, Dimension, Frame, Ints, frame_of, numbered
from msoko.indicators.plan import WORD, EntityScan, FirstDate, Flag, bits_of
from msoko.indicators.terms import WORK


class People:
    """Rows of one scan of distinct values, in order of person (organisation, year and value)."""

    def __init__(
        self,
        rows: pa.Table,
        scan: EntityScan,
        asked: Sequence[Flag | FirstDate],
        canonical: Callable[[str], str],
    ) -> None:
        frame = frame_of(rows, scan.keys, canonical)
        del rows
        pa.default_memory_pool().release_unused()  # all texts were there
        told = frame.pairs() * (int(_entity(frame).max(initial=0)) + 1) + _entity(frame)
        order = np.argsort(told)
        self._person = np.cumsum(_changes(told[order]), dtype=np.int32)
        del told
        self._bits = bits_of(asked)
        # Rows that meet the same tests are judged together: there are few kinds of them.
        kind, self._kinds = numbered([np.asarray(frame.columns[name]) for name in self._bits.words])
        self._kind = kind[order]
        dates = {name: days for name, days in frame.columns.items() if name.startswith("d")}
        self._frame = replace(frame, columns=dates).take(order)

    def by(
        self, keys: Sequence[str], flags: Sequence[Flag], dates: Sequence[tuple[str, FirstDate]]
    ) -> Frame:
        """One row per person and cell of `keys`; flag number n is bit n of the words.

        `dates` come with the names of their columns. Who meets nothing is left out.
        """
        met = [self._meets(flag) for flag in flags]
        dated = [self._bits.met(self._kinds, first.where) for _, first in dates]
        rows: Ints = np.flatnonzero(np.any([*met, *dated], axis=0)[self._kind])
        group: Ints = self._person[rows].astype(np.int64)
        if keys:
            cell = self._frame.cells(keys)[rows]
            group = group * (int(cell.max(initial=0)) + 1) + cell
            order = np.argsort(group, kind="stable")
            group, rows = group[order], rows[order]
        first, kind = np.flatnonzero(_changes(group)), self._kind[rows]
        columns = {
            name: np.fmin.reduceat(
                np.where(on[kind], self._frame.columns[name][rows], np.nan), first
            )
            for (name, _), on in zip(dates, dated, strict=True)
        }
        words = {
            name: np.bitwise_or.reduceat(word[kind], first) for name, word in _words(met).items()
        }
        people = replace(self._frame, columns={}).take(rows[first])
        dimensions = {name: people.dimensions[name] for name in keys}
        people = replace(people, dimensions=dimensions, columns=columns, words=words)
        return people if dates else _alike_together(people)

    def _meets(self, flag: Flag) -> Bools:
        met: Bools = self._bits.met(self._kinds, flag.where)
        return met if flag.but_not is None else met & ~self._bits.met(self._kinds, flag.but_not)


def several_rows(frame: Frame) -> Bools:
    """Rows of distinct values that cannot be counted by themselves: named by more organisations
    than one, or, where works are told apart for reviews to leave some out, in more rows."""
    entity = _entity(frame)
    count = int(entity.max(initial=-1)) + 1
    if set(WORK) <= set(frame.dimensions):
        return (np.bincount(entity, minlength=count) > 1)[entity]
    seen = np.zeros(count, dtype=np.int64)
    seen[entity] = frame.organisation.codes
    several = np.zeros(count, dtype=bool)
    several[entity[seen[entity] != frame.organisation.codes]] = True
    return several[entity]


def _alike_together(frame: Frame) -> Frame:
    """Values nobody else names that are alike in organisation, year, cell and flags as one row."""
    several = several_rows(frame)
    alone, apart = frame.take(~several), frame.take(several)
    kind, _ = numbered([*alone.words.values()])
    cell = alone.cells(tuple(alone.dimensions))
    told = alone.pairs() * (int(cell.max(initial=0)) + 1) + cell
    told = told * (int(kind.max(initial=0)) + 1) + kind
    order = np.argsort(told)
    first = np.flatnonzero(_changes(told[order]))
    number = np.diff(np.append(first, len(order))).astype(float)
    alike = replace(alone.take(order[first]), weight=number, entity=np.full(len(first), -1))
    return _joined(alike, replace(apart, weight=np.ones(len(apart))))


def _entity(frame: Frame) -> Ints:
    if frame.entity is None:
        raise ValueError("a frame of sums has no distinct values")
    return frame.entity


def _changes(ordered: Ints) -> Bools:
    """Where a run of equal numbers begins."""
    first = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return first


def _words(met: Sequence[Bools]) -> dict[str, Ints]:
    """Flags of every kind of row as bits of whole numbers."""
    words: dict[str, Ints] = {}
    for number, answers in enumerate(met):
        name, bit = f"w{number // WORD}", number % WORD
        words[name] = words.get(name, 0) | answers.astype(np.int64) << bit
    return words


def _joined(one: Frame, other: Frame) -> Frame:
    def both(a: Ints, b: Ints) -> Ints:
        return np.concatenate([a, b])

    return replace(
        one,
        organisation=Dimension(
            both(one.organisation.codes, other.organisation.codes), one.organisation.values
        ),
        year=both(one.year, other.year),
        dimensions={
            name: Dimension(both(d.codes, other.dimensions[name].codes), d.values)
            for name, d in one.dimensions.items()
        },
        words={name: both(word, other.words[name]) for name, word in one.words.items()},
        entity=both(_entity(one), _entity(other)),
        weight=np.concatenate([np.asarray(one.weight), np.asarray(other.weight)]),
    )
