"""Works as arrays: who wrote, which score and mark, under one numbering of schools and pupils."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from msoko.analysis.evidence import Evidence, Work, codes, numbers
from msoko.analysis.methods.distributions import Array
from msoko.indicators.frame import Ints

_MISPLACED = 0.01  # pupils whose mark may disagree with a boundary read from scores and marks
WINDOW = 3  # academic years pooled: one work is a weak witness


@dataclass(frozen=True)
class Sitting:
    """One work; all arrays (rows,). `school` and `pupil` are numbers in `Sittings`, the rest NaN
    where unknown; `largest` is the greatest score of the work."""

    work: Work
    school: Ints
    pupil: Ints
    raw: Array
    mark: Array
    journal: Array
    largest: float

    def standard(self) -> Array:
        """Scores in standard deviations of the work; marks where no score is known."""
        value = self.raw if np.isfinite(self.raw).any() else self.mark
        known = np.isfinite(value)
        spread = float(value[known].std()) if known.sum() > 1 else 0.0
        if spread == 0:
            return np.full(value.size, np.nan)
        return np.asarray((value - value[known].mean()) / spread)


@dataclass(frozen=True)
class Sittings:
    """Works and the schools and pupils all of them number alike."""

    schools: tuple[str, ...]
    works: tuple[Sitting, ...]

    def of(self, procedure: str) -> tuple[Sitting, ...]:
        """Works of one procedure."""
        return tuple(one for one in self.works if one.work.procedure == procedure)

    def upto(self, year: int, years: int = WINDOW) -> Sittings:
        """The same numbering, only the last academic years."""
        kept = tuple(one for one in self.works if year - years < one.work.year <= year)
        return Sittings(self.schools, kept)


def sittings(evidence: Evidence, procedures: Sequence[str], upto: int, since: int = 0) -> Sittings:
    """Works of these procedures from `since` to `upto`; only the first attempt at an exam.

    Mathematics of the base level is an exam of its own, another scale for other pupils: left out.
    """
    rows = evidence.results
    wanted = pc.and_(
        pc.is_in(rows["procedure"], pa.array(procedures)),
        pc.and_(pc.less_equal(rows["year"], upto), pc.greater_equal(rows["year"], since)),
    )
    first = pc.or_kleene(pc.is_null(rows["attempt"]), pc.equal(rows["attempt"], "main"))
    other = pc.fill_null(
        pc.and_(pc.equal(rows["procedure"], "ege"), pc.equal(rows["exam_level"], "base")), False
    )
    kept = rows.filter(pc.and_(pc.and_(wanted, pc.fill_null(first, True)), pc.invert(other)))
    school, schools = codes(kept, "organisation")
    person, people = codes(kept, "pupil")
    _, pupil = np.unique(school * (len(people) + 1) + person, return_inverse=True)
    procedure, names = codes(kept, "procedure")
    subject, subjects = codes(kept, "subject")
    grade, year = (kept[name].to_numpy().astype(int) for name in ("grade", "year"))
    key = ((procedure * len(subjects) + subject) * 20 + grade) * 10_000 + year
    order = np.argsort(key, kind="stable")
    values = {name: numbers(kept, name) for name in _VALUES}
    found = []
    for part in np.split(order, np.flatnonzero(np.diff(key[order])) + 1) if key.size else []:
        at = int(part[0])
        work = Work(names[procedure[at]], subjects[subject[at]], int(grade[at]), int(year[at]))
        raw, mark, journal, top = (values[name][part] for name in _VALUES)
        largest = float(np.nanmax(np.r_[raw, top, 0.0]))
        found.append(Sitting(work, school[part], pupil[part], raw, mark, journal, largest))
    return Sittings(tuple(schools), tuple(sorted(found, key=lambda one: one.work)))


_VALUES = ("raw_score", "mark", "journal_mark", "max_score")


def boundary(sitting: Sitting, mark: int) -> int | None:
    """The lowest whole score of a mark, as scores and marks of the work themselves say.

    None where marks do not follow scores: more than one pupil in a hundred on the wrong side.
    """
    known = np.isfinite(sitting.raw) & np.isfinite(sitting.mark)
    raw = np.round(sitting.raw[known]).astype(int)
    reached = sitting.mark[known] >= mark
    if not reached.any() or reached.all() or raw.min() < 0:
        return None
    above = np.bincount(raw[reached], minlength=raw.max() + 2)
    under = np.bincount(raw[~reached], minlength=raw.max() + 2)
    # A boundary c errs on those who reached the mark below c and those who did not from c on.
    wrong = np.r_[0, np.cumsum(above)[:-1]] + under.sum() - np.r_[0, np.cumsum(under)[:-1]]
    best = int(np.argmin(wrong))
    return best if best >= 1 and wrong[best] <= _MISPLACED * raw.size else None


def by_score(sitting: Sitting, schools: int) -> Array:
    """Pupils per school and whole score, (schools, largest + 1)."""
    known = np.isfinite(sitting.raw) & (sitting.raw >= 0)
    raw = np.round(sitting.raw[known]).astype(int)
    scores = int(max(sitting.largest, raw.max(initial=0))) + 1
    flat = np.bincount(sitting.school[known] * scores + raw, minlength=schools * scores)
    return np.asarray(flat.reshape(schools, scores), dtype=float)
