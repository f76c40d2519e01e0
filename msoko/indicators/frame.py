"""Sums and flags as arrays: what a scan brought back, ready to be masked and added up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from msoko.indicators.predicates import And, Leaf, Or, Predicate

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Dimension:
    """A column of few values: codes into `values`; -1 is unknown."""

    codes: Ints
    values: list[Any]

    def where(self, holds: Callable[[Any], bool]) -> Bools:
        """Rows whose value meets a test, asked once per distinct value (and once for None)."""
        answers = np.array([holds(value) for value in [*self.values, None]], dtype=bool)
        return answers[self.codes]


@dataclass(frozen=True)
class Frame:
    """Rows of a scan: organisation and period, dimensions, and columns to add up.

    A frame of flags has distinct values (`entity`) and flags as bits of whole numbers (`words`).
    A row of several values that are alike tells how many (`weight`), and not which (-1).
    """

    organisation: Dimension
    year: Ints
    dimensions: dict[str, Dimension]
    columns: dict[str, Floats]
    words: dict[str, Ints]
    entity: Ints | None = None
    weight: Floats | None = None

    def __len__(self) -> int:
        return len(self.year)

    def mask(self, predicate: Predicate) -> Bools:
        """Rows that meet a test on dimensions."""
        if isinstance(predicate, Leaf):
            return self.dimensions[predicate.column].where(predicate.holds)
        if isinstance(predicate, And) and not predicate.parts:
            return np.ones(len(self), dtype=bool)
        join = np.logical_or if isinstance(predicate, Or) else np.logical_and
        whole = self.mask(predicate.parts[0])
        for part in predicate.parts[1:]:
            whole = join(whole, self.mask(part))
        return whole

    def take(self, rows: Bools | Ints) -> Frame:
        """Only these rows."""
        return Frame(
            Dimension(self.organisation.codes[rows], self.organisation.values),
            self.year[rows],
            {name: Dimension(d.codes[rows], d.values) for name, d in self.dimensions.items()},
            {name: column[rows] for name, column in self.columns.items()},
            {name: word[rows] for name, word in self.words.items()},
            None if self.entity is None else self.entity[rows],
            None if self.weight is None else self.weight[rows],
        )

    def weights(self, rows: Ints) -> Floats:
        """How many distinct values each of these rows stands for."""
        return np.ones(len(rows)) if self.weight is None else self.weight[rows]

    def pairs(self) -> Ints:
        """Every row's organisation and year as one number."""
        if not len(self):
            return np.zeros(0, dtype=np.int64)
        first = int(self.year.min())
        span = int(self.year.max()) - first + 1
        return self.organisation.codes.astype(np.int64) * span + (self.year - first)

    def cells(self, keys: Sequence[str]) -> Ints:
        """Every row's combination of values of dimensions as one number, for one frame only."""
        code = np.zeros(len(self), dtype=np.int64)
        for name in keys:
            dimension = self.dimensions[name]
            code = code * (len(dimension.values) + 1) + dimension.codes + 1
        return code


def counted(codes: Ints) -> tuple[Ints, Ints]:
    """(place of every code among those used, codes used in order), for codes from a short range.

    The same as `np.unique` with its inverse, without sorting.
    """
    used: Ints = np.flatnonzero(np.bincount(codes))
    place = np.zeros(int(used[-1]) + 1 if len(used) else 0, dtype=np.int64)
    place[used] = np.arange(len(used))
    return place[codes], used


def numbered(columns: Sequence[Ints]) -> tuple[Ints, list[Ints]]:
    """(number of every row's combination of values, the combinations column by column)."""
    number, _ = coded(pa.chunked_array([pa.array(columns[0])]))
    for column in columns[1:]:
        codes, values = coded(pa.chunked_array([pa.array(column)]))
        whole = number.astype(np.int64) * len(values) + codes
        number, _ = coded(pa.chunked_array([pa.array(whole)]))
    first = np.zeros(int(number.max(initial=-1)) + 1, dtype=np.int64)
    first[number[::-1]] = np.arange(len(number))[::-1]
    return number, [column[first].astype(np.int64) for column in columns]


def coded(column: pa.ChunkedArray) -> tuple[Ints, pa.Array]:
    """A column as codes into its distinct values; -1 is unknown."""
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    chunks = column.unify_dictionaries().chunks
    if not chunks:
        return np.zeros(0, dtype=np.int32), pa.array([], column.type.value_type)
    values = chunks[0].dictionary
    codes = [_codes(chunk.indices, len(values)) for chunk in chunks]
    return codes[0] if len(codes) == 1 else np.concatenate(codes), values


def _codes(indices: pa.Array, values: int) -> Ints:
    if indices.null_count:
        indices = pc.fill_null(indices, -1)
    codes = np.asarray(indices.to_numpy(zero_copy_only=False))
    return codes.astype(np.int8 if values < 1 << 7 else np.int16 if values < 1 << 15 else np.int32)


def dimension(column: pa.ChunkedArray) -> Dimension:
    """A column as codes and distinct values."""
    codes, values = coded(column)
    return Dimension(codes, values.to_pylist())


def frame_of(rows: pa.Table, keys: Sequence[str], canonical: Callable[[str], str]) -> Frame:
    """Arrays of a scan's rows; organisations are renamed to the register's codes.

    All other columns are numbers to add up, dates, or words of bits.
    """
    written = dimension(rows["organisation"])
    names = [canonical(code) for code in written.values]
    values = list(dict.fromkeys(names))
    index = {name: place for place, name in enumerate(values)}
    recode: Any = np.array([index[name] for name in names] or [0], dtype=np.int32)
    skip = {"upload", "organisation", "year", "entity", *keys}
    return Frame(
        Dimension(recode[written.codes], values),
        numbers(rows["year"]).astype(np.int32),
        {key: dimension(rows[key]) for key in keys},
        {name: numbers(rows[name]) for name in rows.column_names if name not in skip},
        {},
        coded(rows["entity"])[0] if "entity" in rows.column_names else None,
    )


def numbers(column: pa.ChunkedArray) -> Any:
    """A column as floats, unknown is NaN, dates are days since 1970; whole numbers stay whole."""
    if pa.types.is_dictionary(column.type) and not column.null_count:
        codes, values = coded(column)
        return values.to_numpy(zero_copy_only=False)[codes] if len(values) else codes
    if pa.types.is_date(column.type) or pa.types.is_timestamp(column.type):
        column = column.cast(pa.date32()).cast(pa.int32())
    elif pa.types.is_integer(column.type) and not column.null_count:
        return column.to_numpy()
    return np.asarray(pc.fill_null(column.cast(pa.float64()), float("nan")).to_numpy(), dtype=float)
