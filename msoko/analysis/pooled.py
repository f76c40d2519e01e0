"""Share of «2» over several works of a year at once: what a small school's single works cannot say.

Every work is compared with the same work in the other schools, so that easy and hard works, and
schools that wrote different ones, do not mix. One pupil's works are not independent: the variance
is taken over pupils (for a municipality over schools), never over works.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from msoko.analysis import words
from msoko.analysis.compared import REFERENCE_RU
from msoko.analysis.evidence import Evidence, Work, codes, numbers
from msoko.analysis.finding import Answer, Chart, Finding, Sample, Silence
from msoko.analysis.methods.distributions import Array, t_quantile, two_sided_t
from msoko.analysis.methods.false_discovery import adjusted
from msoko.analysis.policy import (
    POOLED_WORKS,
    SPARSE,
    Claim,
    claim,
    for_pupils,
    for_schools,
    least_pupils,
)
from msoko.indicators.frame import Bools, Ints
from msoko.vocabulary import PROCEDURES, SUBJECTS

METHOD = (
    "сумма отклонений от доли «2» той же работы в остальных школах; разброс — по обучающимся "
    "(для муниципалитета — по школам), интервал Стьюдента; поправка Бенджамини — Хохберга"
)
SOURCE = "Cochran 1977, 11.7; Benjamini & Hochberg 1995"
SAYS_NOT = (
    "Вывод — о доле отметок «2» в сумме работ года, а не о каждой из них; причин он не называет и "
    "школы не упорядочивает (письмо Рособрнадзора от 18.04.2025 № 02-86)."
)
_ELSEWHERE = least_pupils(lambda claims: claims.interval == "plain")  # pupils of a work elsewhere
Scope = Literal["municipality", "region"]
_SCOPE_RU = {
    "municipality": "в остальных школах муниципалитета",
    "region": "в остальных школах региона",
}


@dataclass(frozen=True)
class Written:
    """Marks of one year: by row whether «2», and numbers of school, work and pupil; all (rows,)."""

    failed: Array
    school: Ints
    work: Ints
    pupil: Ints
    schools: tuple[str, ...]
    works: tuple[Work, ...]


@dataclass(frozen=True)
class Excess:
    """One unit's share of «2» minus what the same works give elsewhere; fractions."""

    unit_kind: Literal["organisation", "municipality"]
    unit: str
    year: int
    pool: str
    scope: Scope
    observed: int
    rows: int
    expected: float
    pupils: int
    schools: int
    works: int
    se: float
    q: float = 1.0

    @property
    def difference(self) -> float:
        """Share of «2» above what is expected."""
        return (self.observed - self.expected) / self.rows

    @property
    def sure(self) -> Claim:
        """What may be said of it."""
        return claim(1 - self.q, self.pupils, self.works)

    @property
    def df(self) -> int:
        """Degrees of freedom: pupils, or schools of a municipality, less one."""
        return (self.pupils if self.unit_kind == "organisation" else self.schools) - 1

    def interval(self) -> tuple[float, float]:
        """95 % interval of the difference."""
        half = float(t_quantile(0.975, self.df)) * self.se
        return self.difference - half, self.difference + half


def answer(evidence: Evidence) -> Answer:
    """Pooled comparisons of the last year of each procedure that gives marks."""
    if evidence.table("results") is None:
        return Answer("gaps")
    found: list[Excess] = []
    silences: list[Silence] = []
    for procedure in sorted({work.procedure for work in evidence.works}):
        years = [w.year for w in evidence.works if w.procedure == procedure]
        written = _written(evidence, procedure, max(y for y in years if y <= evidence.last_year)) \
            if min(years) <= evidence.last_year else None  # fmt: skip
        if written is not None:
            found += _pools(evidence, written)
            silences += _silences(written)
    if not found:
        return Answer("gaps", (), tuple(silences))
    q = adjusted([two_sided_t(one.difference / one.se, one.df) for one in found])
    told = [replace(one, q=float(at)) for one, at in zip(found, q, strict=True)]
    standing = [one for one in told if one.sure != "described"]
    return Answer(
        "gaps", tuple(_finding(evidence, one) for one in _once(standing)), tuple(silences)
    )


def _once(found: Sequence[Excess]) -> list[Excess]:
    """For a unit and pool the surest of the scopes."""
    best: dict[tuple[str, str, str], Excess] = {}
    for one in sorted(found, key=lambda one: (one.q, one.scope)):
        best.setdefault((one.unit_kind, one.unit, one.pool), one)
    return list(best.values())


