"""Amounts of one formula at every level: numerators beside denominators, key by key."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from msoko.indicators.context import Among, Context
from msoko.indicators.frame import Bools, Floats, Ints
from msoko.indicators.grain import EMPTY, Grain, distinct, less, unpack, with_cell
from msoko.indicators.predicates import Predicate
from msoko.indicators.recipes import Quotient
from msoko.indicators.request import HAS
from msoko.indicators.terms import REVIEWED, Term

Named = tuple[Grain, tuple[str, ...]]  # amounts, and the breakdown columns they are told by


@dataclass(frozen=True)
class Series:
    """Parallel arrays of one level: keys (unit, period, cell), numerator, denominator.

    A plain number has NaN denominators; `squares` are there for means only. `unsure` marks values
    that miss something, `untold` those of which too much is missing to tell them (None: nowhere);
    `undecided` are amounts that may belong to the numerator, until the values are `shown`.
    """

    keys: Ints
    numerator: Floats
    denominator: Floats
    squares: Floats | None = None
    unsure: Bools | None = None
    untold: Bools | None = None
    undecided: Floats | None = None

    def __len__(self) -> int:
        return len(self.keys)

    def certain(self) -> Floats:
        """What is in the numerator."""
        return self.numerator

    def possible(self) -> Floats:
        """What is in the numerator or may yet belong to it."""
        return self.numerator if self.undecided is None else self.numerator + self.undecided

    def doubted(self, unsure: Bools, untold: Bools) -> Series:
        """The same with more values marked; over nothing there is no value to be told anyway."""
        untold = untold & (self.denominator > 0)
        return replace(
            self,
            unsure=unsure if self.unsure is None else self.unsure | unsure,
            untold=untold if self.untold is None else self.untold | untold,
        )

    def shown(self) -> Series:
        """The same without cells where all is in doubt and nothing is there to compare it with."""
        if self.undecided is None:
            return self
        rows = (self.numerator != 0) | (self.denominator != 0)
        return Series(
            self.keys[rows],
            self.numerator[rows],
            self.denominator[rows],
            unsure=None if self.unsure is None else self.unsure[rows],
            untold=None if self.untold is None else self.untold[rows],
        )

    def told(self) -> Series:
        """The same without the numerators that cannot be told."""
        if self.untold is None:
            return self
        return replace(self, numerator=np.where(self.untold, np.nan, self.numerator))

    def with_zeros(self, keys: Ints, bottom: float, top: float = 0.0) -> Series:
        """The same with zeros (or `top`) over `bottom` appended at keys that are not there."""
        absent = less(keys, self.keys)
        if not len(absent):
            return self
        zeros = np.zeros(len(absent))
        return Series(
            np.concatenate([self.keys, absent]),
            np.concatenate([self.numerator, zeros + top]),
            np.concatenate([self.denominator, np.full(len(absent), bottom)]),
            None if self.squares is None else np.concatenate([self.squares, zeros]),
            _longer(self.unsure, len(absent)),
            _longer(self.untold, len(absent)),
        )


def _longer(marks: Bools | None, more: int) -> Bools | None:
    return None if marks is None else np.concatenate([marks, np.zeros(more, dtype=bool)])


@dataclass(frozen=True)
class Ask:
    """Which rows belong: kinds of organisations, results that reviews leave out, and, when a value
    takes from several tables, organisations (keys without cells) that have sent all of them."""

    kinds: tuple[str, ...]
    excluded: Predicate | None = None
    among: Among | None = None


def quotient(
    context: Context, recipe: Quotient, breakdown: tuple[str, ...], level: str, ask: Ask
) -> Series:
    """Numerators over denominators by unit, period and breakdown cell.

    A denominator whose table has no column of the breakdown stays whole in every cell.
    """
    tops = [_grain(context, term, breakdown, level, ask) for term in recipe.numerator]
    bottoms = [_grain(context, term, breakdown, level, ask) for term in recipe.denominator or ()]
    open_ = _open(context, recipe, breakdown, level, ask)
    full = [g for g, names in (*tops, *bottoms, *open_[0]) if names == breakdown]
    if not full:
        return Series(EMPTY.keys, EMPTY.amounts, EMPTY.amounts)
    keys = distinct(np.concatenate([grain.keys for grain in full]))
    numerator = _lined_up(context, tops, breakdown, keys)
    squares = None
    if recipe.squares:
        squares = _lined_up(
            context, [_grain(context, recipe.squares, breakdown, level, ask)], breakdown, keys
        )
    denominator = np.full(len(keys), np.nan)
    if recipe.denominator is not None:
        denominator = _lined_up(context, bottoms, breakdown, keys)
    if recipe.doubtful is None:
        return Series(keys, numerator, denominator, squares)
    possible, certain = (_lined_up(context, one, breakdown, keys) for one in open_)
    undecided = possible - certain
    series = Series(keys, numerator, denominator, undecided=undecided)
    return series.doubted(undecided > 0, recipe.doubtful.decisive & (2 * undecided > denominator))


def _open(
    context: Context, recipe: Quotient, breakdown: tuple[str, ...], level: str, ask: Ask
) -> tuple[list[Named], list[Named]]:
    """Amounts of what may belong to the numerator, and of what of it certainly does."""
    if recipe.doubtful is None:
        return [], []
    possible, certain = recipe.doubtful.possible, recipe.doubtful.certain
    return (
        [_grain(context, term, breakdown, level, ask) for term in possible],
        [_grain(context, term, breakdown, level, ask) for term in certain],
    )


def _grain(context: Context, term: Term, breakdown: tuple[str, ...], level: str, ask: Ask) -> Named:
    names = tuple(name for name in breakdown if name in HAS[term.table])
    excluded = ask.excluded if term.table in REVIEWED else None
    grain = context.grain(
        term, names, level=level, kinds=ask.kinds, excluded=excluded, among=ask.among
    )
    return grain, names


def _lined_up(
    context: Context,
    grains: list[Named],
    breakdown: tuple[str, ...],
    keys: Ints,
) -> Floats:
    """Amounts of several grains added, each at the cell of its own part of the breakdown."""
    total = np.zeros(len(keys))
    for grain, names in grains:
        wanted = keys if names == breakdown else _coarser(context, keys, names)
        total += grain.at(wanted)
    return total


def _coarser(context: Context, keys: Ints, names: tuple[str, ...]) -> Ints:
    """The same units and periods in the cells of fewer breakdown columns."""
    if not names:
        return with_cell(keys, 0)
    labels = context.cells.list
    _, _, cells = unpack(keys)
    unique, inverse = np.unique(cells, return_inverse=True)
    fewer = []
    for cell in unique:
        kept = [pair for pair in labels[cell].split(";") if pair.split("=")[0] in names]
        fewer.append(context.cells.number(";".join(kept)))
    return with_cell(keys, np.array(fewer, dtype=np.int64)[inverse])


def joined(series: list[Series]) -> Series:
    """Several series one after another (their keys must not repeat)."""
    if len(series) == 1:
        return series[0]
    squares = [part.squares for part in series]
    return Series(
        np.concatenate([part.keys for part in series]),
        np.concatenate([part.numerator for part in series]),
        np.concatenate([part.denominator for part in series]),
        None
        if any(part is None for part in squares)
        else np.concatenate([part for part in squares if part is not None]),
        _marks([part.unsure for part in series], series),
        _marks([part.untold for part in series], series),
    )


def _marks(marks: list[Bools | None], series: list[Series]) -> Bools | None:
    if all(one is None for one in marks):
        return None
    return np.concatenate(
        [
            np.zeros(len(part), dtype=bool) if one is None else one
            for one, part in zip(marks, series, strict=True)
        ]
    )


def moved(series: Series, context: Context, label: str) -> Series:
    """The same numbers under a cell label put before their own: "line=base;subject=math"."""
    if not label:
        return series
    labels = context.cells.list
    _, _, cells = unpack(series.keys)
    unique, inverse = np.unique(cells, return_inverse=True)
    numbers = [
        context.cells.number(f"{label};{labels[cell]}" if labels[cell] else label)
        for cell in unique
    ]
    keys = with_cell(series.keys, np.array(numbers, dtype=np.int64)[inverse] if len(unique) else 0)
    return replace(series, keys=keys)


def own_cells(series: Series, context: Context, label: str) -> tuple[Bools, Ints]:
    """(rows under a label, or without one of the indicator itself; their keys less the label)."""
    labels = context.cells.list
    _, _, cells = unpack(series.keys)
    unique, inverse = np.unique(cells, return_inverse=True)
    own = [_own(labels[cell], label) for cell in unique]
    numbers = np.array([-1 if name is None else context.cells.number(name) for name in own] or [0])
    here = numbers[inverse] if len(unique) else cells
    return here >= 0, with_cell(series.keys, here)


def _own(cell: str, label: str) -> str | None:
    if not label:
        return None if cell.startswith(("line=", "reading=")) else cell
    if cell == label:
        return ""
    return cell[len(label) + 1 :] if cell.startswith(f"{label};") else None
