"""Question: how a share moves over three years and more on one scale.

A school's own line through three points says little: slopes of all schools are pulled to their
common mean by as much as chance explains, and a school is named only when it surely moves otherwise
than the rest. Breaks are shown, and no line is drawn across them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from msoko.analysis import census_series, words
from msoko.analysis.aspects import Count
from msoko.analysis.breaks import breaks_of
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Answer, Chart, Finding, Sample, Silence, reading_order
from msoko.analysis.methods.distributions import Array
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.methods.school_effects import school_effects
from msoko.analysis.methods.shares import jeffreys
from msoko.analysis.policy import for_schools, may_judge, sureness
from msoko.analysis.series import Series, series_of

METHOD = (
    "наклон по годам методом взвешенных наименьших квадратов, разброс с поправкой на отличие "
    "поколений; наклоны школ стянуты к среднему (нормальная модель, разброс школ усреднён по сетке)"
)
SOURCE = "Gelman 2006, doi:10.1214/06-BA117A"
SAYS_NOT = (
    "Общее движение всех школ могло произойти и от самой работы или порядка её проведения; "
    "прогноза и причин этот вывод не содержит."
)


@dataclass(frozen=True)
class Slopes:
    """Change a year of every school, fractions: own slope and its error, both (J,)."""

    own: Array
    se: Array


def answer(evidence: Evidence) -> Answer:
    """Municipalities' series as they are; schools that move otherwise than the rest.

    Numbers that are no shares of people are told as a series of their municipality, no more.
    """
    found, silences = series_of(evidence, "trends")
    findings: list[Finding] = []
    for one in found:
        findings += [
            _told(evidence, one, "municipality", name, counts, None)
            for name, counts in one.municipalities.items()
            if min(count.tried for count in counts) >= _LEAST
        ]
        schools = _schools(evidence, one)
        if isinstance(schools, Silence):
            silences.append(schools)
        else:
            findings += schools
    told, short = census_series.told(evidence, breaks_of(evidence))
    everything = sorted([*findings, *told], key=reading_order)
    return Answer("trends", tuple(everything), (*silences, *short))


_LEAST = 10


def slopes(hits: Array, tried: Array, years: Array) -> Slopes:
    """Weighted slopes of shares (J, T) over years (T,); errors swollen by cohorts' variation."""
    share = (hits + 0.5) / (tried + 1)
    weight = tried / (share * (1 - share))
    centre = (weight @ years) / weight.sum(axis=1)
    moved = years[None, :] - centre[:, None]
    spread = np.sum(weight * moved**2, axis=1)
    own = np.sum(weight * moved * share, axis=1) / spread
    level = np.sum(weight * share, axis=1) / weight.sum(axis=1)
    left = share - level[:, None] - own[:, None] * moved
    free = share.shape[0] * (share.shape[1] - 2)
    swollen = max(1.0, float(np.sum(weight * left**2)) / free)
    return Slopes(own, np.sqrt(swollen / spread))


def _schools(evidence: Evidence, one: Series) -> list[Finding] | Silence:
    if one.aspect.nature != "people":
        return []
    if for_schools(len(one.schools)).comparison == "listing":
        why = (
            f"{words.quoted(one.aspect.label)}: для динамики школ нужно не менее пяти школ с "
            f"данными за каждый год, есть {len(one.schools)}."
        )
        period = words.period(one.years[-1])
        place = next(iter(one.municipalities), "")
        sample = Sample(0, len(one.schools), 1, len(one.years))
        return Silence(
            "trends", "municipality", place, period, why, sample, one.aspect.indicator.id
        )
    found = slopes(one.hits, one.tried, np.array(one.years, dtype=float))
    share = float(one.hits.sum() / one.tried.sum())
    scale = max(float(np.sqrt(share * (1 - share))), 0.01)
    effects = school_effects(found.own / scale, found.se / scale)
    if isinstance(effects, TooLittle):
        return []
    told = []
    for number, code in enumerate(one.schools):
        chance = max(float(effects.above[number]), 1 - float(effects.above[number]))
        if sureness(chance) != "described":
            part = (effects.effect, effects.low, effects.high)
            relative = [scale * float(column[number]) for column in part]
            pairs = zip(one.hits[number], one.tried[number], strict=True)
            counts = tuple(Count(int(k), int(n)) for k, n in pairs)
            pooled = (*relative, scale * effects.mean, chance)
            told.append(_told(evidence, one, "organisation", code, counts, pooled))
    return told


