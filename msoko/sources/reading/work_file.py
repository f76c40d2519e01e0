"""From settled facts and known columns to the Reading of a file about one work."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyarrow as pa

from msoko.facts.incoming import Hint, Incoming
from msoko.problem import Problem
from msoko.sources.reading import pupils
from msoko.sources.reading.kind import Options, Reading
from msoko.sources.reading.lines import Columns, Lines
from msoko.sources.reading.scales import Scales
from msoko.sources.reading.told import Told, Work
from msoko.sources.sheets import Sheet

Units = Callable[[Lines, Work], pa.Table | None]


def read(
    kind: str,
    sheet: Sheet,
    columns: Columns,
    told: Told,
    options: Options,
    scales: Scales,
    *,
    organisation: str | None = None,
    units: Units | None = None,
) -> Reading:
    """Rows of one sheet about one work; without a settled work only the problems."""
    if told.work is None:
        return Reading(None, told.problems)
    found = pupils.read(sheet, columns, told.work, options, scales, organisation)
    tables = dict(found.tables)
    if units is not None and tables and (rows := units(found.lines, told.work)) is not None:
        tables["units"] = rows
    return reading(kind, tables, told.hints, [*told.problems, *found.problems])


def reading(
    kind: str, tables: Mapping[str, pa.Table], hints: tuple[Hint, ...], problems: list[Problem]
) -> Reading:
    """A Reading in which a participant code means one child in one organisation's year."""
    incoming = Incoming(kind, tables, person_space="work", hints=hints) if tables else None
    return Reading(incoming, tuple(problems))
