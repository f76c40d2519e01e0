"""A number told back: its value, its formula, its clause, its files and rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from msoko.facts.schema import TABLES
from msoko.facts.store import Store
from msoko.indicators.compute import Computed
from msoko.indicators.gather import StoreFacts
from msoko.indicators.parts import Part
from msoko.indicators.predicates import And, Leaf, both
from msoko.indicators.recipes import Quotient
from msoko.indicators.terms import Term
from msoko.indicators.units import Units

_COLUMNS = ("organisation", "upload", "sheet", "row")


@dataclass(frozen=True)
class FileRows:
    """Rows of one file behind a number: ranges such as «2–41, 50», and how many there are."""

    file: str
    upload: str
    accepted: str
    sheet: str | None
    ranges: str
    count: int


@dataclass(frozen=True)
class Told:
    """A number and its thread back; `numerator_rows` and `denominator_rows` by file."""

    row: dict[str, Any]
    numerator_rows: tuple[FileRows, ...]
    denominator_rows: tuple[FileRows, ...]


def explain(
    computed: Computed, facts: StoreFacts, part: Part, unit: str, period: str, breakdown: str
) -> Told | None:
    """The value of one part for a unit, period and breakdown cell, and the rows behind it.

    None when no such value was computed. `unit` is an organisation's code, or the name of a
    municipality or region. Values computed from other indicators have no rows of their own.
    """
    row = _value(computed, part, unit, period, breakdown)
    if row is None:
        return None
    recipe = part.recipe
    if not isinstance(recipe, Quotient):
        return Told(row, (), ())
    cell = _cell_test(breakdown, part.label)
    tops = _rows(facts, computed, recipe.numerator, unit, period, cell)
    bottoms = _rows(facts, computed, recipe.denominator or (), unit, period, cell)
    return Told(row, tops, bottoms)


def _value(
    computed: Computed, part: Part, unit: str, period: str, breakdown: str
) -> dict[str, Any] | None:
    for row in computed.values.table.to_pylist():
        same = (row["indicator"], row["unit"], row["period"], row["breakdown"])
        if same == (part.indicator.id, unit, period, breakdown):
            return dict(row)
    return None


def _cell_test(breakdown: str, label: str) -> dict[str, str]:
    pairs = [pair for pair in breakdown.split(";") if pair and pair != label]
    return dict(pair.split("=", 1) for pair in pairs)


def _rows(
    facts: StoreFacts,
    computed: Computed,
    terms: Sequence[Term],
    unit: str,
    period: str,
    cell: dict[str, str],
) -> tuple[FileRows, ...]:
    found: list[FileRows] = []
    for term in terms:
        uploads = [u for u in facts.store.visible() if u.rows.get(term.table)]
        if not uploads or term.calendar:
            continue
        paths = facts.store.paths(term.table, uploads)
        where = both(_where(term), Leaf("year", "is", int(period[:4])), *_in_cell(term, cell))
        rows = facts.engine.rows(paths, term.table, where, _COLUMNS)
        found.extend(_by_file(_of_unit(rows, computed.context.units, unit, period), facts.store))
    return tuple(found)


def _where(term: Term) -> And:
    return both(term.cells, term.what.where)


def _in_cell(term: Term, cell: dict[str, str]) -> list[Leaf]:
    table = TABLES[term.table]
    leaves = []
    for name, text in cell.items():
        if table.has(name):
            kind = table.column(name).type
            value: object = (
                int(text) if kind == "int" else text == "true" if kind == "bool" else text
            )
            leaves.append(Leaf(name, "is", value))  # type: ignore[arg-type]
    return leaves


def _of_unit(rows: pa.Table, units: Units, unit: str, period: str) -> pa.Table:
    year = int(period[:4])
    codes = rows["organisation"].unique().to_pylist()
    inside = []
    for code in codes:
        known = units.canonical(code)
        if unit in (known, units.municipality(known, year), units.region(known, year)):
            inside.append(code)
    return rows.filter(pc.is_in(rows["organisation"], pa.array(inside, pa.string())))


def _by_file(rows: pa.Table, store: Store) -> list[FileRows]:
    accepted = {entry.upload: entry.at for entry in store.history() if entry.action == "accept"}
    names = {upload.number: upload for upload in store.visible()}
    groups: dict[tuple[int, str | None], list[int]] = {}
    for row in rows.select(["upload", "sheet", "row"]).to_pylist():
        groups.setdefault((row["upload"], row["sheet"]), []).append(row["row"] or 0)
    return [
        FileRows(
            names[upload].file,
            names[upload].id,
            accepted[names[upload].id][:10],
            sheet,
            ranges(numbers),
            len(numbers),
        )
        for (upload, sheet), numbers in sorted(
            groups.items(), key=lambda one: names[one[0][0]].file
        )
    ]


def ranges(numbers: Sequence[int]) -> str:
    """Whole numbers as people write them: 2, 3, 4, 9 → «2–4, 9»."""
    ordered = np.unique(np.array(numbers, dtype=np.int64))
    if not len(ordered):
        return ""
    breaks = np.nonzero(np.diff(ordered) > 1)[0]
    starts = np.concatenate([[0], breaks + 1])
    ends = np.concatenate([breaks, [len(ordered) - 1]])
    pairs = zip(ordered[starts].tolist(), ordered[ends].tolist(), strict=True)
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in pairs)
