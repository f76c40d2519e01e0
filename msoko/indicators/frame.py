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
    """

    organisation: Dimension
    year: Ints
    dimensions: dict[str, Dimension]
    columns: dict[str, Floats]
    words: dict[str, Ints]
    entity: Ints | None = None

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
        )


def counted(codes: Ints) -> tuple[Ints, Ints]:
    """(place of every code among those used, codes used in order), for codes from a short range.

    The same as `np.unique` with its inverse, without sorting.
    """
    used: Ints = np.flatnonzero(np.bincount(codes))
    place = np.zeros(int(used[-1]) + 1 if len(used) else 0, dtype=np.int64)
    place[used] = np.arange(len(used))
    return place[codes], used


def dimension(column: pa.ChunkedArray) -> Dimension:
    """A column as codes and distinct values."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    encoded = pc.dictionary_encode(column).combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.chunk(0) if encoded.num_chunks else pa.array([], encoded.type)
    codes = pc.fill_null(encoded.indices, -1)
    return Dimension(codes.to_numpy(zero_copy_only=False), encoded.dictionary.to_pylist())


def frame_of(rows: pa.Table, keys: Sequence[str], canonical: Callable[[str], str]) -> Frame:
    """Arrays of a scan's rows; organisations are renamed to the register's codes.

    Columns named m… and d… are numbers and dates, w… are words of flags.
    """
    written = dimension(rows["organisation"])
    names = [canonical(code) for code in written.values]
    values = list(dict.fromkeys(names))
    index = {name: place for place, name in enumerate(values)}
    recode: Any = np.array([index[name] for name in names] or [0], dtype=np.int32)
    skip = {"upload", "organisation", "year", "entity", *keys}
    asked = [name for name in rows.column_names if name not in skip]
    return Frame(
        Dimension(recode[written.codes], values),
        rows["year"].to_numpy().astype(np.int32),
        {key: dimension(rows[key]) for key in keys},
        {name: numbers(rows[name]) for name in asked if not name.startswith("w")},
        {name: rows[name].to_numpy() for name in asked if name.startswith("w")},
        entity_codes(rows["entity"]) if "entity" in rows.column_names else None,
    )


def entity_codes(column: pa.ChunkedArray) -> Ints:
    """Distinct values of any type as whole numbers."""
    encoded = pc.dictionary_encode(column).combine_chunks()
    codes = encoded.chunk(0) if isinstance(encoded, pa.ChunkedArray) else encoded
    return np.asarray(codes.indices.to_numpy())


def numbers(column: pa.ChunkedArray) -> Floats:
    """A column as floats; unknown is NaN; dates are days since 1970."""
    if pa.types.is_date(column.type) or pa.types.is_timestamp(column.type):
        column = column.cast(pa.date32()).cast(pa.int32())
    return np.asarray(pc.fill_null(column.cast(pa.float64()), float("nan")).to_numpy(), dtype=float)
