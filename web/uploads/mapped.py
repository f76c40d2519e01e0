"""A book of an unknown layout as the canonical table a person said it is, cells in their places."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from msoko.facts.incoming import Hint
from msoko.facts.templates import layout
from msoko.problem import Problem
from msoko.sources.reading.cells import Coded
from msoko.sources.reading.kind import Options, Reading
from msoko.sources.reading.scales import Scales
from msoko.sources.registry import read as read_book
from msoko.sources.sheets import Book, Sheet
from web.uploads.layouts import keys_of, rows_of, signature


@dataclass(frozen=True)
class Rule:
    """A remembered layout: `columns` from column to heading, `constants` from column to word."""

    signature: str
    table: str
    columns: Mapping[str, str]
    constants: Mapping[str, str]

    @property
    def digest(self) -> str:
        """What tells one reading of the same bytes from another."""
        said = [self.signature, self.table, dict(self.columns), dict(self.constants)]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def signatures(book: Book) -> set[str]:
    """Signatures of every row that may be the headings, in the visible sheets."""
    return {
        signature(keys_of(sheet.row(row)))
        for sheet in book.sheets
        if not sheet.hidden
        for row in rows_of(sheet)
    }


def read(book: Book, rule: Rule, options: Options, scales: Scales) -> Reading:
    """What the canonical reader makes of the book; its bytes are not kept, they may hold names."""
    found = _found(book, rule)
    if found is None:
        return Reading(None, (_changed(book),))
    sheet, row = found
    reading = read_book(_canonical(book, sheet, row, rule), options, scales)
    if reading.incoming is None:
        return reading
    said = Hint("mapping", rule.digest, "option")
    incoming = replace(
        reading.incoming, hints=(*reading.incoming.hints, said), keeps_original=False
    )
    return replace(reading, incoming=incoming)


def _found(book: Book, rule: Rule) -> tuple[Sheet, int] | None:
    for sheet in book.sheets:
        for row in () if sheet.hidden else rows_of(sheet):
            if signature(keys_of(sheet.row(row))) == rule.signature:
                return sheet, row
    return None


def _canonical(book: Book, sheet: Sheet, row: int, rule: Rule) -> Book:
    """The sheet with the table's own headings where they were, constants to its right."""
    named = {key: name for name, key in rule.columns.items()}
    empty = pa.nulls(sheet.n_rows, pa.string())
    filled = np.zeros(sheet.n_rows - row - 1, bool)
    columns = []
    for column, key in zip(sheet.columns, keys_of(sheet.row(row)), strict=True):
        if key not in named:
            columns.append(empty)
            continue
        below = column.slice(row + 1)
        filled |= ~Coded.of(below).empty
        columns.append(_column(row, named[key], below))
    for name, word in rule.constants.items():
        columns.append(_column(row, name, pa.array(np.where(filled, word, None), pa.string())))
    plain = replace(sheet, columns=tuple(columns), n_columns=len(columns))
    return replace(book, sheets=(plain, _marker(rule.table)))


def _column(row: int, name: str, below: pa.Array) -> pa.Array:
    head = pa.array([None] * row + [name], pa.string())
    return pa.concat_arrays([head, below.cast(pa.string())])


def _marker(table: str) -> Sheet:
    """The hidden sheet by which a template says which table it is for."""
    cells = tuple(pa.array([word], pa.string()) for word in (layout.MARKER, table))
    return Sheet(layout.LISTS, cells, 1, 2, hidden=True)


def _changed(book: Book) -> Problem:
    return Problem(
        "layout_changed",
        "в файле нет заголовков, для которых сделана раскладка столбцов",
        "укажите раскладку этого файла заново",
        file=book.name,
    )
