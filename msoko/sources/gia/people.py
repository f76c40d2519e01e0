"""How a protocol's person is designated, and which lines repeat a person."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from msoko.sources.gia.sections import Section
from msoko.sources.reading.cells import Coded
from msoko.sources.reading.words import plain

_NAMES = ("surname", "name", "patronymic")


def designations(section: Section) -> list[str]:
    """«иванов|иван|иванович» per line.

    The document is left out on purpose: appeals of ОГЭ and compact exports have none, and the same
    person must be the same everywhere in one school. Namesakes are told apart by `with_document`.
    """
    columns = [section.column(name) for name in _NAMES]
    words = [[plain(word or "") for word in column.words] for column in columns]
    return [
        "|".join(words[part][column.codes[line]] for part, column in enumerate(columns))
        for line in range(len(section.lines))
    ]


def documents(section: Section) -> list[str]:
    """Digits of series and number, however they are written; empty where there is none."""
    parts = [section.column(name) for name in ("series", "number", "document")]
    return [
        "".join(_digits(column, line) for column in parts) for line in range(len(section.lines))
    ]


def _digits(column: Coded, line: int) -> str:
    word = column.words[column.codes[line]]
    return "".join(sign for sign in word or "" if sign.isdigit())


def repeats(rows: pa.Table, columns: tuple[str, ...]) -> list[int]:
    """Numbers of rows equal in these columns to an earlier row."""
    seen: set[tuple[object, ...]] = set()
    found = []
    keys = zip(*(rows[name].to_pylist() for name in columns), strict=True)
    for number, key in enumerate(keys):
        if key in seen:
            found.append(number)
        seen.add(key)
    return found


def last_of_each(rows: pa.Table, columns: tuple[str, ...]) -> pa.Array:
    """Numbers of the last row of each person and exam: the later line of an appeal counts."""
    last = {
        key: number
        for number, key in enumerate(
            zip(*(rows[name].to_pylist() for name in columns), strict=True)
        )
    }
    return pa.array(np.array(sorted(last.values()), np.int64))