def _told(
    evidence: Evidence, one: Series, kind: Any, unit: str, counts: tuple[Count, ...],
    pooled: tuple[float, ...] | None,
) -> Finding:  # fmt: skip
    least = min(count.tried for count in counts)
    judged = pooled is not None and may_judge(least, len(one.years))
    sure = sureness(pooled[4]) if pooled is not None and judged else "described"
    value, low, high = pooled[:3] if pooled else (_change(counts), None, None)
    return Finding(
        kind="trend",
        question="trends",
        unit_kind=kind,
        unit=unit,
        period=words.period(one.years[-1]),
        sure=sure,
        sentence=_sentence(evidence, one, kind, unit, counts, pooled if judged else None),
        measured="изменение за год относительно остальных школ"
        if pooled
        else "изменение за период",
        value=value,
        low=low,
        high=high,
        sample=Sample(sum(count.tried for count in counts), 1, len(one.years), len(one.years)),
        method=METHOD,
        source=SOURCE,
        says_not=SAYS_NOT,
        indicator=one.aspect.indicator.id,
        area=one.aspect.indicator.area,
        severity=abs(value) * counts[-1].tried,
        evidence={
            "line": one.aspect.line,
            "breakdown": one.aspect.cell,
            "years": [words.period(year) for year in one.years],
            "numerators": [count.hits for count in counts],
            "denominators": [count.tried for count in counts],
            "common_slope": pooled[3] if pooled else None,
            "probability": pooled[4] if pooled else None,
        },
        chart=_chart(evidence, one, unit, counts),
    )


def _change(counts: tuple[Count, ...]) -> float:
    return counts[-1].share - counts[0].share


def _sentence(
    evidence: Evidence, one: Series, kind: str, unit: str, counts: tuple[Count, ...],
    pooled: tuple[float, ...] | None,
) -> str:  # fmt: skip
    name = evidence.name(unit, one.years[-1]) if kind == "organisation" else unit
    told = "; ".join(
        f"{words.year(year)} — {words.percent(count.share)} ({words.few(*count)})"
        for year, count in zip(one.years, counts, strict=True)
    )
    said = f"{words.quoted(name)}: {words.quoted(one.aspect.label)}: {told}"
    if pooled is not None:
        relative, low, high, common = pooled[:4]
        said += (
            f"; за год доля изменяется {'больше' if relative > 0 else 'меньше'}, чем в среднем по "
            f"школам ({words.points(common)}): на {words.points(relative)} "
            f"(95 %: {words.between_points(low, high)}, оценка стянута к среднему)"
        )
    if one.earlier:
        cut = "; ".join(f"{words.year(broken.year)} — {broken.why}" for broken in one.breaks)
        said += f"; прежние годы не присоединены ({cut})"
    return words.spoken(said, pupils=min(c.tried for c in counts), works=len(one.years))


def _chart(evidence: Evidence, one: Series, unit: str, counts: tuple[Count, ...]) -> Chart:
    """All years, also those before a break, with the breaks between them."""
    name = unit if unit in one.municipalities else evidence.name(unit, one.years[-1])
    return Chart(
        f"{name}: {one.aspect.label}", "line", "учебный год", "%",
        tuple(_points(one, unit, counts)),
        tuple(f"{words.year(broken.year)}: {broken.why}" for broken in one.breaks),
    )  # fmt: skip


def _points(one: Series, unit: str, linked: tuple[Count, ...]) -> Iterator[dict[str, Any]]:
    known = {
        year: then.schools.get(unit) or then.municipalities.get(unit)
        for year, then in one.earlier.items()
    }
    told = {year: count for year, count in known.items() if count and count.tried >= _LEAST}
    told |= dict(zip(one.years, linked, strict=True))
    low, high = jeffreys([c.hits for c in told.values()], [c.tried for c in told.values()])
    for (year, count), under, over in zip(told.items(), low, high, strict=True):
        yield {
            "x": words.year(year), "y": 100 * count.share, "low": 100 * float(under),
            "high": 100 * float(over), "label": words.few(*count),
        }  # fmt: skip
