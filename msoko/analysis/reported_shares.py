"""Shares of a region or of all who wrote, as a summary report tells them: what a lone municipality,
whose store holds no other schools of the region, may be held against."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from msoko.analysis.aspects import Aspect, Count
from msoko.analysis.evidence import Evidence
from msoko.profile.conditions import Compare, columns_of
from msoko.profile.formula import Rows, ShareFormula

Level = Literal["region", "country"]
_LEVELS: tuple[Level, ...] = ("region", "country")  # the nearer first
_MARKS = (2, 3, 4, 5)
_WORK = ("procedure", "subject", "grade")
_Key = tuple[str, int, str, str, str]  # level, year, procedure, subject, grade
_OPERATORS: Mapping[str, Callable[[int, int], bool]] = {
    "is": operator.eq,
    "at_least": operator.ge,
    "above": operator.gt,
    "at_most": operator.le,
    "below": operator.lt,
}


class Told(NamedTuple):
    """Whose share it is, and of how many; the hits come from a rounded percentage."""

    level: Level
    shared: Count


ReportedShares = Callable[[Aspect, int], Told | None]


def reported_shares(evidence: Evidence) -> ReportedShares:
    """By aspect and year the share of the region, else of all who wrote; None where none is told.

    Reports tell parts of marks in one work: only shares of marks among all who wrote it have one.
    """
    known = evidence.once("reported shares", lambda: _rows(evidence))

    def told(aspect: Aspect, year: int) -> Told | None:
        marks = _marks(aspect)
        if not marks:
            return None
        work = tuple(aspect.fixed.get(name, "") for name in _WORK)
        for level in _LEVELS:
            parts = known.get((level, year, *work), {})  # type: ignore[arg-type]
            if parts.keys() >= set(_MARKS):
                tried = parts[_MARKS[0]][1]
                share = sum(parts[mark][0] for mark in marks)
                return Told(level, Count(round(share * tried), tried))
        return None

    return told


def _rows(evidence: Evidence) -> dict[_Key, dict[int, tuple[float, int]]]:
    """Parts of each mark (fractions) and participants, by level, year and work."""
    found: dict[_Key, dict[int, tuple[float, int]]] = {}
    rows = evidence.table("aggregates")
    for row in rows.to_pylist() if rows is not None else []:
        named, mark = row["category"].partition("mark_")[1:]
        if not named or row["unit_kind"] not in _LEVELS or not row["participants"]:
            continue
        share = row["percent"]
        if row["number"] is not None:
            share = 100 * row["number"] / row["participants"]
        if share is not None:
            work = (row["procedure"], row["subject"] or "", str(row["grade"] or ""))
            key = (row["unit_kind"], row["year"], *work)
            found.setdefault(key, {})[int(mark)] = (share / 100, row["participants"])
    return found


def _marks(aspect: Aspect) -> list[int]:
    """Marks a share counts, where it is one of marks among all who wrote one work."""
    formula = aspect.indicator.formula_of(aspect.line)
    if not isinstance(formula, ShareFormula) or not isinstance(formula.selection.count, Rows):
        return []
    chosen, hit = formula.selection, formula.numerator
    cell = {part.split("=")[0] for part in aspect.cell.split(";") if part} - {"line", *_WORK}
    looked = {*columns_of(chosen.population), *cell} - {*_WORK, "participated", "attempt"}
    if chosen.table != "results" or looked or not isinstance(hit, Compare) or hit.column != "mark":
        return []
    if hit.op == "one_of" and isinstance(hit.value, tuple):
        return [mark for mark in _MARKS if mark in hit.value]
    test = _OPERATORS.get(hit.op)
    return [mark for mark in _MARKS if test and test(mark, int(hit.value))]  # type: ignore[arg-type]
