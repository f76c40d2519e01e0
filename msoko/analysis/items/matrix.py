"""Answers to the items of each work as a matrix, with what is known of the pupils beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from msoko.analysis import words
from msoko.analysis.codified import Coded, codifiers, fits, matched
from msoko.analysis.evidence import Evidence, Work, codes, numbers
from msoko.analysis.methods.answers import Answers, arrange
from msoko.indicators.frame import Bools, Floats, Ints
from msoko.vocabulary import SUBJECTS

_COLUMNS = ("organisation", "year", "pupil", "procedure", "subject", "grade", "exam_level",
            "attempt", "item", "points", "max_points", "state")  # fmt: skip
_SLIPS = 0.005  # of 25 thousand pupils up to 0.2 % have impossible points; full points 4 % and more
_LEVEL_RU = {"base": "базовый уровень", "profile": "профильный уровень"}
_SHORT_RU = {"vpr": "ВПР", "oge": "ОГЭ", "ege": "ЕГЭ", "gve": "ГВЭ"}


@dataclass(frozen=True)
class Matrix:
    """One work as its pupils wrote it; n pupils, J items.

    `answers` as the methods take them; `not_taught` (n, J) apart from them, for there it is only
    missing. `school`, `class_group`, `variant`, `sex` (n,) are places in the lists beside them, −1
    for unknown. `absent` pupils are listed in the file and did not come. `guessed_maximum`: the
    file and the codifier are silent about it, and the most points met stand for it.
    """

    work: Work
    exam_level: str
    items: tuple[str, ...]
    answers: Answers
    not_taught: Bools
    school: Ints
    schools: tuple[str, ...]
    class_group: Ints
    class_groups: tuple[str, ...]
    variant: Ints
    variants: tuple[str, ...]
    sex: Ints
    sexes: tuple[str, ...]
    absent: int
    guessed_maximum: bool
    coded: Mapping[str, Coded] | None

    @property
    def pupils(self) -> int:
        """How many wrote it."""
        return len(self.school)

    @property
    def ru(self) -> str:
        """The work in words: «ВПР, математика, 5 класс»."""
        work = self.work
        level = f" ({_LEVEL_RU[self.exam_level]})" if self.exam_level else ""
        parts = (_SHORT_RU.get(work.procedure, ""), f"{SUBJECTS[work.subject].lower()}{level}")
        return ", ".join([*filter(None, parts), f"{work.grade} класс"])

    @property
    def titled(self) -> str:
        """The work with its academic year: «ВПР, математика, 5 класс, 2024/25»."""
        return f"{self.ru}, {words.year(self.work.year)}"

    @property
    def key(self) -> str:
        """A short stable name of the work."""
        return f"{self.work.key}-{self.exam_level}" if self.exam_level else self.work.key

    def whole_points(self) -> bool:
        """Whether all points are whole numbers: item response models know no others."""
        known = self.answers.scores[~np.isnan(self.answers.scores)]
        return bool(np.all(known == np.floor(known)))

    def shares(self) -> Floats:
        """Points as shares of the item's maximum, (n, J)."""
        return np.asarray(self.answers.scores / self.answers.maximum)


@dataclass(frozen=True)
class Written:
    """Answers to one work, and no more than they need; `people` (n,) are «школа ученик»."""

    work: Work
    exam_level: str
    items: tuple[str, ...]
    answers: Answers
    not_taught: Bools
    people: list[str]
    guessed_maximum: bool
    coded: Mapping[str, Coded] | None


def matrices(evidence: Evidence) -> Iterator[Matrix]:
    """Works of the last year of each procedure, not after the asked one, in order.

    A retake is another paper by other pupils and is left out; main and reserve days are one work.
    """
    if evidence.table("results") is None:
        return
    for written in answers_to(evidence, _wanted(evidence)):
        yield _described(evidence, written)


def answers_to(evidence: Evidence, wanted: frozenset[Work]) -> Iterator[Written]:
    """The answers to these works alone, in order: cheaper than all that `matrices` knows."""
    parts: dict[tuple[Work, str], list[pa.Table]] = {}
    if not wanted:
        return
    years = pa.array(sorted({work.year for work in wanted}), pa.int32())
    for rows in evidence.uploads("items", _COLUMNS):
        chosen = rows.filter(pc.is_in(rows["year"], years))
        if chosen.num_rows:
            for key, part in _by_work(chosen, wanted):
                parts.setdefault(key, []).append(part)
    known = codifiers(evidence)
    for key in sorted(parts):
        table = pa.concat_tables(parts.pop(key), promote_options="default").unify_dictionaries()
        written = _written(*key, table, known)
        if written is not None:
            yield written


def _wanted(evidence: Evidence) -> frozenset[Work]:
    last: dict[str, int] = {}
    for work in evidence.works:
        if work.year <= evidence.last_year:
            last[work.procedure] = max(last.get(work.procedure, 0), work.year)
    return frozenset(work for work in evidence.works if work.year == last.get(work.procedure))


def _by_work(
    rows: pa.Table, wanted: frozenset[Work]
) -> Iterator[tuple[tuple[Work, str], pa.Table]]:
    keys = [name for name in ("procedure", "subject", "grade", "year", "exam_level", "attempt")
            if name in rows.column_names]  # fmt: skip
    found = rows.select(keys).group_by(keys).aggregate([]).to_pylist()
    for row in found:
        if row["subject"] is None or row["grade"] is None or row.get("attempt") == "retake":
            continue
        work = Work(row["procedure"], row["subject"], row["grade"], row["year"])
        if work not in wanted:
            continue
        # an upload usually holds one work: then nothing of it is copied
        kept = rows if len(found) == 1 else rows.filter(_is(rows, keys, row))
        columns = ["organisation", "pupil", "item", "points", "max_points", "state"]
        yield (work, row.get("exam_level") or ""), kept.select(columns)


