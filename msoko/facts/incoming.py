"""What a reader of files hands to the store: rows of fact tables, not yet pseudonymous."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import pyarrow as pa

PersonSpace = Literal["work", "person", "name"]


@dataclass(frozen=True)
class Hint:
    """A fact a file does not say itself (subject, grade, year) and where it was taken from."""

    what: str
    value: str
    taken_from: Literal["file", "name", "folder", "option", "default"]


@dataclass(frozen=True)
class Incoming:
    """Rows read from one file, by table, with columns of the schema plus `sheet` and `row`.

    Columns a file does not have may be missing. Person columns hold what the file wrote;
    `person_space` says how far one designation means one person: within an organisation's
    year ("work": ВПР codes), within an organisation ("person"), or everywhere ("name").
    `keeps_original` is False when the file holds names: its bytes are then never stored.
    `replaces_rows` marks corrections of single rows (appeals): known cells of a row replace those
    of the accepted row about the same thing; see `msoko.facts.patch`.
    """

    kind: str
    tables: Mapping[str, pa.Table]
    person_space: PersonSpace = "person"
    keeps_original: bool = True
    hints: tuple[Hint, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    replaces_rows: bool = False

    @property
    def rows(self) -> int:
        """Rows over all tables."""
        return sum(table.num_rows for table in self.tables.values())
