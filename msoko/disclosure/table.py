"""Tables of persons counted by unit and category, with every total and every sum they obey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
TOTAL = "всего"
# What a cell is about: pairs of dimension and member, sorted; «всего» is left out, so that the
# total of a breakdown is the same cell as the table without the breakdown.
Key = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Dimension:
    """Members of one breakdown as a tree: `parents` are positions, −1 at the top.

    `tells` marks what is learnt about a person (a mark), unlike what finds him (a school): where
    all of a group share one such category, everybody's is known.
    """

    name: str
    members: tuple[str, ...]
    parents: tuple[int, ...]
    tells: bool = False

    @property
    def leaves(self) -> list[int]:
        """Positions of members that have no parts."""
        return [at for at in range(len(self.members)) if at not in self.parents]

    def parts(self, at: int) -> list[int]:
        """Positions of the direct parts of a member."""
        return [part for part, parent in enumerate(self.parents) if parent == at]


@dataclass(frozen=True)
class Relation:
    """A total and the parts that add up to it; `tells` as in the dimension it runs along."""

    whole: Key
    parts: tuple[Key, ...]
    tells: bool


@dataclass(frozen=True)
class Table:
    """Counts over all members of the dimensions, totals included; shape (members, …).

    `wanted` cells are meant to be published. The others are never shown, yet must not be found
    out by subtraction: publish girls only, and boys are the unwanted rest. `known` cells are known
    to everybody anyway (enrolment), hiding them would protect nothing.
    """

    dimensions: tuple[Dimension, ...]
    counts: Ints
    wanted: Bools
    known: Bools
    about: Key = ()

    def key(self, place: Sequence[int]) -> Key:
        """What the cell at these positions is about."""
        own = zip(self.dimensions, place, strict=True)
        pairs = [(one.name, one.members[at]) for one, at in own]
        return tuple(sorted([*self.about, *(pair for pair in pairs if pair[1] != TOTAL)]))

    def keys(self) -> list[Key]:
        """Keys of all cells, in the order of `counts.ravel()`."""
        return [self.key(place) for place in np.ndindex(self.counts.shape)]

    def relations(self) -> list[Relation]:
        """Every total of every dimension, for each choice of members of the others."""
        found = []
        for axis, one in enumerate(self.dimensions):
            others = [range(n) for k, n in enumerate(self.counts.shape) if k != axis]
            for at in sorted(set(one.parents) - {-1}):
                for place in product(*others):
                    line = [
                        self.key((*place[:axis], k, *place[axis:])) for k in (at, *one.parts(at))
                    ]
                    found.append(Relation(line[0], tuple(line[1:]), one.tells))
        return found

    def finest(self) -> Bools:
        """Wanted cells none of whose parts, along any dimension, are wanted."""
        found = self.wanted.copy()
        for axis, one in enumerate(self.dimensions):
            wanted = np.moveaxis(self.wanted, axis, 0)
            split = np.array([wanted[one.parts(at)].any(axis=0) for at in range(len(one.members))])
            found &= ~np.moveaxis(split, 0, axis)
        return found


def flat(name: str, members: Sequence[str], *, tells: bool = False) -> Dimension:
    """Members that add up to «всего», which comes first."""
    return Dimension(name, (TOTAL, *members), (-1, *[0] * len(members)), tells)


def nested(name: str, parents: Mapping[str, str | None], *, tells: bool = False) -> Dimension:
    """A hierarchy: member → what it is part of, None for the top; any order."""
    members = tuple(parents)
    at = {member: place for place, member in enumerate(members)}
    tops = [-1 if parents[one] is None else at[str(parents[one])] for one in members]
    if tops.count(-1) != 1:
        raise ValueError("a hierarchy has one top")
    return Dimension(name, members, tuple(tops), tells)


def table(
    dimensions: Sequence[Dimension],
    leaves: ArrayLike,
    *,
    about: Mapping[str, str] | None = None,
    wanted: ArrayLike = True,
    known: ArrayLike = False,
) -> Table:
    """A table from the counts of its leaves (one axis a dimension), totals added.

    `wanted` and `known` are masks over all members, totals included, or one value for all.
    """
    counts = np.asarray(leaves, dtype=np.int64)
    if counts.shape != tuple(len(one.leaves) for one in dimensions) or (counts < 0).any():
        raise ValueError("counts must be whole, not negative, one for every leaf")
    for axis, one in enumerate(dimensions):
        counts = np.moveaxis(_with_totals(np.moveaxis(counts, axis, 0), one), 0, axis)
    masks = [np.broadcast_to(np.asarray(mask, bool), counts.shape) for mask in (wanted, known)]
    said = tuple(sorted((about or {}).items()))
    return Table(tuple(dimensions), counts, masks[0], masks[1], said)


def _with_totals(leaves: Ints, one: Dimension) -> Ints:
    counts = np.zeros((len(one.members), *leaves.shape[1:]), dtype=np.int64)
    for at, count in zip(one.leaves, leaves, strict=True):
        while at >= 0:
            counts[at] += count
            at = one.parents[at]
    return counts
