"""Task columns of a result table: number of the task and its largest score from the heading."""

from __future__ import annotations

import re
from dataclasses import dataclass

# «1 (2б)», «5(1) (1б)», «16 (1) (1б)», «4К1 (3б)», «11.3 k1 (2б)», «9(9б)»: every spelling met
# (FIELD A1 b). Criteria may be written with a Cyrillic or a Latin «k».
_TASK = re.compile(
    r"\s*(\d+)(?:\s*[.(]\s*(\d+)\s*\)?)?\s*(?:[КкKk]\s*(\d+))?\s*\(\s*(\d+)\s*[бb]\.?\s*\)\s*", re.I
)


@dataclass(frozen=True)
class Task:
    """A task column: its name as works call it («4К1», «5.2»), its largest score, its column."""

    name: str
    largest: float | None
    column: int


def task_of(heading: str | None, column: int) -> Task | None:
    """The task a heading names: «11.3 k1 (2б)» → 11.3К1 worth 2; None when it is no task."""
    found = _TASK.fullmatch(heading or "")
    if not found:
        return None
    number, part, criterion, largest = found.groups()
    name = number + (f".{part}" if part else "") + (f"К{criterion}" if criterion else "")
    return Task(name, float(largest), column)


def tasks_of(headings: tuple[str | None, ...], before: int | None = None) -> tuple[Task, ...]:
    """All task columns left of column `before`: right of the total stand helper lists."""
    found = (task_of(text, column) for column, text in enumerate(headings[:before]))
    return tuple(task for task in found if task is not None)
