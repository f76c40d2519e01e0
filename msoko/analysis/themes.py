"""Points by skill and element of content: sums over items joined with the codifier of the work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from msoko.analysis.codified import Coded, codifiers, fits, matched
from msoko.analysis.evidence import Evidence, Work, codes, numbers
from msoko.analysis.methods.distributions import Array
from msoko.indicators.frame import Ints

Side = Literal["skill", "content"]
SIDE_RU: Mapping[Side, str] = {"skill": "умение", "content": "элемент содержания"}
_COLUMNS = ("organisation", "year", "pupil", "procedure", "subject", "grade", "item", "points",
            "max_points", "state")  # fmt: skip


@dataclass(frozen=True, order=True)
class Theme:
    """A skill or an element of content of one work; `level` is "base", "raised" or "" (mixed)."""

    work: Work
    side: Side
    name: str
    level: str = ""


@dataclass(frozen=True)
class Tally:
    """One theme by school; all (J,).

    `pupils` did its items, `total` and `squares` are sums of their shares of points (an item not
    attempted counts nought; one not taught does not count). `not_attempted`, `not_taught` and
    `tasks` count items of pupils.
    """

    theme: Theme
    items: tuple[str, ...]
    schools: tuple[str, ...]
    pupils: Array
    total: Array
    squares: Array
    not_attempted: Array
    not_taught: Array
    tasks: Array


@dataclass
class _Sums:
    items: set[str] = field(default_factory=set)
    schools: dict[str, Array] = field(default_factory=dict)


def tallies(evidence: Evidence) -> tuple[list[Tally], frozenset[Work]]:
    """Every theme of the last codified year, and the works whose items fit no codifier."""
    known = codifiers(evidence)
    sums: dict[Theme, _Sums] = {}
    strange: set[Work] = set()
    if known:
        years = pa.array(sorted({work.year for work in known}), pa.int32())
        for rows in evidence.uploads("items", _COLUMNS):
            chosen = rows.filter(pc.is_in(rows["year"], years))
            if chosen.num_rows:
                _add(chosen, known, sums, strange)
    told = [_tally(theme, one) for theme, one in sorted(sums.items(), key=lambda pair: pair[0])]
    return told, frozenset(strange)


def _add(
    rows: pa.Table,
    known: Mapping[Work, tuple[Coded, ...]],
    sums: dict[Theme, _Sums],
    strange: set[Work],
) -> None:
    """Add one upload: each pupil's share of points over the items of a theme."""
    kind, kinds = _item_kinds(rows)
    points = numbers(rows, "points")
    coded = _coded(kinds, known, strange)
    largest = np.array([one.largest if one else np.nan for one in coded])[kind]
    for work in {work for work, _ in kinds}:
        own = np.array([other == work for other, _ in kinds])[kind]
        if not fits(points[own], largest[own]):
            strange.add(work)
    coded = [
        one if work not in strange else None for one, (work, _) in zip(coded, kinds, strict=True)
    ]
    told = numbers(rows, "max_points")
    largest = np.where(told > 0, told, largest)
    for side in SIDE_RU:
        themes: dict[Theme, int] = {}
        of_kind = np.full(len(kinds), -1)
        for place, (work, _) in enumerate(kinds):
            one = coded[place]
            name = getattr(one, side) if one else ""
            if one and name:
                theme = Theme(work, side, name, one.level)
                of_kind[place] = themes.setdefault(theme, len(themes))
                sums.setdefault(theme, _Sums()).items.add(one.item)
        _sum_up(rows, of_kind[kind], list(themes), points, largest, sums)


def _sum_up(
    rows: pa.Table,
    theme_of: Ints,
    themes: list[Theme],
    points: Array,
    largest: Array,
    sums: dict[Theme, _Sums],
) -> None:
    there = theme_of >= 0
    if not there.any():
        return
    state, states = codes(rows, "state")
    school, schools = codes(rows, "organisation")
    pupil, _ = codes(rows, "pupil")
    named = {name: state == number for number, name in enumerate(states)}
    untaught = there & named.get("not_taught", np.zeros(len(state), dtype=bool))
    skipped = there & named.get("not_attempted", np.zeros(len(state), dtype=bool))
    counts = there & ~untaught & (largest > 0) & ~(points > largest)
    cell = school * len(themes) + theme_of
    person = school * (int(pupil.max(initial=0)) + 1) + pupil
    key = (person * len(themes) + theme_of)[counts]
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    earned = np.bincount(inverse, np.nan_to_num(points[counts]))
    got = earned / np.bincount(inverse, largest[counts])
    pupils = cell[counts][first]
    parts = [(pupils, None), (pupils, got), (pupils, got**2)]
    parts += [(cell[chosen], None) for chosen in (skipped, untaught, there)]
    size = len(schools) * len(themes)
    table = np.array([np.bincount(at, weights, minlength=size) for at, weights in parts])
    for place in np.flatnonzero(table[5]).tolist():
        code, number = divmod(place, len(themes))
        kept = sums[themes[number]].schools
        kept[schools[code]] = kept.get(schools[code], np.zeros(6)) + table[:, place]


def _item_kinds(rows: pa.Table) -> tuple[Ints, list[tuple[Work, str]]]:
    """The item of every row as a number, and the items: work and name as the file writes it."""
    columns = [codes(rows, name) for name in ("procedure", "subject", "item")]
    grade = np.nan_to_num(numbers(rows, "grade"), nan=0.0).astype(np.int64)
    year = numbers(rows, "year").astype(np.int64)
    key = np.zeros(rows.num_rows, dtype=np.int64)
    sizes = (*(len(names) + 1 for _, names in columns), 100, 10_000)
    for part, size in zip((*(n + 1 for n, _ in columns), grade, year), sizes, strict=True):
        key = key * size + part
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    kinds = []
    for at in first.tolist():
        said = [names[number[at]] if number[at] >= 0 else "" for number, names in columns]
        kinds.append((Work(said[0], said[1], int(grade[at]), int(year[at])), said[2]))
    return inverse, kinds


def _coded(
    kinds: list[tuple[Work, str]], known: Mapping[Work, tuple[Coded, ...]], strange: set[Work]
) -> list[Coded | None]:
    """What each item checks; None for works without a codifier or with items that do not fit it."""
    items: dict[Work, list[str]] = {}
    for work, item in kinds:
        items.setdefault(work, []).append(item)
    pairs = {work: matched(names, known[work]) for work, names in items.items() if work in known}
    strange.update(work for work, pair in pairs.items() if pair is None)
    return [(pairs.get(work) or {}).get(item) for work, item in kinds]


def _tally(theme: Theme, one: _Sums) -> Tally:
    schools = tuple(sorted(one.schools))
    table = np.array([one.schools[code] for code in schools]).T
    return Tally(theme, tuple(sorted(one.items)), schools, *table)


def absent(evidence: Evidence, works: Iterable[Work]) -> dict[tuple[str, Work], int]:
    """How many pupils of a school or municipality are listed as absent from each work."""
    rows, wanted = evidence.table("results"), set(works)
    if rows is None or not wanted:
        return {}
    keys = ["organisation", "procedure", "subject", "grade", "year"]
    away = rows.filter(pc.invert(rows["participated"])).select(keys)
    counts = away.group_by(keys).aggregate([([], "count_all")])
    found: dict[tuple[str, Work], int] = {}
    for row in counts.to_pylist():
        work = Work(*(row[name] for name in keys[1:]))
        if work in wanted:
            code = row["organisation"]
            for unit in (code, evidence.municipality(code, work.year)):
                found[unit, work] = found.get((unit, work), 0) + row["count_all"]
    return found
