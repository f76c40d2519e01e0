"""Do a school's works under an observer give other results than its works without one?

Works are compared inside each school, every result in standard deviations of its work over all
schools, so that neither strong schools nor easy works make the difference. It tells about the
municipality as a whole, not about a school: observers are not sent at random.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from msoko.analysis import words
from msoko.analysis.evidence import Evidence, Work
from msoko.analysis.finding import Chart, Finding, Sample, Silence
from msoko.analysis.integrity.sittings import Sittings
from msoko.analysis.methods.distributions import Array
from msoko.analysis.methods.means import mean_of
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import EFFECT_SCHOOLS
from msoko.analysis.similar import region_of

METHOD = (
    "разность средних результатов школы в работах под наблюдением и без него, в стандартных "
    "отклонениях работы; среднее по школам, интервал Стьюдента"
)
SAYS_NOT = (
    "Наблюдателей направляют не случайно, поэтому разность не доказывает влияния наблюдения; об "
    "отдельной школе вывод не говорит."
)


def observed(evidence: Evidence, field: Sittings, year: int) -> Finding | Silence:
    """Observed against unobserved works of the same schools; silence where they cannot be told."""
    watched = _watched(evidence, field)
    mixed = _differences(field, watched)
    schools = int(np.isfinite(mixed).sum())
    region, period = region_of(evidence), words.period(year)
    if schools < EFFECT_SCHOOLS:
        why = (
            "Работы под наблюдением и без него сравнить нельзя: нужно не менее "
            f"{EFFECT_SCHOOLS} школ, где одни работы прошли под наблюдением, другие без него, а "
            f"сами эти работы другие школы писали иначе; таких школ {schools}."
        )
        return Silence("integrity", "region", region, period, why, Sample(0, schools))
    found = mean_of(mixed[np.isfinite(mixed)])
    if isinstance(found, TooLittle):
        return Silence("integrity", "region", region, period, found.why, Sample(0, schools))
    said = (
        f"{words.quoted(region)}, ВПР: разность результатов одних и тех же школ в работах под "
        f"наблюдением и без него — {words.decimal(found.mean, 2)} стандартного отклонения "
        f"(95 %: от {words.decimal(found.low, 2)} до {words.decimal(found.high, 2)}; "
        f"{words.counted(schools, 'school')})"
    )
    return Finding(
        kind="integrity_signal", question="integrity", unit_kind="region", unit=region,
        period=period, sure="described", sentence=words.spoken(said, pupils=0),
        measured="разность результатов под наблюдением и без него, стандартных отклонений",
        value=found.mean, low=found.low, high=found.high,
        sample=Sample(0, schools, len(watched)), method=METHOD,
        source="письмо от 10.03.2025 № 02-36 (контроль объективности ВПР с 2025 года)",
        says_not=SAYS_NOT, evidence={"kind": "observed", "official": False},
        chart=Chart(
            f"{region}: работы под наблюдением и без него", "interval", "",
            "стандартных отклонений",
            ({"x": "разность", "y": found.mean, "low": found.low, "high": found.high},),
        ),
    )  # fmt: skip


def _watched(evidence: Evidence, field: Sittings) -> Mapping[Work, Array]:
    """By work: 1 observed, 0 not, NaN unknown, per school (J,); table `procedures`."""
    rows = evidence.table("procedures")
    places = {code: number for number, code in enumerate(field.schools)}
    found: dict[Work, Array] = {}
    for row in rows.to_pylist() if rows is not None else []:
        if row["procedure"] != "vpr" or row["organisation"] not in places:
            continue
        if row["subject"] is None or row["grade"] is None:
            continue
        work = Work("vpr", row["subject"], row["grade"], row["year"])
        told = found.setdefault(work, np.full(len(field.schools), np.nan))
        place = places[row["organisation"]]
        seen = float(row["observer"] != "none")
        told[place] = seen if np.isnan(told[place]) else max(told[place], seen)
    return found


def _differences(field: Sittings, watched: Mapping[Work, Array]) -> Array:
    """Observed less unobserved per school, over works written both ways somewhere; (J,)."""
    many = len(field.schools)
    total, weight = np.zeros((2, 2, many))
    for sitting in field.of("vpr"):
        told = watched.get(sitting.work)
        if told is None or len(np.unique(told[np.isfinite(told)])) < 2:
            continue
        value = sitting.standard()
        known = np.isfinite(value)
        pupils = np.bincount(sitting.school[known], minlength=many)
        sums = np.bincount(sitting.school[known], value[known], minlength=many)
        for side in (0, 1):
            here = (told == side) & (pupils > 0)
            total[side][here] += sums[here] / pupils[here]
            weight[side][here] += 1
    both = (weight > 0).all(axis=0)
    safe = np.maximum(weight, 1)
    return np.where(both, total[1] / safe[1] - total[0] / safe[0], np.nan)
