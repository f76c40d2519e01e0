"""What each item checks: the codifier of a work joined to the items as a file names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from msoko.analysis.evidence import Evidence, Work
from msoko.analysis.methods.distributions import Array

# Points over the codified maximum happen as slips of the pen; more of them mean other items.
_SLIPS = 0.01


@dataclass(frozen=True)
class Coded:
    """One item of the codifier; `level` is "base", "raised" (also high) or "" for unknown."""

    item: str
    skill: str
    content: str
    level: str
    largest: float


def codifiers(evidence: Evidence) -> Mapping[Work, tuple[Coded, ...]]:
    """Items of the works of the last codified year of each procedure, in the codifier's order."""
    return evidence.once(("codifiers", evidence.asked_year), lambda: _codifiers(evidence))


def _codifiers(evidence: Evidence) -> dict[Work, tuple[Coded, ...]]:
    rows = evidence.table("codifier")
    told = rows.to_pylist() if rows is not None else []
    told = [row for row in told if row["year"] <= evidence.last_year]
    last: dict[str, int] = {}
    for row in told:
        last[row["procedure"]] = max(last.get(row["procedure"], 0), row["year"])
    found: dict[Work, dict[str, Coded]] = {}
    for row in sorted(told, key=lambda row: row["row"] or 0):
        if row["year"] == last[row["procedure"]] and row["subject"] and row["grade"]:
            work = Work(row["procedure"], row["subject"], row["grade"], row["year"])
            level = "raised" if row["difficulty"] == "high" else row["difficulty"] or ""
            largest = row["max_points"] if row["max_points"] is not None else float("nan")
            coded = Coded(row["item"], row["skill"] or "", row["content"] or "", level, largest)
            found.setdefault(work, {})[row["item"]] = coded
    return {work: tuple(items.values()) for work, items in found.items()}


def matched(items: Sequence[str], coded: Sequence[Coded]) -> Mapping[str, Coded] | None:
    """Items of a file and what they check: by name, or by place where the file only counts them.

    Some exports number the columns 1…N and lose names like «5.1» (FIELD A1 c). None when neither
    names nor the number of items agree: a wrong pairing would be worse than silence.
    """
    by_name = {one.item: one for one in coded}
    if set(items) <= set(by_name):
        return {item: by_name[item] for item in items}
    counted = [str(number) for number in range(1, len(coded) + 1)]
    if set(items) == set(counted):
        return dict(zip(counted, coded, strict=True))
    return None


def fits(points: Array, largest: Array) -> bool:
    """Whether points (rows,) stay within the codified maxima (rows,), but for slips of the pen."""
    known = np.isfinite(points) & np.isfinite(largest)
    return bool(np.sum(points[known] > largest[known]) <= _SLIPS * max(int(known.sum()), 1))
