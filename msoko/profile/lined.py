"""A mapping read from YAML that remembers the lines of its keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Lined(dict[str, Any]):
    """A dict with `line` (where it starts) and `lines` (key → line), both counted from 1."""

    __slots__ = ("line", "lines")

    def __init__(
        self, items: Mapping[str, Any], line: int, lines: Mapping[str, int] | None = None
    ) -> None:
        super().__init__(items)
        self.line = line
        self.lines: Mapping[str, int] = lines or {}


def line_of(data: object, path: tuple[int | str, ...], start: int = 1) -> int:
    """The line a path of keys and positions leads to, as far as the data goes.

    Steps that name no key (the tag a checker adds for one kind of several) are passed over.
    """
    line = data.line if isinstance(data, Lined) else start
    for step in path:
        if isinstance(data, Lined) and step in data:
            line = data.lines.get(str(step), line)
            data = data[str(step)]
        elif isinstance(data, tuple) and isinstance(step, int) and 0 <= step < len(data):
            data = data[step]
            line = data.line if isinstance(data, Lined) else line
    return line
