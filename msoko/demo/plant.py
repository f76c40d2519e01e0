"""Planting: exact shares of «2», heaps at mark boundaries, and nothing else by accident."""

from __future__ import annotations

import math

import numpy as np

from msoko.demo.people import Ints
from msoko.demo.sitting import Sitting, least_passing, move

# Just below the boundaries of «3» and «4» teachers everywhere find the missing point (FIELD 0.4).
_KIND = (0.55, 0.15, 0.0)
# Works the rule of low results looks at, and the shares of «2» from which it does.
RULE_WORKS = {
    ("vpr", "russian", 4): 0.2, ("vpr", "math", 4): 0.2, ("vpr", "world_around", 4): 0.2,
    ("vpr", "russian", 5): 0.3, ("vpr", "math", 5): 0.3,
    ("vpr", "russian", 6): 0.3, ("vpr", "math", 6): 0.3,
    ("oge", "russian", 9): 0.3, ("oge", "math", 9): 0.3,
    ("ege", "russian", 11): 0.3, ("ege", "math", 11): 0.3,
}  # fmt: skip


def be_kind(sitting: Sitting, rng: np.random.Generator) -> None:
    """The ordinary spike: some of those one point short get it, in every school."""
    assert sitting.work.bounds is not None
    for bound, share in zip(sitting.work.bounds, _KIND, strict=True):
        _lift(sitting, np.flatnonzero(sitting.present), bound, 1, share, rng)


def manipulate(
    sitting: Sitting, school: int, lifted: float, reach: float, rng: np.random.Generator
) -> None:
    """Heap one school's pupils at every boundary: `lifted` of those up to `reach` below."""
    assert sitting.work.bounds is not None
    points = max(3, round(reach * sitting.work.largest))
    for bound in sitting.work.bounds:
        _lift(sitting, sitting.rows_of(school), bound, points, lifted, rng)


def fix_marks(
    sitting: Sitting, school: int, share: float, rng: np.random.Generator
) -> tuple[int, int]:
    """Let exactly ceil(share · n) of a school have «2» and nobody «5»; returns twos and n."""
    rows = sitting.rows_of(school)
    twos = math.ceil(share * len(rows))
    count_marks(sitting, rows, twos, rng)
    return twos, len(rows)


def count_marks(sitting: Sitting, rows: Ints, twos: int, rng: np.random.Generator) -> None:
    """Exactly `twos` «2» among the rows and no «5»: the weakest fail, the others pass."""
    assert sitting.work.bounds is not None
    three, _, five = sitting.work.bounds
    ordered = rows[np.argsort(sitting.raw[rows], kind="stable")]
    for place, row in enumerate(ordered):
        score = sitting.score(row)
        if place < twos and score >= three:
            move(sitting, int(row), three - 1 - int(rng.integers(0, 3)), rng)
        elif place >= twos and score < three:
            move(sitting, int(row), three + int(rng.integers(0, 2)), rng)
        elif score >= five:
            move(sitting, int(row), five - 1 - int(rng.integers(0, 3)), rng)


def spare(sitting: Sitting, planted: set[int], rng: np.random.Generator) -> None:
    """No school is over the threshold of the rule by chance.

    There the best pupil gets a «5»; in ЕГЭ, where groups are of one or two, all pass.
    """
    work = sitting.work
    threshold = RULE_WORKS.get((work.procedure, work.subject, work.grade))
    if threshold is None:
        return
    failed, mark = ~sitting.passed, sitting.mark
    for school in np.unique(sitting.school):
        rows = sitting.rows_of(int(school))
        if int(school) in planted or not len(rows) or failed[rows].mean() < threshold:
            continue
        if work.procedure == "ege" or work.bounds is None:
            for row in rows[failed[rows]]:
                move(sitting, int(row), least_passing(work), rng)
        elif not (mark[rows] == 5).any():
            best = rows[np.argmax(sitting.raw[rows])]
            move(sitting, int(best), work.bounds[2], rng)


def _lift(
    sitting: Sitting, rows: Ints, bound: int, reach: int, share: float, rng: np.random.Generator
) -> None:
    raw = sitting.raw[rows]
    near = rows[(raw < bound) & (raw >= bound - reach)]
    for row in near[rng.random(len(near)) < share]:
        move(sitting, int(row), bound, rng)
