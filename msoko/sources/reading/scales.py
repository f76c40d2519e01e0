"""From scores to marks: which scale was in force for a work, and what it says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from msoko.profile.model_scale import Scale
from msoko.vocabulary import AcademicYear

Floats = npt.NDArray[np.float64]
MARKS = (3, 4, 5)


@dataclass(frozen=True)
class MarkScale:
    """Lowest scores for marks 3, 4 and 5 and the largest score, where known; with its source."""

    lowest: tuple[float, float, float]
    largest: float | None
    certainty: str
    source: str
    region: str | None = None

    def marks(self, scores: Floats) -> Floats:
        """Marks 2–5; unknown where the score is unknown, negative or above the largest one."""
        marks = 2.0 + np.searchsorted(np.array(self.lowest), scores, side="right")
        bad = np.isnan(scores) | (scores < 0)
        if self.largest is not None:
            bad |= scores > self.largest
        return np.where(bad, np.nan, marks)


class Scales:
    """The scales of the profiles, asked by work and academic year; `all` of them as they are."""

    def __init__(self, scales: Iterable[Scale] = ()) -> None:
        self.all = tuple(scales)

    def marks_for(
        self,
        procedure: str,
        subject: str,
        grade: int | None,
        year: AcademicYear,
        *,
        exam_level: str | None = None,
        region: str | None = None,
    ) -> MarkScale | None:
        """The raw-score scale in force in May of the academic year.

        The region's own goes before the federal one, an official one before a secondary one.
        """
        day = date(year.start + 1, 5, 1)
        fitting = [
            scale
            for scale in self.all
            if (scale.procedure, scale.subject, scale.grade) == (procedure, subject, grade)
            and scale.exam_level == exam_level
            and scale.score_kind == "raw"
            and scale.region in (None, region)
            and scale.from_ <= day
            and (scale.to is None or day <= scale.to)
        ]
        found = [mark_scale for scale in fitting if (mark_scale := _mark_scale(scale))]
        return max(found, key=_weight, default=None)


def _weight(scale: MarkScale) -> tuple[bool, bool]:
    return scale.region is not None, scale.certainty == "official"


def _mark_scale(scale: Scale) -> MarkScale | None:
    """None when the scale tells only some of the marks (a pass mark, say)."""
    scores = {one.boundary: float(one.score) for one in scale.boundaries}
    if not all(f"mark_{mark}" in scores for mark in MARKS):
        return None
    return MarkScale(
        lowest=(scores["mark_3"], scores["mark_4"], scores["mark_5"]),
        largest=scores.get("max"),
        certainty=scale.certainty or "official",
        source=scale.source,
        region=scale.region,
    )


def derived(scores: Floats, marks: Floats) -> dict[str, float]:
    """Boundaries told by rows that hold score and mark; empty when the marks do not follow scores.

    A boundary is the least score met with the mark (FIELD C): exact when the next lower score was
    met too, otherwise the true one may lie lower. «mark_3» → 10.0 and so on.
    """
    known = ~(np.isnan(scores) | np.isnan(marks))
    scores, marks = scores[known], marks[known]
    order = np.argsort(scores, kind="stable")
    if np.any(np.diff(marks[order]) < 0):
        return {}
    met = {mark: scores[marks == mark] for mark in MARKS}
    return {f"mark_{mark}": float(values.min()) for mark, values in met.items() if len(values)}


NO_SCALES = Scales()