def _written(evidence: Evidence, procedure: str, year: int) -> Written | None:
    rows = evidence.results
    chosen = pc.and_(pc.equal(rows["procedure"], procedure), pc.equal(rows["year"], year))
    marked = rows.filter(pc.and_(chosen, rows["mark"].is_valid()))
    if not marked.num_rows:
        return None
    works = tuple(w for w in evidence.works if w.procedure == procedure and w.year == year)
    school, schools = codes(marked, "organisation")
    subject, subjects = codes(marked, "subject")
    places = {(work.subject, work.grade): number for number, work in enumerate(works)}
    grades = marked["grade"].to_numpy()
    work = np.array([places[subjects[s], g] for s, g in zip(subject, grades, strict=True)])
    both = pc.binary_join_element_wise(marked["organisation"], marked["pupil"], " ")
    pupil, _ = codes(pa.table({"pupil": both}), "pupil")
    failed = (numbers(marked, "mark") == 2).astype(float)
    kept = ~_disputed(evidence, schools, works)[school, work]
    return Written(failed[kept], school[kept], work[kept], pupil[kept], tuple(schools), works)


def _disputed(evidence: Evidence, schools: Sequence[str], works: Sequence[Work]) -> Bools:
    """Works of schools an official conclusion calls unreliable; (schools, works)."""
    out = np.zeros((len(schools), len(works)), dtype=bool)
    rows = evidence.table("reviews")
    for row in rows.to_pylist() if rows is not None else []:
        if row["status"] != "unreliable" or row["organisation"] not in schools:
            continue
        for number, work in enumerate(works):
            named = ("year", "procedure", "subject", "grade")
            if all(row[name] in (None, getattr(work, name)) for name in named):
                out[schools.index(row["organisation"]), number] = True
    return out


def _pools(evidence: Evidence, written: Written) -> Iterator[Excess]:
    """All works together, and each subject with works enough."""
    subjects = [work.subject for work in written.works]
    pools = {"": list(range(len(subjects)))}
    pools |= {s: [n for n, one in enumerate(subjects) if one == s] for s in sorted(set(subjects))}
    for pool, members in pools.items():
        if len(members) >= POOLED_WORKS and (not pool or len(members) < len(subjects)):
            chosen = np.isin(written.work, members)
            yield from _excesses(evidence, written, pool, chosen)


def _excesses(evidence: Evidence, written: Written, pool: str, chosen: Bools) -> Iterator[Excess]:
    failed, pupil = written.failed[chosen], written.pupil[chosen]
    school, work = written.school[chosen], written.work[chosen]
    year, many = written.works[0].year, len(written.schools)
    names = [evidence.municipality(code, year) for code in written.schools]
    places = sorted(set(names))
    place = np.array([places.index(name) for name in names])
    table = np.zeros((2, many, len(written.works)))
    np.add.at(table[0], (school, work), failed)
    np.add.at(table[1], (school, work), 1.0)
    by_place = np.zeros((2, len(places), len(written.works)))
    for number in range(many):
        by_place[:, place[number]] += table[:, number]
    scopes: list[tuple[Scope, Array]] = [("region", table.sum(axis=1, keepdims=True) - table)]
    if len(places) > 1:
        scopes.insert(0, ("municipality", by_place[:, place] - table))
    for scope, rest in scopes:
        name: Scope = "municipality" if len(places) == 1 else scope
        yield from _of_schools(
            written, (year, pool, name), table, rest, (failed, school, work, pupil)
        )
    if len(places) > 1:
        rest = table.sum(axis=1, keepdims=True) - by_place
        yield from _of_places(written, (year, pool), table, rest, places, place)


def _of_schools(
    written: Written, about: tuple[int, str, Scope], table: Array, rest: Array,
    rows: tuple[Array, Ints, Ints, Ints],
) -> Iterator[Excess]:  # fmt: skip
    year, pool, scope = about
    failed, school, work, pupil = rows
    share, usable = _shares(rest)
    keep = usable[school, work]
    left = np.where(keep, failed - share[school, work], 0.0)
    size = int(pupil.max()) + 1
    of_pupil = np.zeros(size, dtype=int)
    of_pupil[pupil] = school
    present = np.bincount(pupil[keep], minlength=size) > 0
    each = np.bincount(pupil, left, minlength=size)
    squares = np.bincount(of_pupil, each**2, minlength=len(table[0]))
    pupils = np.bincount(of_pupil[present], minlength=len(table[0]))
    for number, code in enumerate(written.schools):
        own = np.where(usable[number], table[:, number], 0.0)
        works, m = int((own[1] > 0).sum()), int(pupils[number])
        if for_pupils(m).adjective == "never" or works < POOLED_WORKS:
            continue
        expected = float(own[1] @ share[number])
        elsewhere = (
            own[1] ** 2 * share[number] * (1 - share[number]) / np.maximum(rest[1, number], 1)
        )
        variance = squares[number] * m / (m - 1) + float(elsewhere.sum())
        if max(expected, own[0].sum()) >= SPARSE and variance > 0:
            yield Excess(
                "organisation", code, year, pool, scope, int(own[0].sum()), int(own[1].sum()),
                expected, m, 1, works, float(np.sqrt(variance) / own[1].sum()),
            )  # fmt: skip


