"""How the reader's cells are written for people; runs in the child process.

The reader gives text: whole numbers without ".0", fractions with up to nine decimals, dates as
"2026-04-20 00:00:00", logical values as "true". Here dates lose a midnight, times of day lose the
epoch, logical values become «да»/«нет», numbers no spreadsheet can show become "#NUM!", spaces
(no-break ones too) are cut off the ends, and a cell left without text is null. A percentage stays
the fraction it is stored as.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pyarrow as pa

ERROR_TEXTS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "GettingData": "#GETTING_DATA",
}
WORDS = {"true": "да", "false": "нет", "NaN": "#NUM!", "inf": "#NUM!", "-inf": "#NUM!", "-0": "0"}

# What the bytes of a column must hold before the dearer exact step is worth taking. One letter is
# looked for first: that search is many times faster, and Russian text has few Latin letters.
_WORD = ((b"u", b"true"), (b"f", b"false"), (b"N", b"NaN"), (b"f", b"inf"), (b"-", b"-0"))
_MIDNIGHT = ((b":", b" 00:00:00"),)
_EPOCH = ((b":", b"1899-12-3"),)
_SPACE = (
    *((space, space) for space in (b" ", b"\n", b"\t", b"\r")),
    *((space[:1], space) for space in (b"\xc2\xa0", b"\xe2\x80", b"\xe3\x80")),
)


def _to_words(column: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    for source, target in WORDS.items():
        column = pc.if_else(pc.equal(column, source), pa.scalar(target, column.type), column)
    return column


def _without_midnight(column: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    return pc.replace_substring_regex(column, r"^(\d{4}-\d\d-\d\d) 00:00:00$", r"\1")


def _without_epoch(column: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    return pc.replace_substring_regex(column, r"^1899-12-3[01] (\d\d:\d\d:\d\d)$", r"\1")


def _stripped(column: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    trimmed = pc.utf8_trim_whitespace(column)
    if trimmed.equals(column):
        return column
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, column.type), trimmed)


_STEPS: tuple[tuple[tuple[tuple[bytes, bytes], ...], Callable[[pa.Array], pa.Array]], ...] = (
    (_WORD, _to_words),
    (_EPOCH, _without_epoch),  # before the next one: midnight itself is a time of day too
    (_MIDNIGHT, _without_midnight),
    (_SPACE, _stripped),
)


def tidy(column: pa.Array) -> pa.Array:
    """A column of the reader as people write it; untouched when there is nothing to change."""
    buffer = column.buffers()[2]
    if buffer is None:
        return column
    text = buffer.to_pybytes()
    for signs, change in _STEPS:
        if any(letter in text and part in text for letter, part in signs):
            column = change(column)
    return column


def stripped(values: Iterable[str | None]) -> pa.Array:
    """A column of plain text: ends stripped, nothing else changed."""
    return pa.array([(value.strip() or None) if value else None for value in values], pa.string())


def with_errors(column: pa.Array, errors: dict[int, str]) -> pa.Array:
    """The column with error texts such as "#DIV/0!" set at the given rows."""
    if not errors:
        return column
    values = column.to_pylist()
    for row, kind in errors.items():
        values[row] = ERROR_TEXTS.get(kind, f"#{kind.upper()}!")
    return pa.array(values, column.type)
