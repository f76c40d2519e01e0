"""Widths of the columns of a filled table: by how much stands in them, never less than a word.

Word shares the width equally among columns made by a repeat; a number of two signs then takes as
much room as a sentence. Only tables whose style is «Таблица акта» are touched.
"""

from __future__ import annotations

from typing import Any

STYLE = "Таблица акта"
_PER_SIGN = 0.19  # centimetres a sign of 11 points takes, with a margin
_CELL = 0.45  # margins of a cell
_ENOUGH = 60  # signs: longer text only makes its column longer, not wider


def fit_columns(document: Any) -> None:
    """Set the widths of every table of an act, in place (a python-docx document)."""
    for section in document.sections[:1]:
        width = (section.page_width - section.left_margin - section.right_margin) / 360_000
        for table in document.tables:
            if table.style is not None and table.style.name == STYLE:
                _fit(table, width)


def _fit(table: Any, width: float) -> None:
    texts = [[cell.text for cell in row.cells] for row in table.rows]
    shares = widths(texts, width)
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=False):
        column.width = round(share * 360_000)
    for row in table.rows:
        for cell, share in zip(row.cells, shares, strict=False):
            cell.width = round(share * 360_000)


def widths(texts: list[list[str]], width: float) -> list[float]:
    """Centimetres of each column; `texts` are rows of cells, `width` what the page gives."""
    columns = list(zip(*texts, strict=True))
    least = [_CELL + _PER_SIGN * max(_longest_word(cell) for cell in column) for column in columns]
    if sum(least) >= width:
        return [width * one / sum(least) for one in least]
    wanted = [_wish(column) for column in columns]
    rest, total = width - sum(least), sum(wanted)
    return [one + rest * wish / total for one, wish in zip(least, wanted, strict=True)]


def _longest_word(cell: str) -> int:
    return max((len(word) for word in cell.split()), default=1)


def _wish(column: tuple[str, ...]) -> float:
    body = [min(len(cell), _ENOUGH) for cell in column]
    return max(1.0, sum(body) / len(body))