def _of_places(
    written: Written, about: tuple[int, str], table: Array, rest: Array,
    places: Sequence[str], place: Array,
) -> Iterator[Excess]:  # fmt: skip
    year, pool = about
    share, usable = _shares(rest)
    for number, name in enumerate(places):
        own = np.where(usable[number], table[:, place == number], 0.0)
        own = own[:, own[1].sum(axis=1) > 0]
        schools, rows = own.shape[1], float(own[1].sum())
        if for_schools(schools).comparison == "listing" or rows == 0:
            continue
        left = (own[0] - own[1] * share[number]).sum(axis=1)
        variance = schools / (schools - 1) * float(np.sum((left - left.mean()) ** 2))
        expected = float((own[1] * share[number]).sum())
        works = int((own[1].sum(axis=0) > 0).sum())
        if variance > 0 and works >= POOLED_WORKS and max(expected, own[0].sum()) >= SPARSE:
            yield Excess(
                "municipality", name, year, pool, "region", int(own[0].sum()), int(rows), expected,
                int(own[1].sum(axis=0).max()), schools, works, float(np.sqrt(variance) / rows),
            )  # fmt: skip


def _shares(rest: Array) -> tuple[Array, Array]:
    """Shares elsewhere, and the works enough people wrote there."""
    usable = rest[1] >= _ELSEWHERE
    return np.where(usable, rest[0] / np.maximum(rest[1], 1), 0.0), usable


def _finding(evidence: Evidence, one: Excess) -> Finding:
    low, high = one.interval()
    share, elsewhere = one.observed / one.rows, one.expected / one.rows
    name = one.unit if one.unit_kind == "municipality" else evidence.name(one.unit, one.year)
    return Finding(
        kind="gap" if one.difference > 0 else "strength",
        question="gaps",
        unit_kind=one.unit_kind,
        unit=one.unit,
        period=words.period(one.year),
        sure=one.sure,
        sentence=_sentence(name, one),
        measured="доля отметок «2» сверх ожидаемой по тем же работам",
        value=one.difference,
        low=low,
        high=high,
        sample=Sample(one.pupils, one.schools, one.works),
        method=METHOD,
        source=SOURCE,
        says_not=SAYS_NOT,
        severity=abs(one.observed - one.expected) * one.pupils / one.rows,
        evidence={
            "pool": one.pool or "all", "scope": one.scope, "observed": one.observed,
            "rows": one.rows, "expected": one.expected, "q": one.q,
        },
        chart=Chart(
            f"Доля отметок «2» по сумме работ, {_pool(one).lower()}, {words.year(one.year)}",
            "bar", "%", "",
            (
                {"x": 100 * share, "y": name, "label": words.few(one.observed, one.rows)},
                {"x": 100 * elsewhere, "y": REFERENCE_RU[one.scope], "label": "по тем же работам"},
            ),
        ),
    )  # fmt: skip


def _pool(one: Excess) -> str:
    return SUBJECTS.get(one.pool, "все предметы")


def _sentence(name: str, one: Excess) -> str:
    side = words.perhaps("выше" if one.difference > 0 else "ниже", one.sure)
    share = words.percent(one.observed / one.rows)
    said = (
        f"{words.quoted(name)}, {words.year(one.year)}, {_pool(one).lower()}, "
        f"{words.counted(one.works, 'work')}: отметок «2» — {share} "
        f"({words.few(one.observed, one.rows)}), {side}, чем {_SCOPE_RU[one.scope]} "
        f"по тем же работам ({words.percent(one.expected / one.rows)}): разность "
        f"{words.points(one.difference)} (95 %: {words.between_points(*one.interval())})"
    )
    return words.spoken(said, pupils=one.pupils, works=one.works)


def _silences(written: Written) -> Iterator[Silence]:
    """Schools whose pupils or works are too few even together."""
    year, procedure = written.works[0].year, PROCEDURES[written.works[0].procedure]
    for number, code in enumerate(written.schools):
        here = written.school == number
        pupils = len(np.unique(written.pupil[here]))
        works = len(np.unique(written.work[here]))
        if for_pupils(pupils).adjective == "never" or works < POOLED_WORKS:
            why = (
                f"{procedure}: для вывода по сумме работ нужно не менее 10 обучающихся и "
                f"{POOLED_WORKS} работ, есть обучающихся — {words.people(pupils)}, работ — {works}."
            )
            sample = Sample(pupils, 1, works)
            yield Silence("gaps", "organisation", code, words.period(year), why, sample)
