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
    """Rows of a scan: organisation and period, dimensions, and columns to add up."""

    organisation: Dimension
    year: Ints
    dimensions: dict[str, Dimension]
    columns: dict[str, Floats]
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

    def take(self, rows: Bools) -> Frame:
        """Only these rows."""
        return Frame(
            Dimension(self.organisation.codes[rows], self.organisation.values),
            self.year[rows],
            {name: Dimension(d.codes[rows], d.values) for name, d in self.dimensions.items()},
            {name: column[rows] for name, column in self.columns.items()},
            None if self.entity is None else self.entity[rows],
        )


def dimension(column: pa.ChunkedArray) -> Dimension:
    """A column as codes and distinct values."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    encoded = pc.dictionary_encode(column).combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.chunk(0) if encoded.num_chunks else pa.array([], encoded.type)
    codes = pc.fill_null(encoded.indices.cast(pa.int64()), -1)
    return Dimension(codes.to_numpy(zero_copy_only=False), encoded.dictionary.to_pylist())


def frame_of(rows: pa.Table, keys: Sequence[str], canonical: Callable[[str], str]) -> Frame:
    """Arrays of a scan's rows; organisations are renamed to the register's codes."""
    written = dimension(rows["organisation"])
    names = [canonical(code) for code in written.values]
    values = list(dict.fromkeys(names))
    index = {name: place for place, name in enumerate(values)}
    recode = np.array([index[name] for name in names] or [0], dtype=np.int64)
    skip = {"upload", "organisation", "year", "entity", *keys}
    return Frame(
        Dimension(recode[written.codes], values),
        rows["year"].to_numpy().astype(np.int64),
        {key: dimension(rows[key]) for key in keys},
        {name: numbers(rows[name]) for name in rows.column_names if name not in skip},
        dimension(rows["entity"]).codes if "entity" in rows.column_names else None,
    )


def numbers(column: pa.ChunkedArray) -> Floats:
    """A column as floats; unknown is NaN; dates are days since 1970."""
    if pa.types.is_date(column.type) or pa.types.is_timestamp(column.type):
        column = column.cast(pa.date32()).cast(pa.int32())
    return np.asarray(pc.fill_null(column.cast(pa.float64()), float("nan")).to_numpy(), dtype=float)
