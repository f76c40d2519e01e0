"""How whole the monitoring of a cycle is right now: who has given data for its indicators."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from msoko.cycle.snapshot import CycleNow
from msoko.vocabulary import AcademicYear
from web import regulation
from web.figures.owed import owing
from web.figures.read import Figures, figures, labels_of, of_indicator
from web.organisations.tree import tree_now
from web.policy.scope import Scope

_SILENT = 12


@dataclass(frozen=True)
class Given:
    """One indicator: how many organisations of those expected have given data."""

    indicator: Any
    given: int
    expected: int


@dataclass(frozen=True)
class Completeness:
    """The whole monitoring; `silent` are organisations that owe data: code, name, indicators."""

    indicators: list[Given]
    silent: list[tuple[str, str, int]]
    silent_more: int
    organisations: int
    whole: int

    @property
    def given(self) -> int:
        """Data given, over all indicators."""
        return sum(one.given for one in self.indicators)

    @property
    def expected(self) -> int:
        """Data expected, over all indicators."""
        return sum(one.expected for one in self.indicators)


def completeness(now: CycleNow, scope: Scope) -> Completeness | None:
    """Within the reader's reach; None before the first computation or without indicators."""
    found = figures()
    names = dict.fromkeys(str(one.said.get("indicator")) for one in now.of("indicator"))
    known = regulation.profile().indicators
    asked = [name for name in names if name in known]
    if found is None or not asked:
        return None
    year, codes = AcademicYear.parse(now.period).start, scope.codes("values.see")
    owed_by = owing(found, year, codes)
    told, everyone, owed = [], set[str](), Counter[str]()
    for name in asked:
        silent = owed_by.get(name, set())
        given = _given(found, name, year, codes) - silent
        told.append(Given(known[name], len(given), len(given | silent)))
        everyone |= given | silent
        owed.update(silent)
    nodes = tree_now().nodes
    rows = [(code, nodes[code].name, owed[code]) for code in sorted(owed) if code in nodes]
    return Completeness(
        told, rows[:_SILENT], len(rows[_SILENT:]), len(everyone), len(everyone) - len(owed)
    )


def _given(found: Figures, name: str, year: int, codes: frozenset[str]) -> set[str]:
    """Organisations with data of any kind for an indicator in a year."""
    rows = of_indicator(found, name)
    words = {one: rows[one].cast(pa.string()) for one in ("unit_kind", "period", "status", "unit")}
    there = pc.and_(
        pc.and_(pc.equal(words["unit_kind"], "organisation"),
                pc.is_in(words["period"], pa.array(labels_of(year)))),
        pc.not_equal(words["status"], "no_data"),
    )  # fmt: skip
    return set(words["unit"].filter(there).unique().to_pylist()) & codes