def _is(rows: pa.Table, keys: Sequence[str], row: Mapping[str, Any]) -> pa.ChunkedArray:
    """Which rows are alike in the keys, unknown ones included."""
    same = [
        rows[name].is_null() if row[name] is None else pc.equal(rows[name], row[name])
        for name in keys
    ]
    return reduce(pc.and_, same)


def _written(
    work: Work, level: str, rows: pa.Table, known: Mapping[Work, tuple[Coded, ...]]
) -> Written | None:
    person = _person(rows)
    place, people = codes(pa.table({"person": person}), "person")
    item, found = codes(rows, "item")
    order = sorted(range(len(found)), key=lambda number: item_order(found[number]))
    column = np.empty(len(found), dtype=np.int64)
    column[order] = np.arange(len(found))
    names = tuple(found[number] for number in order)
    points = np.full((len(people), len(names)), np.nan)
    points[place, column[item]] = numbers(rows, "points")
    state, states = codes(rows, "state")
    blank, untaught = np.zeros(points.shape, bool), np.zeros(points.shape, bool)
    for table, name in ((blank, "not_attempted"), (untaught, "not_taught")):
        if name in states:
            table[place, column[item]] = state == states.index(name)
    coded = matched(names, known[work]) if work in known else None
    told = np.full(points.shape, np.nan)
    told[place, column[item]] = numbers(rows, "max_points")
    maximum, guessed = _maximum(points, told, names, coded)
    if coded is not None and not fits(points, np.broadcast_to(maximum, points.shape)):
        coded = None
    points[(points > maximum) | (points < 0)] = np.nan
    taken = maximum > 0
    answers = arrange(
        points[:, taken], maximum[taken], not_attempted=blank[:, taken],
        not_taught=untaught[:, taken],
    )  # fmt: skip
    if not taken.any() or np.isnan(answers.scores).all():
        return None
    kept = tuple(name for name, one in zip(names, taken, strict=True) if one)
    return Written(work, level, kept, answers, untaught[:, taken], people, guessed, coded)


def item_order(name: str) -> tuple[tuple[int, str], ...]:
    """«2» before «10», «4К1» before «4К2»."""
    return tuple(
        (int(number or 0), letters.upper())
        for number, letters in re.findall(r"(\d*)([^\d]*)", name)
        if number or letters
    )


def _person(rows: pa.Table) -> pa.ChunkedArray:
    return pc.binary_join_element_wise(
        rows["organisation"].cast(pa.string()), rows["pupil"].cast(pa.string()), " "
    )


def _maximum(
    points: Floats, told: Floats, names: tuple[str, ...], coded: Mapping[str, Coded] | None
) -> tuple[Floats, bool]:
    """The maximum of each item: of the file, of the codifier, or the most points met.

    Where nobody states it, points so rare that they are slips of the pen do not make a maximum.
    """
    of_file = np.where(np.isnan(told), -np.inf, told).max(axis=0)
    largest = np.array([coded[name].largest if coded else np.nan for name in names])
    stated = np.where(of_file > 0, of_file, np.nan_to_num(largest))
    met = np.zeros(len(names))
    for number in np.flatnonzero(~(stated > 0)):
        own = np.sort(points[~np.isnan(points[:, number]), number])
        met[number] = own[-1 - int(_SLIPS * len(own))] if len(own) else 0.0
    return np.where(stated > 0, stated, met), bool(np.any(~(stated > 0)))


def _described(evidence: Evidence, written: Written) -> Matrix:
    work, level, people = written.work, written.exam_level, written.people
    rows = evidence.of_work(work)
    place = pc.index_in(pa.array(people), value_set=_person(rows).combine_chunks())
    at = pc.fill_null(place, -1).to_numpy(zero_copy_only=False)

    def beside(column: str) -> tuple[Ints, tuple[str, ...]]:
        number, values = codes(rows, column)
        own = np.where(at >= 0, number[at], -1) if len(number) else np.full(len(at), -1)
        return own, tuple(str(value) for value in values)

    school, schools = codes(pa.table({"s": [one.split(" ")[0] for one in people]}), "s")
    group, groups = beside("class_group")
    variant, variants = beside("variant")
    sex, sexes = beside("sex")
    return Matrix(
        work, level, written.items, written.answers, written.not_taught, school, tuple(schools),
        group, groups, variant, variants, sex, sexes, _absent(evidence, work, level),
        written.guessed_maximum, written.coded,
    )  # fmt: skip


def _absent(evidence: Evidence, work: Work, level: str) -> int:
    counts = evidence.once("absent", lambda: _away(evidence))
    own = counts.get((work.procedure, work.subject, work.grade, work.year), {})
    return own.get(level, 0) if level else sum(own.values())


def _away(evidence: Evidence) -> Mapping[tuple[object, ...], Mapping[str | None, int]]:
    """How many are listed and did not come: by work, then by its exam level."""
    rows = evidence.table("results")
    assert rows is not None
    keys = ["procedure", "subject", "grade", "year", "exam_level"]
    away = rows.filter(pc.invert(rows["participated"])).select(keys)
    found: dict[tuple[object, ...], dict[str | None, int]] = {}
    for row in away.group_by(keys).aggregate([([], "count_all")]).to_pylist():
        work = tuple(row[name] for name in keys[:4])
        found.setdefault(work, {})[row["exam_level"]] = row["count_all"]
    return found
