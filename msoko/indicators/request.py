"""The whole request: every term of every indicator gathered into few scans, then answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from msoko.facts.schema import TABLES
from msoko.indicators.frame import Bools, Frame, frame_of
from msoko.indicators.gather import Facts
from msoko.indicators.people import People
from msoko.indicators.plan import WORD, CellScan, EntityScan, FirstDate, Flag, Measured
from msoko.indicators.predicates import TRUE
from msoko.indicators.terms import Term
from msoko.indicators.units import Units

HAS: Mapping[str, frozenset[str]] = {name: frozenset(table.names) for name, table in TABLES.items()}
PRESENCE = Measured("rows", None, TRUE)


@dataclass
class Request:
    """Columns wanted of each scan; asked once all terms are known.

    Cell scans of one table share one pass: their keys are the union of all breakdowns asked.
    """

    cells: dict[tuple[str, str | None], tuple[dict[str, None], dict[Measured, int]]] = field(
        default_factory=dict
    )
    entities: dict[EntityScan, tuple[dict[Flag, int], dict[FirstDate, int]]] = field(
        default_factory=dict
    )

    def add_presence(self, table: str, calendar: str | None = None) -> None:
        """Ask which organisations have sent any rows of a table."""
        _, measured = self.cells.setdefault((table, calendar), ({}, {}))
        measured.setdefault(PRESENCE, len(measured))

    def add(
        self, term: Term, breakdowns: Iterable[tuple[str, ...]], *, by_work: bool = False
    ) -> None:
        """Ask for a term, in total and by each breakdown its table has.

        `by_work`: distinct values also work by work, for reviews to leave some of them out.
        """
        wanted = [tuple(name for name in names if name in HAS[term.table]) for names in breakdowns]
        self.add_presence(term.table, term.calendar)
        keys, measured = self.cells[term.table, term.calendar]
        if isinstance(term.what, Measured):
            keys.update(dict.fromkeys(name for names in wanted for name in names))
            measured.setdefault(term.what, len(measured))
            return
        plain = [term.entity_scan(names) for names in {(), *wanted}]
        worked = [term.entity_scan(names, by_work=True) for names in {(), *wanted} if by_work]
        for scan in dict.fromkeys([*plain, *worked]):
            flags, dates = self.entities.setdefault(scan, ({}, {}))
            if isinstance(term.what, Flag):
                flags.setdefault(term.what, len(flags))
                if term.never:
                    flags.setdefault(term.never, len(flags))
            else:
                dates.setdefault(term.what, len(dates))

    def answer(self, facts: Facts, units: Units) -> Answers:
        """Run the scans and return their frames."""
        cells, entities = {}, {}
        for (table, calendar), (keys, measured) in self.cells.items():
            scan = CellScan(table, tuple(sorted(keys)), calendar)
            rows = facts.scanned(scan, list(measured))
            if rows is not None:
                frame = frame_of(rows, scan.keys, units.canonical)
                cells[table, calendar] = CellFrame(frame, measured)
        for united, parts in self.together().items():
            flags, dates = self.columns(parts)
            rows = facts.scanned(united, [*flags, *dates])
            if rows is None:
                continue
            people = People(rows, united, [*flags, *dates], units.canonical)
            entities.update({one: self._entity_frame(people, one, dates) for one in parts})
        return Answers(cells, entities)

    def together(self) -> dict[EntityScan, list[EntityScan]]:
        """Scans of distinct values that one pass answers: by all their breakdowns at once."""
        groups: dict[EntityScan, list[EntityScan]] = {}
        for scan in self.entities:
            groups.setdefault(replace(scan, keys=()), []).append(scan)
        return {
            replace(plain, keys=tuple(sorted({key for part in parts for key in part.keys}))): parts
            for plain, parts in groups.items()
        }

    def columns(self, parts: Iterable[EntityScan]) -> tuple[list[Flag], list[FirstDate]]:
        """Flags and first dates of several scans, each once."""
        flags = dict.fromkeys(flag for part in parts for flag in self.entities[part][0])
        dates = dict.fromkeys(date for part in parts for date in self.entities[part][1])
        return list(flags), list(dates)

    def _entity_frame(
        self, people: People, scan: EntityScan, dates: list[FirstDate]
    ) -> EntityFrame:
        flags, dated = self.entities[scan]
        named = [(f"d{dates.index(date)}", date) for date in dated]
        frame = people.by(scan.keys, list(flags), named)
        return EntityFrame(frame, flags, {date: name for name, date in named})


@dataclass(frozen=True)
class CellFrame:
    """Sums of one table and which column holds which."""

    frame: Frame
    measured: Mapping[Measured, int]


@dataclass(frozen=True)
class EntityFrame:
    """Flags per distinct value, which bit holds which, and which column holds which date."""

    frame: Frame
    flags: Mapping[Flag, int]
    dates: Mapping[FirstDate, str]

    def met(self, flag: Flag) -> Bools:
        """Distinct values that have a flag."""
        word, bit = divmod(self.flags[flag], WORD)
        met: Bools = (self.frame.words[f"w{word}"] >> bit) & 1 == 1
        return met


@dataclass(frozen=True)
class Answers:
    """Everything the scans brought back."""

    cells: Mapping[tuple[str, str | None], CellFrame]
    entities: Mapping[EntityScan, EntityFrame]

    def years(self) -> list[int]:
        """Academic years facts speak of, oldest first."""
        found: set[int] = set()
        for (_, calendar), answer in self.cells.items():
            if calendar is None:
                found.update(int(year) for year in set(answer.frame.year.tolist()))
        return sorted(found)
