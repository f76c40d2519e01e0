"""Everything terms are answered in: placed frames, the register, reviews of objectivity."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from msoko.indicators.frame import Bools, Floats, Frame, Ints
from msoko.indicators.grain import CALENDAR, EMPTY, LEVELS, Grain, Names, pack, unpack
from msoko.indicators.placed import Placed
from msoko.indicators.plan import Flag, Measured
from msoko.indicators.predicates import And, Predicate
from msoko.indicators.request import Answers
from msoko.indicators.terms import Term
from msoko.indicators.units import Units, row_meets
from msoko.profile.conditions import MeetsRuleSet

GrainKey = tuple[Term, tuple[str, ...], str, tuple[str, ...], Predicate | None, "Among | None"]


@dataclass(frozen=True)
class Among:
    """Organisation-periods (keys without cells) that are looked at; compared by content."""

    content: bytes

    @classmethod
    def of(cls, keys: Ints) -> Among:
        """From keys."""
        return cls(np.unique(keys).tobytes())

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
    _reviewed: dict[Any, Bools] = field(default_factory=dict)

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
        if key not in self._grains:
            if term.entity is None and level != "organisation":
                base = self.grain(term, breakdown, kinds=kinds, excluded=excluded, among=among)
                self._grains[key] = self.raised(base, level)
            else:
                self._grains[key] = self._grain(key)
        return self._grains[key]

    def raised(self, grain: Grain, level: str) -> Grain:
        """Organisation amounts added up to a level above."""
        units, periods, cells = unpack(grain.keys)
        return Grain.summed(pack(self.above(units, periods, level), periods, cells), grain.amounts)

    def raised_keys(self, keys: Ints, level: str) -> Ints:
        """Keys (without cells) of the units of a level in which organisations lie, each once."""
        if level == "organisation" or not len(keys):
            return np.unique(keys)
        units, periods, _ = unpack(keys)
        return np.unique(pack(self.above(units, periods, level), periods))

    def above(self, units: Ints, periods: Ints, level: str) -> Ints:
        """The municipality or region of organisations in periods, as numbers."""
        codes, names = self.names["organisation"].list, self.names[level]
        place = self.units.municipality if level == "municipality" else self.units.region
        pairs, inverse = np.unique(np.stack([units, periods]), axis=1, return_inverse=True)
        numbers = [
            names.number(place(codes[unit], int(period) % CALENDAR)) for unit, period in pairs.T
        ]
        return np.array(numbers, dtype=np.int64)[inverse.ravel()]

    def _grain(self, key: GrainKey) -> Grain:
        term, breakdown, level, kinds, excluded, among = key
        picked = self._picked(term, breakdown, kinds, excluded)
        if picked is None:
            return EMPTY
        placed, rows, amounts = picked
        shift = CALENDAR if term.calendar else 0
        if among is not None:
            here = np.isin(placed.keys("organisation", (), shift)[rows], among.keys)
            rows, amounts = _narrowed(rows, here), amounts[here]
        keys = placed.keys(level, breakdown, shift)[rows]
        entity = placed.frame.entity
        if entity is None or level == "organisation":
            return Grain.summed(keys, amounts)
        # One person of two organisations counts once at a level above them.
        return Grain.summed(np.unique(np.stack([keys, entity[rows]]), axis=1)[0])

    def dates(self, term: Term, level: str, kinds: tuple[str, ...]) -> tuple[Ints, Floats]:
        """(keys without cells, first dates in days since 1970) of every value that has one."""
        picked = self._picked(term, (), kinds, None)
        everyone = picked[0].frame.entity if picked else None
        if picked is None or everyone is None:
            return np.array([], dtype=np.int64), np.array([], dtype=float)
        placed, rows, days = picked
        keys = placed.keys(level, (), 0)[rows]
        entity = everyone[rows]
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
        placed = self._place(found.frame)
        rows = found.frame.mask(where) & placed.of_kinds(kinds)
        return np.unique(placed.keys("organisation", (), CALENDAR if calendar else 0)[rows])

    def strangers(self, years: list[int]) -> Ints:
        """Keys of organisations that facts name in these years and the register does not know."""
        names = self.names["organisation"]
        found: set[tuple[str, int]] = set()
        for (_, calendar), answer in self.answers.cells.items():
            if calendar is None:
                frame = answer.frame
                unknown = frame.organisation.where(lambda c: c not in self.units.rows)
                pairs = np.unique(
                    np.stack([frame.organisation.codes, frame.year])[:, unknown], axis=1
                )
                found.update(
                    (frame.organisation.values[o], int(y)) for o, y in pairs.T if y in years
                )
        units = np.array([names.number(code) for code, _ in sorted(found)], dtype=np.int64)
        return pack(units, np.array([year for _, year in sorted(found)], dtype=np.int64))

    def authorities(self, years: list[int]) -> Ints:
        """Keys of the municipalities' own authorities in these years."""
        names = self.names["organisation"]
        pairs = [
            (names.number(code), year)
            for year in years
            for code in self.units.codes
            if self.units.kind(code, year) == "authority"
        ]
        units, periods = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        return np.unique(pack(units, periods))

    def with_authority(self, keys: Ints, years: list[int]) -> Ints:
        """Keys of organisations, and all organisations of a municipality whose authority is there:
        what the authority reports it reports for all of them."""
        _, periods, _ = unpack(keys)
        speaks = np.isin(keys, self.authorities(years))
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
        return np.union1d(keys, all_keys[np.isin(theirs, places)])

    def rule_set(self, condition: MeetsRuleSet, keys: Ints) -> Floats:
        """Answers of a rule set run before: 1 in the categories named, 0 outside, NaN unknown."""
        return self.rule_answers[condition.rule_set](condition.categories, keys)

    def _place(self, frame: Frame) -> Placed:
        if id(frame) not in self._placed:
            self._placed[id(frame)] = Placed(frame, self.units, self.names, self.cells)
        return self._placed[id(frame)]

    def _picked(
        self,
        term: Term,
        breakdown: tuple[str, ...],
        kinds: Sequence[str],
        excluded: Predicate | None,
    ) -> tuple[Placed, Bools, Floats] | None:
        """The term's frame, which of its rows belong, and their amounts."""
        found = self._column(term, breakdown)
        if found is None:
            return None
        frame, amounts = found
        placed = self._place(frame)
        filled = ~np.isnan(amounts) & (amounts != 0)
        rows = filled & frame.mask(term.cells) & placed.of_kinds(kinds)
        rows &= placed.meeting(term.organisations)
        if excluded is not None:
            rows &= ~self.reviewed(frame, excluded)
        return placed, rows, amounts[rows]

    def _column(self, term: Term, breakdown: tuple[str, ...]) -> tuple[Frame, Floats] | None:
        if isinstance(term.what, Measured):
            cell = self.answers.cells.get((term.table, term.calendar))
            if cell is None:
                return None
            return cell.frame, cell.frame.columns[f"m{cell.measured[term.what]}"]
        entity = self.answers.entities.get(term.entity_scan(breakdown))
        if entity is None:
            return None
        if isinstance(term.what, Flag):
            met = entity.frame.columns[f"f{entity.flags[term.what]}"]
            if term.never:
                met = met * (1 - entity.frame.columns[f"f{entity.flags[term.never]}"])
            return entity.frame, met
        return entity.frame, entity.frame.columns[f"d{entity.dates[term.what]}"]

    def reviewed(self, frame: Frame, predicate: Predicate) -> Bools:
        """Cells (organisation, year, procedure, subject, grade) some review declares so."""
        if (id(frame), predicate) not in self._reviewed:
            hit = np.zeros(len(frame), dtype=bool)
            index = {code: place for place, code in enumerate(frame.organisation.values)}
            for review in self._reviews(predicate):
                code = index.get(self.units.canonical(review["organisation"]))
                if code is not None:
                    hit |= _named_by(frame, review, code)
            self._reviewed[id(frame), predicate] = hit
        return self._reviewed[id(frame), predicate]

    def _reviews(self, predicate: Predicate) -> list[dict[str, Any]]:
        rows = self.reviews.to_pylist() if self.reviews is not None else []
        return [row for row in rows if row_meets({"integrity": row["status"], **row}, predicate)]


def _narrowed(rows: Bools, here: Bools) -> Bools:
    """The chosen rows less those of them that are not here."""
    left = rows.copy()
    left[rows] = here
    return left


def _named_by(frame: Frame, review: dict[str, Any], organisation: int) -> Bools:
    """Rows one review speaks of; what it leaves open (subject, grade) means all of them."""
    rows = (frame.organisation.codes == organisation) & (frame.year == review["year"])
    for name in ("procedure", "subject", "grade"):
        if review[name] is not None and name in frame.dimensions:
            dimension = frame.dimensions[name]
            code = dimension.values.index(review[name]) if review[name] in dimension.values else -2
            rows &= dimension.codes == code
    return rows
