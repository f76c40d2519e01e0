"""Scores of pupils, standardised inside each work, so that works of all grades may be pooled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from msoko.analysis.evidence import Evidence, codes, numbers
from msoko.analysis.integrity.flag import unreliable
from msoko.analysis.methods.distributions import Array
from msoko.indicators.frame import Bools, Ints

_WORK = ("subject", "year", "grade", "exam_level", "control_stage", "domain")
# What is read of a pupil's row: columns nobody asks for make every cut of the rows slower.
_READ = (
    *("organisation", "pupil", "raw_score", "scaled_score", "max_score", "passed"),
    *("journal_mark", "sex", "special_needs"),
)


@dataclass(frozen=True)
class Scores:
    """Rows of one procedure; all arrays (rows,), `table` holds the same rows as they were read.

    `score` is in standard deviations of pupils inside the work; `school`, `subject`, `work` count
    into `schools`, `subjects` and the works, `pupil` tells pupils of one school and year apart.
    """

    table: pa.Table
    score: Array
    school: Ints
    subject: Ints
    work: Ints
    pupil: Ints
    year: Ints
    grade: Ints
    schools: tuple[str, ...]
    subjects: tuple[str, ...]

    def only(self, keep: Bools) -> Scores:
        """The rows kept; names stay."""
        return replace(
            self, table=self.table.filter(pa.array(keep)), score=self.score[keep],
            school=self.school[keep], subject=self.subject[keep], work=self.work[keep],
            pupil=self.pupil[keep], year=self.year[keep], grade=self.grade[keep],
        )  # fmt: skip


def scores(evidence: Evidence, procedure: str, *, outcome: str = "score") -> Scores | None:
    """Rows of a procedure up to the last year, or None; `outcome` "passed" takes yes (1) or no (0).

    Left out: retakes, organisations that are no schools, works of a school that an official list
    calls unreliable, and works in which all scores are equal.
    """
    name = ("scores", procedure, outcome, evidence.asked_year)
    return evidence.once(name, lambda: _scores(evidence, procedure, outcome))


def _scores(evidence: Evidence, procedure: str, outcome: str) -> Scores | None:
    rows = _rows(evidence, procedure)
    value = _value(rows, outcome)
    rows, value = rows.filter(pa.array(np.isfinite(value))), value[np.isfinite(value)]
    if not len(value):
        return None
    subject, subjects = codes(rows, "subject")
    year, grade = (rows[name].to_numpy().astype(np.int64) for name in ("year", "grade"))
    work = together([codes(rows, name)[0] for name in _WORK])
    school, schools = codes(rows, "organisation")
    pupil = together([school, year, codes(rows, "pupil")[0]])
    made = Scores(
        rows, value, school, subject, work, pupil, year, grade, tuple(schools), tuple(subjects)
    )
    kept = ~_disputed(evidence, procedure, made) & _of_schools(evidence, made)
    if outcome == "score":
        made = replace(made, score=_standardised(value, work, kept))
        kept = kept & np.isfinite(made.score)
    return made.only(kept) if kept.any() else None


def together(columns: Sequence[Ints]) -> Ints:
    """One number for each combination of numbers, counted from nought; columns (rows,)."""
    found = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        apart = column.astype(np.int64) - int(column.min(initial=0))
        whole = found * (int(apart.max(initial=0)) + 1) + apart
        found = np.unique(whole, return_inverse=True)[1].astype(np.int64)
    return found


def _rows(evidence: Evidence, procedure: str) -> pa.Table:
    rows = evidence.results
    main = pc.or_kleene(pc.is_null(rows["attempt"]), pc.equal(rows["attempt"], "main"))
    past = pc.less_equal(rows["year"], evidence.last_year)
    chosen = pc.and_(pc.and_(pc.equal(rows["procedure"], procedure), past), main)
    return rows.select([*_WORK, *_READ]).filter(chosen)


def _value(rows: pa.Table, outcome: str) -> Array:
    if outcome == "passed":
        return numbers(rows, "passed")
    raw, scaled = numbers(rows, "raw_score"), numbers(rows, "scaled_score")
    most = numbers(rows, "max_score")
    share = np.where(most > 0, raw / np.where(most > 0, most, 1.0), raw)
    return np.where(np.isfinite(scaled), scaled, share)


def _standardised(value: Array, work: Ints, kept: Bools) -> Array:
    """Minus the work's mean over its standard deviation, over the rows kept; NaN without spread."""
    size = int(work.max()) + 1
    n = np.maximum(np.bincount(work[kept], minlength=size), 1)
    mean = np.bincount(work[kept], value[kept], minlength=size) / n
    left = value - mean[work]
    spread = np.sqrt(np.bincount(work[kept], left[kept] ** 2, minlength=size) / n)
    flat = spread < 1e-9
    return np.where(flat[work], np.nan, left / np.where(flat, 1.0, spread)[work])


def _of_schools(evidence: Evidence, made: Scores) -> Bools:
    year = evidence.last_year
    kinds = [evidence.units.kind(code, year) in (None, "school") for code in made.schools]
    return np.array(kinds, dtype=bool)[made.school]


def _disputed(evidence: Evidence, procedure: str, made: Scores) -> Bools:
    places = {code: number for number, code in enumerate(made.schools)}
    out = np.zeros(len(made.score), dtype=bool)
    for row in unreliable(evidence):
        if row.organisation not in places or row.procedure not in (None, procedure):
            continue
        hit = (made.school == places[row.organisation]) & (made.year == row.year)
        if row.subject is not None:
            hit &= np.array([one == row.subject for one in made.subjects])[made.subject]
        out |= hit & ((made.grade == row.grade) | (row.grade is None))
    return out
