"""What was released before: a new release is judged together with it.

The ledger knows the true value of hidden cells, so it is as closed as the facts themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from msoko.disclosure.system import Range
from msoko.disclosure.table import Key, Relation
from msoko.problem import Problem


@dataclass(frozen=True)
class Ledger:
    """Cells of all releases with their true counts, those shown, ranges told, and the sums."""

    counts: Mapping[Key, int] = field(default_factory=dict)
    shown: frozenset[Key] = frozenset()
    ranges: Mapping[Key, Range] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()

    def related(self, keys: Iterable[Key]) -> Ledger:
        """The part of the ledger that sums tie to these cells, however far."""
        lines: dict[Key, list[Relation]] = {}
        for one in self.relations:
            for key in (one.whole, *one.parts):
                lines.setdefault(key, []).append(one)
        waiting = list(keys)
        met, tied = set(waiting), dict[Relation, None]()
        while waiting:
            for one in lines.get(waiting.pop(), ()):
                tied[one] = None
                fresh = {one.whole, *one.parts} - met
                met |= fresh
                waiting += fresh
        counts = {key: count for key, count in self.counts.items() if key in met}
        ranges = {key: told for key, told in self.ranges.items() if key in met}
        return Ledger(counts, self.shown & met, ranges, tuple(tied))

    def joined(self, other: Ledger) -> Ledger:
        """Both; what one of them shows is shown."""
        relations = tuple(dict.fromkeys((*self.relations, *other.relations)))
        counts = {**self.counts, **other.counts}
        return Ledger(counts, self.shown | other.shown, {**self.ranges, **other.ranges}, relations)

    def disagreements(self, counts: Mapping[Key, int]) -> tuple[Problem, ...]:
        """Cells whose count is no longer what a release was made from.

        Two values of one number give away by their difference who was added or left out.
        """
        changed = [k for k, count in counts.items() if self.counts.get(k, count) != count]
        if not changed:
            return ()
        where = ", ".join(f"{name}: {member}" for name, member in changed[0]) or "всего"
        what = f"число уже выпускалось с другим значением ({where})"
        mend = (
            "разность двух выпусков выдаёт тех, кого добавили или убрали: опубликуйте прежние "
            "числа или отзовите прежний выпуск и начните журнал выпусков заново"
        )
        return (Problem("released_otherwise", what, mend, count=len(changed)),)


def as_dict(ledger: Ledger) -> dict[str, Any]:
    """The ledger as plain values for a closed file; `read` takes them back."""
    at = {key: place for place, key in enumerate(ledger.counts)}
    return {
        "cells": [
            {"key": dict(key), "count": count, "shown": key in ledger.shown,
             "range": ledger.ranges.get(key)}
            for key, count in ledger.counts.items()
        ],
        "sums": [
            {"whole": at[one.whole], "parts": [at[part] for part in one.parts], "tells": one.tells}
            for one in ledger.relations
        ],
    }  # fmt: skip


def read(told: Mapping[str, Any]) -> Ledger:
    """The ledger that `as_dict` wrote."""
    keys = [tuple(sorted(cell["key"].items())) for cell in told["cells"]]
    cells = list(zip(keys, told["cells"], strict=True))
    ranges = {key: (cell["range"][0], cell["range"][1]) for key, cell in cells if cell["range"]}
    relations = [
        Relation(keys[one["whole"]], tuple(keys[part] for part in one["parts"]), one["tells"])
        for one in told["sums"]
    ]
    counts = {key: int(cell["count"]) for key, cell in cells}
    shown = frozenset(key for key, cell in cells if cell["shown"])
    return Ledger(counts, shown, ranges, tuple(relations))
