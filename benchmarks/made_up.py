"""Made-up results of a region, written quickly as uploads of a store.

One school writes thirty works a year, each pupil some three of them; 1 200 schools over five years
give 7.3 million results. Marks, scores and levels follow one ability per pupil; some are absent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from msoko.facts.append import append
from msoko.facts.incoming import Incoming
from msoko.facts.store import Store

FIRST_YEAR = 2020
PUPILS = 40.5  # pupils of a grade in a school, on average


class Work(NamedTuple):
    """One work of a school year."""

    procedure: str
    subject: str
    grade: int
    stage: str | None = None
    domain: str | None = None
    level: str | None = None


WORKS = (
    *(Work("vpr", subject, 4) for subject in ("russian", "math", "world_around")),
    *(Work("vpr", subject, 5) for subject in ("russian", "math", "history", "biology")),
    *(Work("vpr", subject, grade) for grade in (6, 7) for subject in ("russian", "math")),
    *(Work("vpr", subject, 8) for subject in ("russian", "math", "physics")),
    *(Work("oge", subject, 9) for subject in ("russian", "math", "social_studies", "geography")),
    Work("ege", "russian", 11),
    Work("ege", "math", 11, level="profile"),
    Work("ege", "social_studies", 11),
    Work("ege", "physics", 11),
    Work("fl", "functional_literacy", 8, domain="reading"),
    Work("fl", "functional_literacy", 8, domain="math"),
    Work("metasubject", "metasubject", 4),
    Work("metasubject", "metasubject", 7),
    Work("school", "russian", 3, "entry"),
    Work("school", "math", 3, "final"),
    Work("school", "russian", 6, "interim"),
    Work("school", "math", 10, "final"),
)  # fmt: skip
GRADES = tuple(sorted({work.grade for work in WORKS}))


@dataclass(frozen=True)
class Size:
    """How much is made: an upload holds one year of `together` municipalities."""

    municipalities: int
    schools: int = 50
    years: int = 5
    together: int = 1

    @property
    def results(self) -> int:
        """Results to expect, roughly."""
        return round(self.municipalities * self.schools * self.years * len(WORKS) * PUPILS)


SIZES = {
    "tiny": Size(2, schools=3, years=4),
    "municipality": Size(1),
    "region": Size(24, together=2),
    "region_chunks": Size(24),
    "30": Size(98),
    "73": Size(240),
}


def write(folder: Path, size: Size, seed: int = 1) -> int:
    """A store of this size in a new folder; the number of results."""
    store = Store.open(folder)
    rng = np.random.default_rng(seed)
    _append(store, "units", units(size), "units")
    made = 0
    for number, rows in enumerate(uploads(size, rng)):
        _append(store, "results", rows, f"results {number}")
        made += rows.num_rows
    return made


def one_more(folder: Path, size: Size, seed: int = 2) -> tuple[str, int]:
    """One upload more, of the year after the last; its id and its number of results."""
    schools = np.arange(size.together * size.schools)
    rows = results(schools, FIRST_YEAR + size.years, np.random.default_rng(seed))
    return _append(Store.open(folder), "results", rows, "one more"), rows.num_rows


def units(size: Size) -> pa.Table:
    """The register: one row a school."""
    schools = range(size.municipalities * size.schools)
    return pa.table(
        {
            "organisation": [code(number) for number in schools],
            "year": pa.array([FIRST_YEAR] * len(schools), pa.int32()),
            "kind": ["school"] * len(schools),
            "municipality": [f"Округ {number // size.schools + 1}" for number in schools],
            "region": ["Край"] * len(schools),
        }
    )


def code(school: int) -> str:
    """The code of a school."""
    return f"{100_000 + school}"


def uploads(size: Size, rng: np.random.Generator) -> Iterator[pa.Table]:
    """Results, upload by upload."""
    step = size.together * size.schools
    total = size.municipalities * size.schools
    for first in range(0, total, step):
        schools = np.arange(first, min(first + step, total))
        for year in range(FIRST_YEAR, FIRST_YEAR + size.years):
            yield results(schools, year, rng)


def results(schools: NDArray[np.int64], year: int, rng: np.random.Generator) -> pa.Table:
    """All works of some schools in one year."""
    strength = rng.normal(0, 0.4, len(schools))
    largest = rng.integers(round(PUPILS * 0.4), round(PUPILS * 1.6) + 1, len(schools))
    columns: list[dict[str, pa.Array]] = []
    for grade in GRADES:
        school = np.repeat(np.arange(len(schools)), largest)
        pupils = {
            "organisation": pa.array([code(number) for number in schools]).take(pa.array(school)),
            "pupil": _designations(grade, len(school)),
            "sex": _words(("m", "f", None), rng.choice(3, len(school), p=(0.5, 0.48, 0.02))),
            "special_needs": _flags(rng.random(len(school)) < 0.05, rng.random(len(school)) < 0.1),
        }
        ability = strength[school] + rng.normal(0, 1, len(school))
        for work in WORKS:
            if work.grade == grade:
                columns.append({**pupils, **_written(work, year, ability, rng)})
    return pa.concat_tables([pa.table(part) for part in columns])


def _written(
    work: Work, year: int, ability: NDArray[np.float64], rng: np.random.Generator
) -> dict[str, pa.Array]:
    count = len(ability)
    absent = rng.random(count) < 0.08
    share = 1 / (1 + np.exp(-(ability + rng.normal(0.6, 0.6, count))))
    score = np.round(share * 30)
    exam = work.procedure in ("oge", "ege")
    level = 1 + np.searchsorted((0.35, 0.6, 0.85), share)
    with_level = work.procedure in ("metasubject", "school", "fl")

    def same(value: object, kind: pa.DataType) -> pa.Array:
        return pa.repeat(pa.scalar(value, kind), count)

    return {
        "year": same(year, pa.int32()),
        "procedure": same(work.procedure, pa.string()),
        "subject": same(work.subject, pa.string()),
        "grade": same(work.grade, pa.int32()),
        "control_stage": same(work.stage, pa.string()),
        "domain": same(work.domain, pa.string()),
        "exam_level": same(work.level, pa.string()),
        "attempt": _words(
            ("main", "reserve", "retake", None), rng.choice(4, count, p=(0.9, 0.05, 0.02, 0.03))
        ),
        "participated": pa.array(~absent),
        "raw_score": pa.array(score, mask=absent),
        "max_score": same(30.0, pa.float64()),
        "scaled_score": pa.array(np.round(share * 100), mask=absent | (work.procedure != "ege")),
        "mark": pa.array(
            (2 + np.searchsorted((0.35, 0.6, 0.85), share)).astype(np.int32),
            mask=absent | (work.procedure not in ("vpr", "oge", "school")),
        ),
        "level": _words(
            (None, "below_base", "base", "above_base", "high"),
            np.where(absent | (not with_level), 0, level),
        ),
        "passed": _flags(share >= 0.3, absent | (not (exam or work.procedure == "fl"))),
    }


def _designations(grade: int, count: int) -> pa.Array:
    """Codes of the pupils of a grade; the store makes pseudonyms of them."""
    return pa.array(np.arange(grade * 10_000_000, grade * 10_000_000 + count)).cast(pa.string())


def _words(words: tuple[str | None, ...], codes: NDArray[np.int64]) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(codes))


def _flags(values: NDArray[np.bool_], unknown: NDArray[np.bool_]) -> pa.Array:
    return pa.array(values, mask=unknown)


def _append(store: Store, table: str, rows: pa.Table, name: str) -> str:
    file = store.folder / "made up"
    file.write_bytes(name.encode())
    incoming = Incoming("made_up", {table: rows}, person_space="work", keeps_original=False)
    receipt = append(store, incoming, file=file, sha256=name.encode().hex(), by="benchmarks")
    file.unlink()
    if receipt.outcome != "accepted":
        raise RuntimeError(f"{name}: {receipt}")
    return receipt.upload
