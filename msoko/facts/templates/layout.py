"""What a template and its reader must agree on: sheet names, the marker, the column of examples."""

from __future__ import annotations

from typing import Final

INSTRUCTIONS: Final = "Как заполнять"
LISTS: Final = "Списки"
# First cell of the hidden sheet of lists; the next cell to the right holds the table's identifier.
MARKER: Final = "msoko: таблица"
# The service column on the left: a row that says «пример» is never read.
ROW_HEADING: Final = "Строка"
EXAMPLE: Final = "пример"
# Stands after the heading of a column in which no cell may stay empty.
REQUIRED: Final = "*"
YES, NO = "да", "нет"

# Bounds the meanings of the columns state in words.
BOUNDS: Final = {
    "mark": (2, 5),
    "journal_mark": (2, 5),
    "grade": (0, 12),
    "percent": (0, 100),
    "plan_done": (0, 100),
}
