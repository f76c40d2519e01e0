"""What a column of a fact table means, which values it takes, and whether it may be unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

ColumnType = Literal["text", "code", "int", "number", "bool", "date", "person", "year"]


@dataclass(frozen=True)
class Column:
    """One column: identifier, type, Russian heading, meaning.

    `unknown` says that a cell may be empty, so conditions on it must say keep or drop.
    `codes` are the legal values of a "code" column with their Russian words.
    `dimension` columns have few values: sums are kept per value and can be broken down by them.
    "person" columns hold pseudonyms; what a file writes there is hashed at the door.
    """

    name: str
    type: ColumnType
    ru: str
    meaning: str
    unknown: bool = True
    codes: Mapping[str, str] = field(default_factory=dict)
    dimension: bool = False
    example: str = ""


@dataclass(frozen=True)
class Table:
    """One fact table: what a row is, its columns, and the columns that make a row unique."""

    name: str
    ru: str
    row_is: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    def column(self, name: str) -> Column:
        """The column by identifier; KeyError when there is none."""
        return self._by_name[name]

    def has(self, name: str) -> bool:
        """Whether the table has such a column."""
        return name in self._by_name

    @property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def names(self) -> tuple[str, ...]:
        """Identifiers in order."""
        return tuple(column.name for column in self.columns)
