"""Points by skill and element of content: sums over items joined with the codifier of the work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from msoko.analysis.evidence import Evidence, Work, codes, numbers
from msoko.analysis.methods.distributions import Array

Side = Literal["skill", "content"]
SIDE_RU: Mapping[Side, str] = {"skill": "умение", "content": "элемент содержания"}
_COLUMNS = ("organisation", "year", "pupil", "procedure", "subject", "grade", "item", "points",
            "max_points", "state")  # fmt: skip
_Item = tuple[str, str, int, str]
_Told = tuple[int, str, str, str, float]  # year, skill, content, level, largest points


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


def tallies(evidence: Evidence) -> list[Tally]:
    """Every theme of the last year (of each procedure) that has items and a codifier."""
    known = _codified(evidence)
    sums: dict[Theme, _Sums] = {}
    if known:
        years = pa.array(sorted({told[0] for told in known.values()}), pa.int32())
        for rows in evidence.uploads("items", _COLUMNS):
            chosen = rows.filter(pc.is_in(rows["year"], years))
            for side in SIDE_RU if chosen.num_rows else ():
                _add(chosen, side, known, sums)
    return [_tally(theme, one) for theme, one in sorted(sums.items(), key=lambda pair: pair[0])]


def _codified(evidence: Evidence) -> dict[_Item, _Told]:
    """Items of the last codified year of each procedure."""
    rows = evidence.table("codifier")
    if rows is None:
        return {}
    told = [row for row in rows.to_pylist() if row["year"] <= evidence.last_year]
    last: dict[str, int] = {}
    for row in told:
        last[row["procedure"]] = max(last.get(row["procedure"], 0), row["year"])
    found = {}
    for row in told:
        if row["year"] == last[row["procedure"]] and row["subject"] and row["grade"]:
            item = (row["procedure"], row["subject"], row["grade"], row["item"])
            level = "raised" if row["difficulty"] == "high" else row["difficulty"] or ""
            most = row["max_points"] if row["max_points"] is not None else float("nan")
            found[item] = (row["year"], row["skill"] or "", row["content"] or "", level, most)
    return found


def _add(
    rows: pa.Table, side: Side, known: Mapping[_Item, _Told],
    sums: dict[Theme, _Sums],
) -> None:  # fmt: skip
    """Add one upload: each pupil's share of points over the items of a theme."""
    theme_of, themes, codified = _themes(rows, side, known, sums)
    points = np.nan_to_num(numbers(rows, "points"))
    largest = numbers(rows, "max_points")
    largest = np.where(largest > 0, largest, codified)
    state, states = codes(rows, "state")
    taught = ~np.isin(state, [n for n, name in enumerate(states) if name == "not_taught"])
    skipped = np.isin(state, [n for n, name in enumerate(states) if name == "not_attempted"])
    school, schools = codes(rows, "organisation")
    pupil, _ = codes(rows, "pupil")
    counts = (theme_of >= 0) & taught & (largest > 0)
    person = school * (int(pupil.max(initial=0)) + 1) + pupil
    key = (person * len(themes) + theme_of)[counts]
    unique, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    got = np.bincount(inverse, points[counts]) / np.bincount(inverse, largest[counts])
    cell = school * len(themes) + theme_of
    size = len(schools) * max(len(themes), 1)
    of_pupils = cell[counts][first]
    there = theme_of >= 0
    table = np.array([
        np.bincount(of_pupils, minlength=size),
        np.bincount(of_pupils, got, minlength=size),
        np.bincount(of_pupils, got**2, minlength=size),
        np.bincount(cell[there & skipped], minlength=size),
        np.bincount(cell[there & ~taught], minlength=size),
        np.bincount(cell[there], minlength=size),
    ])  # fmt: skip
    for place in np.flatnonzero(table[5]):
        code, number = divmod(int(place), len(themes))
        kept = sums[themes[number]].schools
        kept[schools[code]] = kept.get(schools[code], np.zeros(6)) + table[:, place]


def _themes(
    rows: pa.Table, side: Side, known: Mapping[_Item, _Told],
    sums: dict[Theme, _Sums],
) -> tuple[Array, list[Theme], Array]:  # fmt: skip
    """The theme of every row as a number (−1: not codified), the themes, codified largest points."""
    columns = [codes(rows, name) for name in ("procedure", "subject", "item")]
    grade, year = (numbers(rows, name).astype(int) for name in ("grade", "year"))
    key = np.zeros(rows.num_rows, dtype=np.int64)
    for part, size in ((columns[0][0], 32), (columns[1][0], 64), (columns[2][0], 4096),
                       (np.clip(grade, -1, 98), 100), (np.clip(year, -1, 9998), 10_000)):  # fmt: skip
        key = key * size + part + 1
    unique, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    themes: dict[Theme, int] = {}
    found = np.full(len(unique), -1)
    largest = np.full(len(unique), np.nan)
    for place, at in enumerate(first.tolist()):
        words = [names[number[at]] for number, names in columns if number[at] >= 0]
        of_grade, of_year = int(grade[at]), int(year[at])
        told = known.get((words[0], words[1], of_grade, words[2])) if len(words) == 3 else None
        name = told[1 if side == "skill" else 2] if told else ""
        if told is None or not name or told[0] != of_year:
            continue
        theme = Theme(Work(words[0], words[1], of_grade, of_year), side, name, told[3])
        sums.setdefault(theme, _Sums()).items.add(words[2])
        found[place] = themes.setdefault(theme, len(themes))
        largest[place] = told[4]
    return found[inverse], list(themes), largest[inverse]


def _tally(theme: Theme, one: _Sums) -> Tally:
    schools = tuple(sorted(one.schools))
    table = np.array([one.schools[code] for code in schools]).T
    return Tally(theme, tuple(sorted(one.items)), schools, *table)


def absent(evidence: Evidence, works: Iterator[Work]) -> dict[tuple[str, Work], int]:
    """How many pupils of a school are listed as absent from each work."""
    rows, wanted = evidence.table("results"), set(works)
    if rows is None or not wanted:
        return {}
    keys = ["organisation", "procedure", "subject", "grade", "year"]
    away = rows.filter(pc.invert(rows["participated"])).select(keys)
    counts = away.group_by(keys).aggregate([([], "count_all")])
    found = {}
    for row in counts.to_pylist():
        work = Work(*(row[name] for name in keys[1:]))
        if work in wanted:
            found[row["organisation"], work] = row["count_all"]
    return found
