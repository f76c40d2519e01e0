"""Delimited text → columns of text; runs in the child process.

The encoding was told by `text.py`. The delimiter is the one of `;`, tab, comma and `|` that splits
most lines into the same number of fields. Row numbers are those a spreadsheet shows on opening the
file: empty lines count, a leading "sep=;" does not.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from msoko.sources.sheets.cells import stripped
from msoko.sources.sheets.refused import RefusedError
from msoko.sources.sheets.workbook import MAX_COLUMNS, MAX_ROWS, ParsedSheet

DELIMITERS = ";\t,|"
SAMPLE_LINES = 60
# A spreadsheet cell holds at most 32 767 characters; more in one field is a lost quotation mark.
MAX_CELL = 32_767
MAX_BREAKS = 40

_SEP = re.compile(r"sep=(.)\r?\n", re.I)


def _agreement(lines: list[str], delimiter: str) -> float:
    """Share of the sample's rows with the commonest number of fields; 0 when that is one."""
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
    except csv.Error:
        return 0.0
    width, rows = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 0))
    return rows / widths.total() if width > 1 else 0.0


def delimiter_of(text: str) -> str:
    """The delimiter of a text table; `;` when the text has one column only."""
    head = itertools.islice(io.StringIO(text[: 1 << 16], newline=""), SAMPLE_LINES)
    lines = [line for line in head if line.strip()]
    # `max` keeps the first of equals: the order of DELIMITERS is the order of habit.
    return max(DELIMITERS, key=lambda delimiter: _agreement(lines, delimiter))


def _rows(text: str, delimiter: str, budget: int) -> list[list[str]]:
    rows: list[list[str]] = []
    width = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        start = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise RefusedError("long_cell", "", {"line": start}) from error
        if row is None:
            return rows
        if reader.line_num - start > MAX_BREAKS:
            raise RefusedError("open_quote", "", {"line": start})
        width = max(width, len(row))
        rows.append(row)
        if len(rows) > MAX_ROWS or width > MAX_COLUMNS or len(rows) * width > budget:
            raise RefusedError("too_many_cells", "", {"line": start})


def read(content: bytes, task: dict[str, Any]) -> Iterator[ParsedSheet]:
    """One sheet named after the file; raises RefusedError."""
    text = content.decode(task["encoding"])
    named = _SEP.match(text)
    if named:
        text = text[named.end() :]
    delimiter = named[1] if named and named[1] in DELIMITERS else delimiter_of(text)
    csv.field_size_limit(MAX_CELL)
    rows = _rows(text, delimiter, int(task["cells"]))
    columns = [stripped(column) for column in itertools.zip_longest(*rows)]
    yield ParsedSheet(task["name"], False, columns)
