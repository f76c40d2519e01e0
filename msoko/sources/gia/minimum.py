"""The least test score that passes an ЕГЭ, in force on the day of the exam."""

from __future__ import annotations

from msoko.profile.model_scale import Scale
from msoko.sources.gia.sittings import Sitting
from msoko.sources.reading.scales import Scales


def minimum_of(sitting: Sitting, scales: Scales, region: str | None) -> float | None:
    """The boundary `pass` of the scale of that exam; the region's own goes first."""
    found = [
        (scale.region is not None, float(one.score))
        for scale in scales.all
        if _is_of(scale, sitting) and scale.region in (None, region)
        for one in scale.boundaries
        if one.boundary == "pass"
    ]
    return max(found)[1] if found else None


def _is_of(scale: Scale, sitting: Sitting) -> bool:
    exam = (sitting.procedure, sitting.exam.subject, sitting.exam_level)
    day = sitting.exam.date
    return (
        (scale.procedure, scale.subject, scale.exam_level) == exam
        and scale.score_kind == "scaled"
        and scale.from_ <= day
        and (scale.to is None or day <= scale.to)
    )
