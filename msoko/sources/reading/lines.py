"""The lines of a table of pupils: which ones say something, whose they are, who wrote the work."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from msoko.checks.place import Place
from msoko.facts.login import organisation_of
from msoko.sources.reading.answers import is_absent
from msoko.sources.reading.cells import Coded, Ints, Mask
from msoko.sources.reading.tasks import Task
from msoko.sources.sheets import Sheet
from msoko.sources.sheets.book import column_letters


@dataclass(frozen=True)
class Columns:
    """Where a layout keeps what; columns and the first line of data count from 0.

    `organisation` is None in a school's own file; `beside` are columns right of the table, in
    which a filled cell gives a shifted line away.
    """

    first: int
    pupil: int
    tasks: tuple[Task, ...]
    variants: tuple[int, ...] = ()
    organisation: int | None = None
    class_group: int | None = None
    sex: int | None = None
    journal: int | None = None
    total: int | None = None
    mark: int | None = None
    beside: tuple[int, ...] = ()


class Lines:
    """Lines in which a variant or a score is filled; empty form lines and group headings are left.

    A pupil took part when some part of the work has a variant other than «отсутствовал», or has
    scores where no variant is written at all. `row` counts lines of data from 0.
    """

    def __init__(self, sheet: Sheet, columns: Columns, organisation: str | None = None) -> None:
        self.sheet = sheet
        self.columns = columns
        self._given = organisation
        self._coded: dict[int, Coded] = {}
        variants = [self.all_of(column) for column in columns.variants]
        tasks = [self.all_of(task.column) for task in columns.tasks]
        height = max(sheet.n_rows - columns.first, 0)
        nothing = np.zeros(height, bool)
        scored = ~np.logical_and.reduce([~nothing, *(task.empty for task in tasks)])
        named = ~np.logical_and.reduce([~nothing, *(variant.empty for variant in variants)])
        missed = [variant.where(is_absent) for variant in variants]
        present = [
            ~variant.empty & ~absent for variant, absent in zip(variants, missed, strict=True)
        ]
        self.kept: Ints = np.flatnonzero(scored | named)
        wrote = np.logical_or.reduce([~named & scored, *present])
        self.wrote: Mask = wrote[self.kept]
        self.part_missed: Mask = (wrote & np.logical_or.reduce([nothing, *missed]))[self.kept]

    def all_of(self, column: int) -> Coded:
        """A column of the table, every line of it."""
        if column not in self._coded:
            self._coded[column] = Coded.of(self.sheet.columns[column].slice(self.columns.first))
        return self._coded[column]

    def of(self, column: int | None) -> Coded:
        """A column on the kept lines; empty when the layout has none."""
        if column is None:
            return Coded.constant(None, len(self.kept))
        return self.all_of(column).take(self.kept)

    @cached_property
    def written(self) -> Ints:
        """Lines of those who wrote the work, counted among all lines."""
        return self.kept[self.wrote]

    @cached_property
    def organisation(self) -> Coded:
        """Code of the organisation on the kept lines; the text itself when it holds no login."""
        if self.columns.organisation is None:
            return Coded.constant(self._given, len(self.kept))
        written = self.of(self.columns.organisation)
        return Coded.of(written.texts(lambda word: organisation_of(word) or word))

    @cached_property
    def pupil(self) -> Coded:
        """Participant codes on the kept lines."""
        return self.of(self.columns.pupil)

    def place(self, column: int, lines: Ints | None = None) -> Place:
        """Addresses of a column on the kept lines, or on the given lines of the table."""
        rows = (self.kept if lines is None else lines) + self.columns.first + 1
        return Place(self.sheet.name, column_letters(column), rows)
