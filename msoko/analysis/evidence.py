"""Facts as an analysis needs them: works, pupils, items, context — arrays read once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from msoko.cycle.target import Target
from msoko.facts.read import rows_of
from msoko.facts.store import Store, Upload
from msoko.indicators.compute import Computed
from msoko.indicators.units import Units
from msoko.profile.profile import Profile

T = TypeVar("T")
_NUMERIC = frozenset({"year", "grade", "points", "max_points", "mark", "raw_score", "max_score"})
# Rows of a big table that are kept for the next question: a municipality's, never a region's.
_KEPT_ROWS = 1_000_000


@dataclass(frozen=True, order=True)
class Work:
    """One work: procedure, subject, grade and academic year (its first calendar year)."""

    procedure: str
    subject: str
    grade: int
    year: int

    @property
    def key(self) -> str:
        """A short stable name: "vpr-math-5-2024"."""
        return f"{self.procedure}-{self.subject}-{self.grade}-{self.year}"


@dataclass
class Evidence:
    """A store, a profile and the values computed from them; tables are read when first asked for.

    `results` are rows of works somebody wrote; organisations carry the register's codes.
    `asked_year` is the last academic year looked at (None: the last there is), `asked_indicators`
    narrows questions about indicators (empty: all of them). `targets` are those set for the totals
    of municipalities, by indicator, line and breakdown cell.
    """

    store: Store
    profile: Profile
    computed: Computed
    asked_year: int | None = None
    asked_indicators: tuple[str, ...] = ()
    targets: Mapping[tuple[str, str, str], Target] = field(default_factory=dict)
    _tables: dict[str, pa.Table | None] = field(default_factory=dict)
    _found: dict[Hashable, Any] = field(default_factory=dict)

    @property
    def units(self) -> Units:
        """The register of organisations."""
        return self.computed.context.units

    def table(self, name: str) -> pa.Table | None:
        """All visible rows of a table under the register's codes; None without rows."""
        if name not in self._tables:
            rows = rows_of(self.store, name, self._visible)
            self._tables[name] = None if rows is None else self._renamed(rows)
        return self._tables[name]

    def once(self, name: Hashable, find: Callable[[], T]) -> T:
        """What several questions need: found when first asked for under this name, then kept."""
        if name not in self._found:
            self._found[name] = find()
        found: T = self._found[name]
        return found

    @cached_property
    def _visible(self) -> list[Upload]:
        """Uploads in force when the first question was asked: all questions see the same ones."""
        return self.store.visible()

    def paths(self, name: str) -> list[Path]:
        """Parquet files of a table, oldest upload first."""
        return self.store.paths(name, self._visible)

    @cached_property
    def results(self) -> pa.Table:
        """Rows of pupils who wrote a work with a known subject and grade."""
        rows = self.table("results")
        if rows is None:
            raise LookupError("в хранилище нет результатов работ")
        wrote = pc.and_(
            rows["participated"], pc.and_(rows["subject"].is_valid(), rows["grade"].is_valid())
        )
        return rows.filter(wrote)

    @cached_property
    def works(self) -> tuple[Work, ...]:
        """Every work anybody wrote, in order."""
        keys = ["procedure", "subject", "grade", "year"]
        found = self.results.select(keys).group_by(keys).aggregate([]).to_pylist()
        return tuple(sorted(Work(**row) for row in found))

    def of_work(self, work: Work) -> pa.Table:
        """Rows of `results` of one work."""
        places, number = self._by_work
        return self.results.filter(pa.array(places == number.get(work, -1)))

    @cached_property
    def _by_work(self) -> tuple[np.ndarray, dict[Work, int]]:
        """The work of every row of `results` (rows,) as a number, and the number of each work."""
        place = np.zeros(self.results.num_rows, dtype=np.int64)
        known: list[dict[object, int]] = []
        for name in ("procedure", "subject", "grade", "year"):
            code, values = codes(self.results, name)
            known.append({value: number for number, value in enumerate(values)})
            place = place * len(values) + code
        numbers: dict[Work, int] = {}
        for work in self.works:
            asked = (work.procedure, work.subject, work.grade, work.year)
            at = 0
            for value, places in zip(asked, known, strict=True):
                at = at * len(places) + places[value]
            numbers[work] = at
        return place, numbers

    @property
    def last_year(self) -> int:
        """The academic year asked for, or the last one facts speak of; LookupError without any."""
        if self.asked_year is not None:
            return self.asked_year
        if not self.computed.years:
            raise LookupError("в хранилище нет данных ни за один учебный год")
        return max(self.computed.years)

    def uploads(self, name: str, columns: Sequence[str]) -> Iterator[pa.Table]:
        """Some columns of a big table, upload by upload, under the register's codes.

        A column added to the table since an upload was stored is missing from its rows. Few rows
        are read whole at the first asking and kept; many are read again, a few columns at a time.
        """
        if sum(upload.rows.get(name, 0) for upload in self._visible) > _KEPT_ROWS:
            for path in self.paths(name):
                yield self._read(path, columns)
            return
        for rows in self.once(("uploads", name), lambda: [self._read(p) for p in self.paths(name)]):
            yield rows.select([column for column in columns if column in rows.column_names])

    def _read(self, path: Path, columns: Sequence[str] | None = None) -> pa.Table:
        footer = pq.read_metadata(path)
        stored = footer.schema.names
        there = stored if columns is None else [one for one in columns if one in stored]
        texts = [column for column in there if column not in _NUMERIC]
        file = pq.ParquetFile(path, metadata=footer, read_dictionary=texts)
        return self._renamed(file.read(columns=there, use_threads=False))

    def municipality(self, organisation: str, year: int) -> str:
        """The municipality of an organisation in a year."""
        return self.units.municipality(organisation, year)

    def name(self, organisation: str, year: int) -> str:
        """The organisation's short name, or its code."""
        row = self.units.row(organisation, year) or {}
        return str(row.get("name") or organisation)

    def _renamed(self, rows: pa.Table) -> pa.Table:
        if "organisation" not in rows.column_names:
            return rows
        column = rows["organisation"]
        if not pa.types.is_dictionary(column.type):
            column = pc.dictionary_encode(column)
        encoded = column.combine_chunks()
        words = [self.units.canonical(code) for code in encoded.dictionary.to_pylist()]
        plain = pa.array(words, pa.string()).take(encoded.indices)
        return rows.set_column(rows.column_names.index("organisation"), "organisation", plain)


def grouped(codes: Iterable[str], place: Callable[[str], str]) -> dict[str, list[str]]:
    """Organisations by the place each of them stands in, in the order they come."""
    found: dict[str, list[str]] = {}
    for code in codes:
        found.setdefault(place(code), []).append(code)
    return found


def numbers(rows: pa.Table, column: str) -> np.ndarray:
    """A column as floats, unknown as NaN."""
    filled = pc.fill_null(rows[column].cast(pa.float64()), float("nan"))
    return np.asarray(filled.to_numpy(), dtype=float)


def codes(rows: pa.Table, column: str) -> tuple[np.ndarray, list[str]]:
    """A column as whole numbers into its distinct values (−1 for unknown), and the values."""
    encoded = pc.dictionary_encode(rows[column]).combine_chunks()
    indices = pc.fill_null(encoded.indices.cast(pa.int64()), -1).to_numpy(zero_copy_only=False)
    return indices, encoded.dictionary.to_pylist()
