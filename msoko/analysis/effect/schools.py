"""Schools by year on one scale: what an action is to change, comparable between years."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from msoko.analysis.aspects import shares
from msoko.analysis.effect.action import Action
from msoko.analysis.effect.scale import on_one_scale
from msoko.analysis.evidence import Evidence, Work, codes, numbers
from msoko.analysis.methods.distributions import Array
from msoko.analysis.policy import EFFECT_SCHOOLS, for_pupils
from msoko.indicators.frame import Bools, Ints


@dataclass(frozen=True)
class Panel:
    """Values of schools by year: (G, T), NaN where too few pupils wrote; `pupils` alike.

    `unit_ru` names the unit of a value. `works` is how many works of a year stand behind it.
    """

    schools: tuple[str, ...]
    years: tuple[int, ...]
    values: Array
    pupils: Array
    works: int
    unit_ru: str
    scope: str

    def between(self, first: int, last: int) -> Array:
        """Mean of the known years from `first` to `last`, (G,); NaN without any."""
        chosen = np.array([first <= year <= last for year in self.years])
        known = ~np.isnan(self.values[:, chosen])
        count = known.sum(axis=1)
        total = np.where(known, self.values[:, chosen], 0.0).sum(axis=1)
        return np.where(count > 0, total / np.maximum(count, 1), np.nan)

    def only(self, keep: Bools, scope: str) -> Panel:
        """Some of the schools."""
        names = tuple(name for name, one in zip(self.schools, keep, strict=True) if one)
        return Panel(
            names, self.years, self.values[keep], self.pupils[keep], self.works, self.unit_ru, scope
        )


def panel(evidence: Evidence, action: Action) -> Panel | None:
    """Schools of the municipalities the action is carried out in; all schools where these are few.

    None without a single value.
    """
    whole = (
        _of_indicator(evidence, action.indicator)
        if action.indicator
        else _of_subject(evidence, action)
    )
    if whole is None:
        return None
    year = action.since
    places = {evidence.municipality(code, year) for code in action.treated}
    here = np.array([evidence.municipality(code, year) in places for code in whole.schools])
    if here.all():
        return whole
    known = here & ~np.isnan(whole.values).all(axis=1)
    if known.sum() >= EFFECT_SCHOOLS:
        return whole.only(here, "школы того же муниципалитета")
    return whole


def _of_subject(evidence: Evidence, action: Action) -> Panel | None:
    """Points standardised inside every work of every year, then averaged by school and year.

    Papers differ between years, so only the place among the pupils of the same work is
    comparable. Works of schools an official conclusion calls unreliable are left out, and so are
    grades that wrote only before the action or only after it.
    """
    if evidence.table("results") is None:
        return None
    rows = evidence.results
    asked = pc.and_(
        pc.equal(rows["procedure"], action.procedure), pc.equal(rows["subject"], action.subject)
    )
    chosen = rows.filter(pc.and_(asked, pc.less_equal(rows["year"], evidence.last_year)))
    if not chosen.num_rows:
        return None
    score = numbers(chosen, "raw_score")
    keep = ~np.isnan(score) & ~_disputed(evidence, chosen)
    school, schools = codes(chosen, "organisation")
    year = numbers(chosen, "year").astype(np.int64)
    level, levels = codes(chosen, "exam_level")
    kind = numbers(chosen, "grade").astype(np.int64) * 10 + level + 1
    work = year * 1000 + kind
    keep &= _repeated(kind, year >= action.since)
    if not keep.any():
        return None
    keys = {key: _work(action, key, levels) for key in np.unique(work[keep]).tolist()}
    value, unit = on_one_scale(evidence, score[keep], school[keep], work[keep], keys)
    years = np.arange(year[keep].min(), year[keep].max() + 1)
    known = np.isfinite(value)
    at = (school[keep] * len(years) + (year[keep] - years[0]))[known]
    shape = len(schools), len(years)
    count = np.bincount(at, minlength=shape[0] * shape[1]).reshape(shape).astype(float)
    total = np.bincount(at, value[known], minlength=count.size).reshape(shape).astype(float)
    works = len(np.unique(kind[keep]))
    mean = _told(total, count)
    told = tuple(int(one) for one in years)
    return Panel(tuple(schools), told, mean, count, works, unit, "все школы")


def _repeated(kind: Ints, after: Bools) -> Bools:
    """Rows of grades and levels written both before and after; all rows when one side is empty."""
    if after.all() or not after.any():
        return np.ones(len(kind), dtype=bool)
    return np.isin(kind, np.intersect1d(kind[after], kind[~after]))


def _work(action: Action, key: int, levels: list[str]) -> tuple[Work, str]:
    """The work and exam level behind a key of year, grade and level."""
    level = levels[key % 10 - 1] if key % 10 else ""
    return Work(action.procedure, action.subject or "", key // 10 % 100, key // 1000), level


def _told(total: Array, count: Array) -> Array:
    """Means where the claim policy allows one to speak of so many."""
    sizes, where = np.unique(count, return_inverse=True)
    allowed = np.array([for_pupils(int(n)).adjective != "never" for n in sizes])
    enough = allowed[where].reshape(count.shape)
    return np.where(enough, total / np.maximum(count, 1), np.nan)


def _disputed(evidence: Evidence, rows: pa.Table) -> Bools:
    reviews = evidence.table("reviews")
    out = np.zeros(rows.num_rows, dtype=bool)
    for row in reviews.to_pylist() if reviews is not None else []:
        if row["status"] != "unreliable":
            continue
        same: Bools = np.ones(rows.num_rows, dtype=bool)
        for name in ("organisation", "year", "procedure", "subject", "grade"):
            if row[name] is not None:
                hit = pc.fill_null(pc.equal(rows[name], row[name]), fill_value=False)
                same &= hit.to_numpy()
        out |= same
    return out


def _of_indicator(evidence: Evidence, indicator: str | None) -> Panel | None:
    """A share of the profile, in percentage points of its value."""
    only = replace(evidence, asked_indicators=(indicator or "",))
    by_year = shares(only).get((indicator or "", "", ""), {})
    schools = tuple(sorted({code for one in by_year.values() for code in one.schools}))
    if not schools:
        return None
    years = tuple(range(min(by_year), max(by_year) + 1))
    hits, count = np.zeros((2, len(schools), len(years)))
    place = {code: number for number, code in enumerate(schools)}
    for year, one in by_year.items():
        for code, counted in one.schools.items():
            hits[place[code], years.index(year)] = 100.0 * counted.hits
            count[place[code], years.index(year)] = counted.tried
    return Panel(schools, years, _told(hits, count), count, 1, "п. п.", "все школы")
