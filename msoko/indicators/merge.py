"""What several uploads tell of one person in one organisation and year becomes one row."""

from __future__ import annotations

import numpy as np

from msoko.indicators.frame import Bools, Dimension, Frame, Ints


def merged(frame: Frame, source: Ints) -> Frame:
    """One row per distinct value: flags or-ed, the earliest dates.

    `source` numbers who told each row (an upload and the code it calls the organisation by).
    Rows of organisations and years told by one source alone are distinct already.
    """
    several = _told_by_several(frame, source)
    if frame.entity is None or not several.any():
        return frame
    alone, rest = frame.take(~several), frame.take(several)
    places = [d.codes for d in rest.dimensions.values()]
    by = [rest.organisation.codes, rest.year, *places, frame.entity[several]]
    order = np.lexsort(by)
    rest = rest.take(order)
    change = np.ones(len(order), dtype=bool)
    change[1:] = np.any([column[order][1:] != column[order][:-1] for column in by], axis=0)
    first = np.flatnonzero(change)
    kept = rest.take(first)
    kept.columns.update(
        {name: np.fmin.reduceat(column, first) for name, column in rest.columns.items()}
    )
    kept.words.update(
        {name: np.bitwise_or.reduceat(word, first) for name, word in rest.words.items()}
    )
    return _joined(alone, kept)


def _told_by_several(frame: Frame, source: Ints) -> Bools:
    """Rows of organisations and years that more than one source speaks of."""
    if not len(frame):
        return np.zeros(0, dtype=bool)
    low = int(frame.year.min())
    span = int(frame.year.max()) - low + 1
    pair = frame.organisation.codes * span + (frame.year - low)
    told = np.zeros(int(pair.max()) + 1, dtype=np.int64)
    told[pair] = source
    several = np.zeros(len(told), dtype=bool)
    several[pair[told[pair] != source]] = True
    rows: Bools = several[pair]
    return rows


def _joined(one: Frame, other: Frame) -> Frame:
    def both(a: Ints, b: Ints) -> Ints:
        return np.concatenate([a, b])

    return Frame(
        Dimension(both(one.organisation.codes, other.organisation.codes), one.organisation.values),
        both(one.year, other.year),
        {
            name: Dimension(both(d.codes, other.dimensions[name].codes), d.values)
            for name, d in one.dimensions.items()
        },
        {name: np.concatenate([c, other.columns[name]]) for name, c in one.columns.items()},
        {name: both(word, other.words[name]) for name, word in one.words.items()},
        None if one.entity is None or other.entity is None else both(one.entity, other.entity),
    )
