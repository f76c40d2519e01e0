"""Which indicators may change when rows about some works come or go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from msoko.facts.schema import TABLES
from msoko.facts.scope import SCOPE_COLUMNS, Scope
from msoko.indicators.parts import needs, parts_of
from msoko.indicators.predicates import And, Leaf
from msoko.indicators.terms import REVIEWED
from msoko.profile.indicator import Indicator
from web import regulation

# Which grade is taught where, and which schools there are, decides the state of every value.
_EVERYWHERE = frozenset({"units", "enrolment"})
Looks = tuple[tuple[str, tuple[Leaf, ...]], ...]


def touched(scope: Scope) -> list[str]:
    """Ids of the regulation's indicators a change of these works reaches, in its order.

    An indicator counts when it reads a table of the scope and none of its conditions on
    procedure, subject, grade … rules the works out; or when it is computed from such a one.
    Rather one too many than one too few.
    """
    profile = regulation.profile()
    known = {**profile.common, **profile.indicators}
    works = [(work.split("|")[0], _cells(work)) for work in scope]
    looks = _looks(profile.version)
    reached = {name for name in known if _reached(looks[name], works)}
    rules = profile.rule_sets
    above = {name: needs(one, rules) for name, one in known.items()}
    while more := {name for name in known if name not in reached and reached & set(above[name])}:
        reached |= more
    return [name for name, one in profile.indicators.items() if name in reached and _shown(one)]


def _shown(indicator: Indicator) -> bool:
    return not indicator.auxiliary


@lru_cache(maxsize=2)
def _looks(_version: str) -> dict[str, Looks]:
    """Of every indicator: the tables it reads, with its tests on the columns works are known by."""
    profile = regulation.profile()
    known = {**profile.common, **profile.indicators}
    return {name: tuple(_terms(one)) for name, one in known.items()}


def _terms(indicator: Indicator) -> Iterator[tuple[str, tuple[Leaf, ...]]]:
    for part in parts_of(indicator):
        for term in part.terms:
            columns = SCOPE_COLUMNS.get(term.table, ())
            leaves = (*_leaves(term.came), *_leaves(term.cells))
            yield term.table, tuple(leaf for leaf in leaves if leaf.column in columns)
            if part.excluded is not None and term.table in REVIEWED:
                yield "reviews", ()


def _leaves(condition: And) -> Iterator[Leaf]:
    """Tests that must hold in any case; alternatives are not looked into."""
    for part in condition.parts:
        if isinstance(part, Leaf):
            yield part
        elif isinstance(part, And):
            yield from _leaves(part)


def _cells(work: str) -> Mapping[str, object]:
    """«results|2024|vpr|math|4|||» → the cells of its columns."""
    table, *words = work.split("|")
    cells: dict[str, object] = {}
    for name, word in zip(SCOPE_COLUMNS.get(table, ("year",)), words, strict=False):
        kind = TABLES[table].column(name).type
        cells[name] = (int(word) if kind in ("int", "year") else word) if word else None
    return cells


def _reached(looks: Looks, works: list[tuple[str, Mapping[str, object]]]) -> bool:
    if not looks:
        return False
    if any(table in _EVERYWHERE for table, _ in works):
        return True
    return any(
        table == at
        and all(leaf.column not in cells or leaf.holds(cells[leaf.column]) for leaf in tests)
        for table, tests in looks
        for at, cells in works
    )
