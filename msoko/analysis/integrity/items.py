"""Signals from answers: pupils who answer alike; criterion-marked items easier than the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from msoko.analysis.evidence import Evidence, Work, codes, numbers
from msoko.analysis.integrity.against import Measured, over_pupils
from msoko.analysis.methods.distributions import Array
from msoko.indicators.frame import Bools, Ints

ALIKE_PUPILS = 20  # pupils of a school in a work, under which sameness is not looked at
CRITERIA_PUPILS = 100  # pupils of a work from which the expected points are known
_BANDS = 10  # groups of pupils of like result
_CRITERION = ("К", "к", "K", "k")  # «4К1»: marked by a teacher against a criterion
_KEYS = ["procedure", "subject", "grade", "year"]
_COLUMNS = (*_KEYS, "organisation", "pupil", "item", "points", "max_points", "state")


@dataclass(frozen=True)
class Table:
    """Answers to one work: points (n, items), NaN where not taught or unknown; `school` (n,)."""

    work: Work
    items: tuple[str, ...]
    school: Ints
    points: Array
    largest: Array


@dataclass(frozen=True)
class Answered:
    """Both signals; `criteria` None where no work allows it, `named` if any names such items."""

    alike: Measured
    criteria: Measured | None
    works: int
    named: bool


def answered(evidence: Evidence, schools: Sequence[str], years: Sequence[int]) -> Answered:
    """Sameness and the bundle of criterion-marked items over the ВПР works of the years."""
    many = len(schools)
    place = {code: number for number, code in enumerate(schools)}
    same: list[tuple[Array, Array, Array]] = []
    left: list[tuple[Ints, Array]] = []
    tables, named = 0, False
    for table in _tables(evidence, place, set(years)):
        tables += 1
        same.append(_sameness(table, many))
        named |= bool(_by_criteria(table).any())
        residual = _criteria(table)
        if residual is not None:
            left.append((table.school, residual))
    alike = _over_works(same, many)
    if not left:
        return Answered(alike, None, tables, named)
    school = np.concatenate([one for one, _ in left])
    residual = np.concatenate([one for _, one in left])
    measured = over_pupils(school, np.arange(school.size), residual, many)
    works = np.zeros(many)
    for one, rest in left:
        works[np.unique(one[np.isfinite(rest)])] += 1
    criteria = Measured(measured.estimate, measured.se, measured.pupils, works)
    return Answered(alike, criteria, tables, named)


def _tables(evidence: Evidence, place: dict[str, int], years: set[int]) -> Iterator[Table]:
    """One work after another; an upload usually holds one, then nothing of it is copied."""
    parts: dict[Work, list[pa.Table]] = {}
    for rows in evidence.uploads("items", _COLUMNS):
        found = rows.select(_KEYS).group_by(_KEYS).aggregate([]).to_pylist()
        for key in found:
            whole = key["subject"] is not None and key["grade"] is not None
            if key["procedure"] == "vpr" and key["year"] in years and whole:
                own = rows if len(found) == 1 else rows.filter(_is(rows, key))
                parts.setdefault(Work(**key), []).append(own.drop_columns(_KEYS))
    for work, tables in sorted(parts.items()):
        yield _table(work, pa.concat_tables(tables).unify_dictionaries(), place)


def _is(rows: pa.Table, key: dict[str, object]) -> pa.ChunkedArray:
    """Which rows are of a work."""
    mask = pc.equal(rows["year"], key["year"])
    for name in ("procedure", "subject", "grade"):
        mask = pc.and_(mask, pc.equal(rows[name], key[name]))
    return mask


def _table(work: Work, rows: pa.Table, place: dict[str, int]) -> Table:
    organisation, organisations = codes(rows, "organisation")
    person, people = codes(rows, "pupil")
    item, items = codes(rows, "item")
    known = np.array([place.get(code, -1) for code in organisations], dtype=int)
    both, pupil = np.unique(organisation * (len(people) + 1) + person, return_inverse=True)
    points = numbers(rows, "points")
    state, states = codes(rows, "state")
    for word, told in (("not_attempted", 0.0), ("not_taught", np.nan)):
        if word in states:
            points = np.where(state == states.index(word), told, points)
    matrix = np.full((both.size, len(items)), np.nan)
    matrix[pupil, item] = points
    school = np.full(both.size, -1)
    school[pupil] = known[organisation]
    largest = np.zeros(len(items))
    np.maximum.at(largest, item, np.nan_to_num(np.fmax(numbers(rows, "max_points"), points)))
    kept = school >= 0
    return Table(work, tuple(items), school[kept], matrix[kept], largest)


def _sameness(table: Table, schools: int) -> tuple[Array, Array, Array]:
    """Pairs of pupils of a school with equal points, beyond what pupils of like results share.

    Mean excess share of pairs over items, the variance of that mean and pupils; (J,) each.
    """
    band = _bands(np.nansum(table.points, axis=1))
    excess = np.full((len(table.items), schools), np.nan)
    for number, column in enumerate(table.points.T):
        known = np.isfinite(column)
        if not known.any():
            continue
        value, answer = np.unique(column[known], return_inverse=True)
        school = table.school[known]
        shares = np.zeros((band.max() + 1, value.size))
        np.add.at(shares, (band[known], answer), 1.0)
        shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1.0)
        guess = shares[band[known]]
        met = np.zeros((schools, value.size))
        np.add.at(met, (school, answer), 1.0)
        sums = np.array([np.bincount(school, one, minlength=schools) for one in guess.T])
        squares = np.bincount(school, (guess**2).sum(axis=1), minlength=schools)
        pupils = met.sum(axis=1)
        pairs = np.where(pupils >= ALIKE_PUPILS, pupils * (pupils - 1) / 2, np.nan)
        equal = (met * (met - 1)).sum(axis=1) / 2
        excess[number] = (equal - ((sums**2).sum(axis=0) - squares) / 2) / pairs
    counted = np.isfinite(excess).sum(axis=0)
    enough = counted >= 3
    size = np.where(enough, counted, 1)
    mean = np.where(enough, np.nansum(excess, axis=0) / size, np.nan)
    apart = np.nansum((excess - mean) ** 2, axis=0) / np.maximum(size - 1, 1)
    pupils = np.bincount(table.school, minlength=schools).astype(float)
    return mean, np.where(enough, apart / size, np.nan), pupils


def _bands(total: Array) -> Ints:
    """Pupils in groups of like result, about alike in number; (n,)."""
    edges = np.unique(np.quantile(total, np.linspace(0, 1, _BANDS + 1)[1:-1]))
    return np.searchsorted(edges, total, side="right")


def _by_criteria(table: Table) -> Bools:
    """Which items are marked against criteria, by their names; (items,)."""
    return np.array([any(letter in item for letter in _CRITERION) for item in table.items])


def _criteria(table: Table) -> Array | None:
    """Share of points for criterion-marked items beyond the expected by the others; (n,) or None.

    In standard deviations of all pupils' differences; the expectation is a cubic of the others.
    """
    marked = _by_criteria(table)
    if marked.sum() < 2 or (~marked).sum() < 3:
        return None
    with np.errstate(invalid="ignore", divide="ignore"):
        own, rest = (
            np.nansum(table.points[:, one], axis=1)
            / np.where(np.isfinite(table.points[:, one]), table.largest[one], 0.0).sum(axis=1)
            for one in (marked, ~marked)
        )
    known = np.isfinite(own) & np.isfinite(rest)
    if known.sum() < CRITERIA_PUPILS or np.unique(rest[known]).size < 5:
        return None
    curve = np.vander(rest, 4)
    fitted = curve @ np.linalg.lstsq(curve[known], own[known], rcond=None)[0]
    left = np.where(known, own - fitted, np.nan)
    spread = float(np.nanstd(left))
    return np.asarray(left / spread) if spread > 0 else None


def _over_works(found: Sequence[tuple[Array, Array, Array]], schools: int) -> Measured:
    """Mean excess over works, each of them first freed of its mean over schools."""
    total, variance, works, pupils = np.zeros((4, schools))
    for mean, own, wrote in found:
        known = np.isfinite(mean) & (own > 0)
        if known.sum() < 2:
            continue
        total[known] += mean[known] - mean[known].mean()
        variance[known] += own[known]
        works[known] += 1
        pupils[known] += wrote[known]
    enough, size = works > 0, np.maximum(works, 1)
    estimate = np.where(enough, total / size, np.nan)
    se = np.where(enough, np.sqrt(variance) / size, np.nan)
    return Measured(estimate, se, pupils, works)
