"""What a school does, told beside its results: events, development of its staff, yes-answers.

Nothing here says that an action caused a result. Rare things come first: what every school has
explains no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from msoko.analysis.evidence import Evidence
from msoko.facts.schema import TABLES
from msoko.profile.conditions import MeetsAttribute
from msoko.profile.formula import ExistsFormula

_RARE = 1 / 3  # share of the other schools up to which a thing is worth a mention
_MORE = 0.25  # how much bigger, as a share of staff, a part in something must be to be worth one
_STAFF = 5  # persons under which no share of a staff is told


@dataclass(frozen=True)
class Deed:
    """One thing a school does, since which year, and how many of the other schools do it too."""

    what: str
    since: int
    others: int
    schools: int

    def as_row(self) -> dict[str, object]:
        """A row of the evidence."""
        return dict(self.__dict__)


@dataclass
class Deeds:
    """Deeds of all schools compared, read from the tables when the first school is asked for."""

    evidence: Evidence
    schools: tuple[str, ...]

    def of(self, school: str) -> list[Deed]:
        """Rare deeds of a school up to the last year, rarest first, then the oldest."""
        found = self._all.get(school, [])
        rare = [one for one in found if one.others <= _RARE * one.schools]
        return sorted(rare, key=lambda one: (one.others, one.since, one.what))

    @cached_property
    def _all(self) -> dict[str, list[Deed]]:
        found: dict[str, list[Deed]] = {}
        several = (self._activities(), self._answers(), self._development())
        for school, deed in chain.from_iterable(several):
            found.setdefault(school, []).append(deed)
        return found

    def _activities(self) -> Iterator[tuple[str, Deed]]:
        """An event of a named kind is the same in every school, one of kind «other» by its name."""
        rows = _rows(self.evidence, "activities", self.schools)
        return self._told(
            (row["organisation"], _same(row), row["name"], row["year"]) for row in rows
        )

    def _answers(self) -> Iterator[tuple[str, Deed]]:
        """Yes-answers, named as the profile's indicator over them is named."""
        labels = dict(_labels(self.evidence))
        rows = _rows(self.evidence, "attributes", self.schools, list(labels))
        return self._told(
            (row["organisation"], row["attribute"], labels[row["attribute"]], row["year"])
            for row in rows
            if row["yes"]
        )

    def _told(self, rows: Iterable[tuple[str, str, str, int]]) -> Iterator[tuple[str, Deed]]:
        """Deeds out of (organisation, what makes a deed the same, its name, year)."""
        does: dict[str, dict[str, tuple[str, int]]] = {}
        for code, same, name, year in rows:
            who = does.setdefault(same, {})
            who[code] = (name, min(year, who[code][1]) if code in who else year)
        others = len(self.schools) - 1
        for who in does.values():
            for code, (name, since) in who.items():
                yield code, Deed(name, since, len(who) - 1, others)

    def _development(self) -> Iterator[tuple[str, Deed]]:
        """Kinds of development that take in a clearly bigger part of the staff than elsewhere."""
        people: dict[str, set[str]] = {}
        for row in _rows(self.evidence, "staff", self.schools):
            people.setdefault(row["organisation"], set()).add(row["person"])
        big = {code: staff for code, staff in people.items() if len(staff) >= _STAFF}
        took: dict[str, dict[str, set[str]]] = {}
        since: dict[tuple[str, str], int] = {}
        for row in _rows(self.evidence, "staff_events", self.schools):
            kind, code = row["kind"], row["organisation"]
            took.setdefault(kind, {}).setdefault(code, set()).add(row["person"])
            since[kind, code] = min(row["year"], since.get((kind, code), row["year"]))
        for kind, who in took.items():
            part = {c: len(who.get(c, set()) & staff) / len(staff) for c, staff in big.items()}
            yield from _bigger(kind, part, since)


def _bigger(
    kind: str, part: Mapping[str, float], since: Mapping[tuple[str, str], int]
) -> Iterator[tuple[str, Deed]]:
    name = (TABLES["staff_events"].column("kind").codes or {}).get(kind, kind)
    for code, own in part.items():
        if own >= _MORE:
            others = sum(one > own - _MORE for one in part.values()) - 1
            what = f"{name} — {round(100 * own)} % работников"
            yield code, Deed(what, since[kind, code], others, len(part) - 1)


def _rows(
    evidence: Evidence, name: str, schools: tuple[str, ...], attributes: list[str] | None = None
) -> list[Mapping[str, Any]]:
    """Rows of these schools up to the last year; of `attributes` only those named."""
    rows = evidence.table(name)
    if rows is None:
        return []
    keep = pc.and_(
        pc.is_in(rows["organisation"], pa.array(schools, pa.string())),
        pc.less_equal(rows["year"], evidence.last_year),
    )
    if attributes is not None:
        keep = pc.and_(keep, pc.is_in(rows["attribute"], pa.array(attributes, pa.string())))
    return list(rows.filter(keep).to_pylist())


def _same(row: Mapping[str, Any]) -> str:
    return str(row["kind"] if row["kind"] != "other" else f"other {row['name']}")


def _labels(evidence: Evidence) -> Iterator[tuple[str, str]]:
    for indicator in evidence.profile.indicators.values():
        if isinstance(indicator.formula, ExistsFormula):
            condition = indicator.formula.condition
            if isinstance(condition, MeetsAttribute) and condition.yes:
                yield condition.attribute, indicator.label
