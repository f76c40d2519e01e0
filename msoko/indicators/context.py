"""Everything terms are answered in: placed frames, the register, reviews of objectivity."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from msoko.indicators.frame import Bools, Floats, Frame, Ints
from msoko.indicators.grain import (
    CALENDAR,
    EMPTY,
    LEVELS,
    Grain,
    Names,
    added,
    distinct,
    either,
    inside,
    pack,
    unpack,
)
from msoko.indicators.placed import Placed
from msoko.indicators.plan import Flag, Measured
from msoko.indicators.predicates import And, Predicate
from msoko.indicators.request import Answers
from msoko.indicators.terms import Term
from msoko.indicators.units import Units, row_meets
from msoko.profile.conditions import MeetsRuleSet

# Years for which organisations are placed into municipalities and regions.
_FIRST_YEAR, _YEARS = 1950, 200

GrainKey = tuple[Term, tuple[str, ...], str, tuple[str, ...], Predicate | None, "Among | None"]


@dataclass(frozen=True)
class Among:
    """Organisation-periods (keys without cells) that are looked at; compared by content."""

    content: bytes

    @classmethod
    def of(cls, keys: Ints) -> Among:
        """From keys."""
        return cls(distinct(keys).tobytes())

    @property
    def keys(self) -> Ints:
        """The keys, sorted."""
        return np.frombuffer(self.content, dtype=np.int64)


@dataclass
class Context:
    """Answers turned into grains at three levels; what is asked twice is remembered."""

    answers: Answers
    units: Units
    reviews: pa.Table | None = None
    rule_answers: dict[str, Callable[[tuple[str, ...], Ints], Floats]] = field(default_factory=dict)
    names: dict[str, Names] = field(default_factory=lambda: {level: Names() for level in LEVELS})
    cells: Names = field(default_factory=lambda: Names({"": 0}))
    _placed: dict[int, Placed] = field(default_factory=dict)
    _grains: dict[Any, Grain] = field(default_factory=dict)
    _remembered: dict[Any, Any] = field(default_factory=dict)
    _places: dict[str, Ints] = field(default_factory=dict)

    def grain(
        self,
        term: Term,
        breakdown: tuple[str, ...] = (),
        *,
        level: str = "organisation",
        kinds: tuple[str, ...] = (),
        excluded: Predicate | None = None,
        among: Among | None = None,
    ) -> Grain:
        """Amounts of a term by unit of a level, period and breakdown cell.

        Only rows of organisations of `kinds` (all when empty; unknown ones always) and of those
        the term asks for. Cells whose result a review declares so (`excluded`) are left out.
        Sums of organisations add up to sums of municipalities; distinct people are counted anew.
        """
        key = (term, breakdown, level, kinds, excluded, among)
        found = self._grains.get(key)  # looked up once: terms are deep, and so costly to hash
        if found is None:
            if term.entity is None and level != "organisation":
                base = self.grain(term, breakdown, kinds=kinds, excluded=excluded, among=among)
                found = self.raised(base, level)
            else:
                found = self._grain(key)
            self._grains[key] = found
        return found

    def raised(self, grain: Grain, level: str) -> Grain:
        """Organisation amounts added up to a level."""
        if level == "organisation":
            return grain
        units, periods, cells = unpack(grain.keys)
        return Grain.summed(pack(self.above(units, periods, level), periods, cells), grain.amounts)

    def raised_keys(self, keys: Ints, level: str) -> Ints:
        """Keys (without cells) of the units of a level in which organisations lie, each once."""
        if level == "organisation" or not len(keys):
            return distinct(keys)
        return self._once(("raised", level, keys.tobytes()), lambda: self._raised(keys, level))

    def _raised(self, keys: Ints, level: str) -> Ints:
        units, periods, _ = unpack(keys)
        return distinct(pack(self.above(units, periods, level), periods))

    def above(self, units: Ints, periods: Ints, level: str) -> Ints:
        """The municipality or region of organisations in periods, as numbers."""
        years = periods % CALENDAR - _FIRST_YEAR
        known = self._places.get(level, np.zeros((0, _YEARS), dtype=np.int64))
        absent = len(self.names["organisation"].index) - len(known)
        if absent:
            known = np.concatenate([known, np.full((absent, _YEARS), -1, dtype=np.int64)])
            self._places[level] = known
        found = known[units, years]
        unknown = found < 0
        if unknown.any():
            self._ask_above(level, distinct(units[unknown] * _YEARS + years[unknown]))
            found = known[units, years]
        return found

    def _ask_above(self, level: str, pairs: Ints) -> None:
        codes, names = self.names["organisation"].list, self.names[level]
        place = self.units.municipality if level == "municipality" else self.units.region
        for pair in pairs.tolist():
            unit, year = divmod(pair, _YEARS)
            self._places[level][unit, year] = names.number(place(codes[unit], year + _FIRST_YEAR))

    def _grain(self, key: GrainKey) -> Grain:
        term, breakdown, level, kinds, excluded, among = key
        picked = self._picked(term, breakdown, kinds, excluded)
        if picked is None:
            return EMPTY
        placed, rows, amounts, pairs = picked
        if among is not None:
            pairs = pairs & inside(placed.keys, among.keys)
        if placed.frame.entity is not None and (term.never or excluded is not None):
            here = pairs[placed.pair[rows]]
            rows, amounts = rows[here], amounts[here]
            out = self._taken_out(term, breakdown, excluded)[rows]
            several = placed.shared[rows]
            alone = ~several & ~out
            counted = placed.summed(rows[alone], amounts[alone], breakdown, pairs)
            told = self._different(placed, rows[several], out[several], breakdown, level)
            return added([self.raised(counted, level), told])
        if level == "organisation":
            return placed.summed(rows, amounts, breakdown, pairs)
        # One person of two organisations counts once at a level above them.
        base = self.grain(term, breakdown, kinds=kinds, excluded=excluded, among=among)
        raised = self.raised(base, level)
        rows = rows[placed.shared[rows]]
        rows = rows[pairs[placed.pair[rows]]]
        if not len(rows):
            return raised
        everyone, times = np.unique(
            np.stack(self._persons(placed, rows, breakdown, level)), axis=1, return_counts=True
        )
        again = Grain.summed(everyone[0], (1 - times).astype(np.float64))
        return added([raised, again])

    def _persons(
        self, placed: Placed, rows: Ints, breakdown: tuple[str, ...], level: str
    ) -> tuple[Ints, Ints]:
        """(keys at a level, distinct values) of rows."""
        units, periods, cells = unpack(placed.row_keys(rows, breakdown))
        if level != "organisation":
            units = self.above(units, periods, level)
        entity: Any = placed.frame.entity
        return pack(units, periods, cells), entity[rows]

    def _different(
        self, placed: Placed, rows: Ints, out: Bools, breakdown: tuple[str, ...], level: str
    ) -> Grain:
        """Distinct values of chosen rows, each once, less those that any chosen row takes out:
        whoever fails in one organisation (or work) fails in the municipality (or the year)."""
        told, entity = self._persons(placed, rows, breakdown, level)
        keys, code = np.unique(told, return_inverse=True)
        width = int(entity.max(initial=0)) + 1
        each, inverse = np.unique(code * width + entity, return_inverse=True)
        kept = np.ones(len(each), dtype=bool)
        kept[inverse[out]] = False
        return Grain.summed(keys[each[kept] // width])

    def dates(self, term: Term, level: str, kinds: tuple[str, ...]) -> tuple[Ints, Floats]:
        """(keys without cells, first dates in days since 1970) of every value that has one."""
        picked = self._picked(term, (), kinds, None)
        if picked is None:
            return np.array([], dtype=np.int64), np.array([], dtype=float)
        placed, rows, days, pairs = picked
        here = pairs[placed.pair[rows]]
        keys, entity = self._persons(placed, rows[here], (), level)
        days = days[here]
        order = np.lexsort((days, entity, keys))
        keys, entity, days = keys[order], entity[order], days[order]
        first = np.ones(len(order), dtype=bool)
        first[1:] = (keys[1:] != keys[:-1]) | (entity[1:] != entity[:-1])
        return keys[first], days[first]

    def presence(
        self, table: str, calendar: str | None, where: And, kinds: tuple[str, ...]
    ) -> Ints:
        """Keys (without cells) of organisations that have any row in cells meeting `where`."""
        found = self.answers.cells.get((table, calendar))
        if found is None:
            return EMPTY.keys
        frame, placed = found.frame, self._place(found.frame, calendar)
        return self._once(
            ("presence", table, calendar, where, kinds),
            lambda: placed.present(self._in_cells(frame, where), placed.of_kinds(kinds)),
        )

    def strangers(self, years: Sequence[int]) -> Ints:
        """Keys of organisations that facts name in these years and the register does not know."""
        return self._once(("strangers", *years), lambda: self._strangers(years))

    def _strangers(self, years: Sequence[int]) -> Ints:
        found = [EMPTY.keys]
        for (_, calendar), answer in self.answers.cells.items():
            if calendar is None:
                found.append(self._place(answer.frame, calendar).keys)
        keys = distinct(np.concatenate(found))
        units, periods, _ = unpack(keys)
        codes = self.names["organisation"].list
        unknown = np.array([code not in self.units.rows for code in codes], dtype=bool)
        return keys[unknown[units] & np.isin(periods, np.array(years))]

    def authorities(self, years: Sequence[int]) -> Ints:
        """Keys of the municipalities' own authorities in these years."""
        return self._once(
            ("authorities", *years),
            lambda: self.registered(years, lambda c, y: self.units.kind(c, y) == "authority"),
        )

    def universe(self, kinds: tuple[str, ...], years: Sequence[int]) -> Ints:
        """Organisations of these kinds that exist, year by year; those the register does not know
        belong while facts speak of them."""
        return self._once(
            ("universe", kinds, *years),
            lambda: either(
                self.registered(
                    years, lambda c, y: self.units.exists(c, y) and self.units.kind(c, y) in kinds
                ),
                self.strangers(years),
            ),
        )

    def registered(self, years: Sequence[int], meets: Callable[[str, int], bool]) -> Ints:
        """Keys of organisations of the register that meet a test, year by year."""
        number = self.names["organisation"].number
        pairs = [
            (number(code), year) for year in years for code in self.units.codes if meets(code, year)
        ]
        units, periods = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        return distinct(pack(units, periods))

    def _once(self, key: tuple[object, ...], answer: Callable[[], Ints]) -> Ints:
        remembered: Ints | None = self._remembered.get(key)
        if remembered is None:
            remembered = self._remembered[key] = answer()
        return remembered

    def with_authority(self, keys: Ints, years: list[int]) -> Ints:
        """Keys of organisations, and all organisations of a municipality whose authority is there:
        what the authority reports it reports for all of them."""
        _, periods, _ = unpack(keys)
        speaks = inside(keys, self.authorities(years))
        if not speaks.any():
            return keys
        places = self.raised_keys(keys[speaks], "municipality")
        names = self.names["organisation"]
        everybody = [
            pack(
                np.array([names.number(c) for c in self.units.codes], dtype=np.int64),
                np.full(len(self.units.codes), period),
            )
            for period in np.unique(periods[speaks])
        ]
        all_keys = np.concatenate(everybody)
        all_units, all_periods, _ = unpack(all_keys)
        theirs = pack(self.above(all_units, all_periods, "municipality"), all_periods)
        return either(keys, all_keys[np.isin(theirs, places)])

    def rule_set(self, condition: MeetsRuleSet, keys: Ints) -> Floats:
        """Answers of a rule set run before: 1 in the categories named, 0 outside, NaN unknown."""
        return self.rule_answers[condition.rule_set](condition.categories, keys)

    def _place(self, frame: Frame, calendar: str | None) -> Placed:
        if id(frame) not in self._placed:
            placed = Placed(frame, self.units, self.names, self.cells, calendar is not None)
            self._placed[id(frame)] = placed
        return self._placed[id(frame)]

    def _picked(
        self,
        term: Term,
        breakdown: tuple[str, ...],
        kinds: Sequence[str],
        excluded: Predicate | None,
    ) -> tuple[Placed, Ints, Floats, Bools] | None:
        """The term's frame, which of its rows belong, their amounts, and which pairs belong."""
        found = self._column(term, breakdown, excluded)
        if found is None:
            return None
        frame, rows, amounts = found
        if excluded is not None:
            left = ~self.reviewed(frame, excluded)[rows]
            rows, amounts = rows[left], amounts[left]
        placed = self._place(frame, term.calendar)
        pairs = placed.of_kinds(kinds) & placed.meeting(term.organisations)
        return placed, rows, amounts, pairs

    def _column(
        self, term: Term, breakdown: tuple[str, ...], excluded: Predicate | None
    ) -> tuple[Frame, Ints, Floats] | None:
        """The frame that answers a term, rows that have something, and how much (or when)."""
        if isinstance(term.what, Measured):
            cell = self.answers.cells.get((term.table, term.calendar))
            if cell is None:
                return None
            rows = self._in_cells(cell.frame, term.cells)
            amounts = cell.frame.columns[f"m{cell.measured[term.what]}"][rows]
            filled = ~np.isnan(amounts) & (amounts != 0)
            return cell.frame, rows[filled], amounts[filled]
        scan = term.entity_scan(breakdown, by_work=excluded is not None)
        entity = self.answers.entities.get(scan)
        if entity is None:
            return None
        if isinstance(term.what, Flag):
            rows = np.flatnonzero(entity.met(term.what))
            return entity.frame, rows, entity.frame.weights(rows)
        days = entity.frame.columns[entity.dates[term.what]]
        rows = np.flatnonzero(~np.isnan(days))
        return entity.frame, rows, days[rows]

    def _in_cells(self, frame: Frame, where: And) -> Ints:
        """Rows of sums whose cells meet a test."""
        return self._once(
            ("cells", id(frame), where), lambda: np.flatnonzero(frame.mask(where)).astype(np.int64)
        )

    def _taken_out(
        self, term: Term, breakdown: tuple[str, ...], excluded: Predicate | None
    ) -> Bools:
        """Rows of a term's frame that take their distinct value out again."""
        scan = term.entity_scan(breakdown, by_work=excluded is not None)
        entity = self.answers.entities[scan]
        return entity.met(term.never) if term.never else np.zeros(len(entity.frame), dtype=bool)

    def reviewed(self, frame: Frame, predicate: Predicate) -> Bools:
        """Cells (organisation, year, procedure, subject, grade) some review declares so."""
        key = ("reviewed", id(frame), predicate)
        if key not in self._remembered:
            hit = np.zeros(len(frame), dtype=bool)
            index = {code: place for place, code in enumerate(frame.organisation.values)}
            for review in self._reviews(predicate):
                code = index.get(self.units.canonical(review["organisation"]))
                if code is not None:
                    hit |= _named_by(frame, review, code)
            self._remembered[key] = hit
        reviewed: Bools = self._remembered[key]
        return reviewed

    def applied(self, excluded: Predicate | None) -> Predicate | None:
        """What leaves results out, or nothing when no review declares anything so."""
        return excluded if excluded is not None and self._reviews(excluded) else None

    def _reviews(self, predicate: Predicate) -> list[dict[str, Any]]:
        rows = self.reviews.to_pylist() if self.reviews is not None else []
        return [row for row in rows if row_meets({"integrity": row["status"], **row}, predicate)]


def _named_by(frame: Frame, review: dict[str, Any], organisation: int) -> Bools:
    """Rows one review speaks of; what it leaves open (subject, grade) means all of them."""
    rows: Bools = (frame.organisation.codes == organisation) & (frame.year == review["year"])
    for name in ("procedure", "subject", "grade"):
        if review[name] is not None and name in frame.dimensions:
            dimension = frame.dimensions[name]
            code = dimension.values.index(review[name]) if review[name] in dimension.values else -2
            rows &= dimension.codes == code
    return rows
