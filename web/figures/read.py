"""Values as one reader may see them: by organisation, by subject, or totals of large groups."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from msoko.indicators.grain import period_label
from msoko.profile.profile import Profile
from web.figures.keep import latest, root
from web.figures.state import state_now
from web.figures.subjects import subjects_by_indicator
from web.policy.scope import Scope

# The smallest group whose totals outsiders see when the regulation names none: 10, the
# threshold most often set for education statistics (NCES 2011-603).
SMALLEST_GROUP = 10
_COUNTS = ("numerator", "denominator", "value", "low", "high")


@dataclass(frozen=True)
class Figures:
    """Everything computed for one state; `table` has the columns of `msoko` values.

    Rows of one indicator lie together: `places` are (first row, number of rows) by indicator;
    `totals` are the rows of municipalities and regions, `at` is when all of it was computed.
    """

    state: str
    table: pa.Table
    totals: pa.Table
    places: Mapping[str, tuple[int, int]]
    years: tuple[int, ...]
    raised: tuple[tuple[Any, ...], ...]
    missing: tuple[Mapping[str, Any], ...]
    at: datetime

    @property
    def is_current(self) -> bool:
        """Whether facts and regulation are still those the values were computed for."""
        return self.state == state_now()


def figures() -> Figures | None:
    """The values computed last; None before the first computation."""
    state = latest()
    return _read(state) if state else None


@lru_cache(maxsize=2)
def _read(state: str) -> Figures:
    folder = root() / state
    rest = json.loads((folder / "rest.json").read_text(encoding="utf-8"))
    raised = tuple(tuple(one) for one in rest["raised"])
    table = pq.read_table(folder / "values.parquet").combine_chunks()
    totals = table.filter(pc.not_equal(_words(table, "unit_kind"), "organisation"))
    years, missing = tuple(rest["years"]), tuple(rest["missing"])
    at = datetime.fromtimestamp((folder / "values.parquet").stat().st_mtime, UTC)
    return Figures(state, table, totals, _places(table), years, raised, missing, at)


def _places(table: pa.Table) -> dict[str, tuple[int, int]]:
    """Where the rows of each indicator begin and how many there are."""
    if not table.num_rows:
        return {}
    column = table["indicator"].chunk(0)
    numbers = column.indices.to_numpy()
    starts = np.concatenate([[0], np.nonzero(np.diff(numbers))[0] + 1])
    ends = np.concatenate([starts[1:], [len(numbers)]])
    names = column.dictionary.to_pylist()
    pairs = zip(starts.tolist(), ends.tolist(), strict=True)
    return {names[numbers[a]]: (a, b - a) for a, b in pairs}


def labels_of(year: int) -> list[str]:
    """What a year is called among periods: the academic year and the calendar year it ends in."""
    return [period_label(year), str(year + 1)]


def of_indicator(found: Figures, name: str) -> pa.Table:
    """All rows of one indicator."""
    first, count = found.places.get(name, (0, 0))
    return found.table.slice(first, count)


def of_unit(found: Figures, unit: str, labels: Sequence[str]) -> pa.Table:
    """All rows of one organisation or municipality in the periods named."""
    table = found.table
    for name, words in (("unit", [unit]), ("period", list(labels))):
        column = table[name].combine_chunks()
        if isinstance(column, pa.ChunkedArray):
            column = column.chunk(0) if column.num_chunks else pa.array([], column.type)
        known = column.dictionary.to_pylist()
        wanted = pa.array([n for n, word in enumerate(known) if word in words], pa.int32())
        table = table.filter(pc.is_in(column.indices, wanted))
    return table


def seen_by(scope: Scope, table: pa.Table, profile: Profile, permission: str) -> pa.Table:
    """The rows a reader may see; every page, count, chart and file asks here and nowhere else."""
    if scope.everything:
        return table
    kind, unit = _words(table, "unit_kind"), _words(table, "unit")
    organisation = pc.equal(kind, "organisation")
    named = pc.and_(organisation, _among(unit, scope.codes(permission)))
    total = pc.and_(pc.equal(kind, "municipality"), _among(unit, scope.places(permission)))
    subject = pc.and_(organisation, _of_subject(scope, table, profile, permission))
    rows = table.filter(pc.or_(pc.or_(named, subject), total))
    if scope.reach(permission) <= {"totals", "subject"}:
        return without_small_groups(rows, profile)
    return rows


def _words(table: pa.Table, name: str) -> pa.ChunkedArray:
    return table[name].cast(pa.string())


def _among(column: pa.ChunkedArray, codes: frozenset[str]) -> pa.ChunkedArray:
    return pc.is_in(column, pa.array(sorted(codes), pa.string()))


def _of_subject(
    scope: Scope, table: pa.Table, profile: Profile, permission: str
) -> pa.ChunkedArray:
    """Rows of indicators that speak of the reader's subject, of the organisations there."""
    subjects = scope.subjects(permission)
    spoken = subjects_by_indicator(profile)
    names = [name for name, of_it in spoken.items() if subjects & of_it]
    inside = _among(_words(table, "unit"), scope.subject_codes(permission))
    return pc.and_(_among(_words(table, "indicator"), frozenset(names)), inside)


def smallest_group(profile: Profile) -> int:
    """How many people a group shown to those who do not see its members must have."""
    told = profile.texts.general.disclosure
    return told.minimum_group if told and told.minimum_group else SMALLEST_GROUP


def without_small_groups(table: pa.Table, profile: Profile) -> pa.Table:
    """Numbers over a small group are taken out and the row says that they are hidden.

    A row without a value hides its counts as well: 5 pupils with special needs are 5 pupils.
    """
    smallest = smallest_group(profile)
    top, bottom = (_counted(table[name]) for name in ("numerator", "denominator"))
    people = pc.if_else(pc.greater(bottom, 0), bottom, top)
    told = pc.or_(pc.is_valid(table["value"]), pc.greater(people, 0))
    small = pc.and_(pc.less(people, smallest), told)
    for name in _COUNTS:
        place = table.schema.get_field_index(name)
        table = table.set_column(place, name, pc.if_else(small, None, table[name]))
    place = table.schema.get_field_index("status")
    status = pc.if_else(small, "suppressed", _words(table, "status"))
    return table.set_column(place, "status", status)


def _counted(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Counts, nought where there is none."""
    known = pc.fill_null(column, 0)
    return pc.if_else(pc.is_nan(known), 0, known)
