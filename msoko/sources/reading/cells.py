"""Columns of text read once per distinct cell: a column is its codes and its few words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Coded:
    """A column as `codes` into `words`; the last word is None and stands for empty cells."""

    codes: npt.NDArray[np.int32]
    words: tuple[str | None, ...]

    @classmethod
    def of(cls, column: pa.Array) -> Coded:
        """Encode a text column."""
        encoded = column.dictionary_encode()
        words = (*encoded.dictionary.to_pylist(), None)
        codes = encoded.indices.fill_null(len(words) - 1)
        return cls(codes.to_numpy(zero_copy_only=False), words)

    @classmethod
    def constant(cls, word: str | None, length: int) -> Coded:
        """A column that says the same in every row."""
        return cls(np.zeros(length, np.int32), (word, None))

    @cached_property
    def empty(self) -> Mask:
        """Where the cell is empty."""
        return self.where(lambda word: word is None)

    def where(self, test: Callable[[str | None], bool]) -> Mask:
        """Rows whose word passes the test."""
        return np.array([test(word) for word in self.words], bool)[self.codes]

    def numbers(self, meaning: Callable[[str | None], float]) -> Floats:
        """The number each cell means, NaN when unknown."""
        return np.array([meaning(word) for word in self.words], np.float64)[self.codes]

    def texts(self, meaning: Callable[[str | None], str | None]) -> pa.Array:
        """The text each cell means, null when unknown."""
        return pa.array([meaning(word) for word in self.words], pa.string()).take(
            pa.array(self.codes)
        )

    def take(self, rows: Ints) -> Coded:
        """The same column with these rows only."""
        return Coded(self.codes[rows], self.words)

    def used(self) -> set[str]:
        """Words that occur in some row."""
        return {word for code in np.unique(self.codes) if (word := self.words[code]) is not None}


def number(word: str | None) -> float:
    """A number as clerks write it: "12", "3,5", "1 722 202", "5.06 %"; NaN when it is none."""
    if word is None:
        return np.nan
    plain = word.replace("\xa0", "").replace(" ", "").replace(",", ".").removesuffix("%")
    try:
        value = float(plain)
    except ValueError:
        return np.nan
    return value if np.isfinite(value) else np.nan


def known_number(word: str | None) -> float | None:
    """A number as clerks write it, None when it is none."""
    value = number(word)
    return None if np.isnan(value) else value


def nullable(values: Floats, kind: pa.DataType) -> pa.Array:
    """Numbers with NaN for unknown → an Arrow array with nulls."""
    unknown = np.isnan(values)
    return pa.array(np.where(unknown, 0, values), mask=unknown).cast(kind)


def repeated(value: object, kind: pa.DataType, length: int) -> pa.Array:
    """One value in every row."""
    return pa.repeat(pa.scalar(value, kind), length)
