"""A movement over the years in words: findings of municipalities and schools, and their charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from msoko.analysis import words
from msoko.analysis.aspects import Count
from msoko.analysis.breaks import told_breaks
from msoko.analysis.compared import columns
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Chart, Finding, Sample, Sureness
from msoko.analysis.methods.distributions import t_quantile
from msoko.analysis.methods.shares import jeffreys
from msoko.analysis.methods.two_shares import schools_share
from msoko.analysis.policy import Claim, claim, for_pupils, for_schools, sureness
from msoko.analysis.series import Series

SOURCE = "Gelman 2006, doi:10.1214/06-BA117A"
METHOD = (
    "наклон по годам методом взвешенных наименьших квадратов, разброс с поправкой на отличие "
    "поколений; наклоны школ стянуты к среднему (нормальная модель, разброс школ усреднён по сетке)"
)
PLACE_SOURCE = "Cochran 1977, 11.7; Benjamini & Hochberg 1995"
PLACE_METHOD = (
    "разность последнего и первого года по школам с данными за оба; меняются школы, а не ученики; "
    "интервал Стьюдента; поправка Бенджамини — Хохберга на все ряды"
)
SAYS_NOT = (
    "Общее движение всех школ могло произойти и от самой работы или порядка её проведения; "
    "прогноза и причин этот вывод не содержит."
)
_OF_A_SCALE = "Перевод первичных баллов в отметки и тестовые баллы каждый год свой."


@dataclass(frozen=True)
class Moved:
    """A municipality's change from its first year to its last, a fraction, with its interval and p;
    over `schools` that have both years, `everybody` when no other school has one of them."""

    change: float
    low: float
    high: float
    p: float
    schools: int
    everybody: bool


@dataclass(frozen=True)
class Pooled:
    """A school's slope apart from the mean slope of schools, shrunk; `chance` that it differs."""

    relative: float
    low: float
    high: float
    common: float
    chance: float


def of_municipality(
    one: Series, name: str, counts: tuple[Count, ...], inside: Mapping[int, Sequence[Count]],
    moved: Moved | None, q: float,
) -> Finding:  # fmt: skip
    """A municipality's share by years; `inside` are counts of its schools by year."""
    said = _listed(one, name, [_share(count) for count in counts], one.partly(name))
    sure = "described" if moved is None else sureness(1 - q)
    if moved is not None:
        said += f"; {_change(one, moved)}; {_surely(moved, sure)}"
    change = counts[-1].share - counts[0].share if moved is None else moved.change
    told = _breaks(one, said)
    return Finding(
        kind="trend",
        question="trends",
        unit_kind="municipality",
        unit=name,
        period=words.period(one.years[-1]),
        sure=sure,
        sentence=words.spoken(told, pupils=counts[-1].tried, works=len(one.years)),
        measured="изменение за период",
        value=change,
        low=None if moved is None else moved.low,
        high=None if moved is None else moved.high,
        sample=_sample(sum(count.tried for count in counts), one, len(inside[one.years[-1]])),
        method=PLACE_METHOD,
        source=PLACE_SOURCE,
        says_not=SAYS_NOT,
        indicator=one.aspect.indicator.id,
        area=one.aspect.indicator.area,
        severity=abs(change) * counts[-1].tried,
        evidence={**_numbers(one, counts), "q": None if moved is None else q},
        chart=_chart(one, name, _of_place(one, name, counts, inside)),
    )


def of_school(evidence: Evidence, one: Series, number: int, pooled: Pooled) -> Finding:
    """A school that moves otherwise than the rest."""
    code, sizes = one.schools[number], one.sizes[number]
    name = evidence.name(code, one.years[-1])
    counts = tuple(one.told[year].schools[code] for year in one.years) if one.of_shares else ()
    values = [_share(count) for count in counts] or [
        f"{words.decimal(value, one.digits)} ({words.counted(int(size), 'participant')})"
        for value, size in zip(one.values[number], sizes, strict=True)
    ]
    sure = claim(pooled.chance, int(sizes.min()), len(one.years))
    said = f"{_listed(one, name, values, frozenset())}; {_otherwise(one, pooled, sure)}"
    numbers = _numbers(one, counts) if one.of_shares else _means(one, number)
    pooled_numbers = {"common_slope": pooled.common, "probability": pooled.chance}
    return Finding(
        kind="trend",
        question="trends",
        unit_kind="organisation",
        unit=code,
        period=words.period(one.years[-1]),
        sure=sure,
        sentence=words.spoken(_breaks(one, said), pupils=int(sizes.min()), works=len(one.years)),
        measured="изменение за год относительно остальных школ",
        value=pooled.relative,
        low=pooled.low,
        high=pooled.high,
        sample=_sample(int(sizes.sum()), one, 1),
        method=METHOD,
        source=SOURCE,
        says_not=SAYS_NOT if one.bounds is None else f"{SAYS_NOT} {_OF_A_SCALE}",
        indicator=one.aspect.indicator.id,
        area=one.aspect.indicator.area,
        severity=abs(pooled.relative) / (1 if one.of_shares else one.spread) * float(sizes[-1]),
        evidence={**numbers, **pooled_numbers},
        chart=_chart(one, name, _of_shares(one, code) if counts else _of_means(one, number)),
    )


def _listed(one: Series, name: str, values: Sequence[str], partly: frozenset[int]) -> str:
    told = "; ".join(
        f"{one.aspect.year(year)} — {value}{'*' if year in partly else ''}"
        for year, value in zip(one.years, values, strict=True)
    )
    said = f"{words.quoted(name)}: {words.quoted(one.aspect.label)}: {told}"
    return f"{said}; * сведения прислали не все организации" if partly else said


def _share(count: Count) -> str:
    return f"{words.percent(count.share)} ({words.few(*count)})"


def _change(one: Series, moved: Moved) -> str:
    first, last = (one.aspect.year(year) for year in (one.years[0], one.years[-1]))
    whose = f" в школах, где есть оба года (их {moved.schools}),"
    return (
        f"изменение с {first} на {last}{'' if moved.everybody else whose} "
        f"{words.points(moved.change)} (95 %: {words.between_points(moved.low, moved.high)})"
    )


def _surely(moved: Moved, sure: Sureness) -> str:
    """How sure a change is among all that are told; its interval knows of itself alone."""
    if sure != "described":
        return "изменение вероятно" if sure == "likely" else "изменение подтверждено"
    alone = moved.low > 0 or moved.high < 0
    return f"{'с поправкой на число рядов ' if alone else ''}изменение не доказано"


def _otherwise(one: Series, pooled: Pooled, sure: Claim) -> str:
    """How a school moves, apart from how schools move on the average."""

    def told(number: float) -> str:
        return words.points(number) if one.of_shares else words.signed(number, one.digits)

    if one.of_shares:
        band = words.between_points(pooled.low, pooled.high)
    else:
        band = f"от {told(pooled.low)} до {told(pooled.high)}"
    return (
        f"{words.perhaps('движение не такое, как в среднем по школам', sure)}: за год "
        f"{told(pooled.common + pooled.relative)} при среднем {told(pooled.common)}, разность "
        f"{told(pooled.relative)} (95 %: {band}; оценка стянута к среднему)"
    )


def _breaks(one: Series, said: str) -> str:
    if not one.breaks:
        return said
    return f"{said}; прежние годы не присоединены ({told_breaks(one.breaks, one.aspect.year)})"


def _sample(people: int, one: Series, schools: int) -> Sample:
    return Sample(people, max(schools, 1), len(one.years), len(one.years))


def _numbers(one: Series, counts: Sequence[Count]) -> dict[str, Any]:
    hits, tried = [count.hits for count in counts], [count.tried for count in counts]
    return {**_of_what(one), "numerators": hits, "denominators": tried}


def _means(one: Series, number: int) -> dict[str, Any]:
    values, sizes = one.values[number].tolist(), one.sizes[number].tolist()
    return {**_of_what(one), "values": values, "denominators": sizes}


def _of_what(one: Series) -> dict[str, Any]:
    years = [one.aspect.year(year) for year in one.years]
    return {"line": one.aspect.line, "breakdown": one.aspect.cell, "years": years}


_Row = tuple[int, float, str, float, float]  # year, value, label, ends of the interval (NaN: none)


def _chart(one: Series, name: str, rows: Iterator[_Row]) -> Chart:
    """All years, also those before a break, with the breaks between them."""
    drawn: list[dict[str, Any]] = []
    for year, value, label, low, high in rows:
        row: dict[str, Any] = {"x": one.aspect.year(year), "y": value, "label": label}
        drawn.append(row if np.isnan(low) else {**row, "low": low, "high": high})
    return Chart(
        f"{name}: {one.aspect.label}", "line", one.aspect.axis, "%" if one.of_shares else "",
        tuple(drawn),
        tuple(f"{one.aspect.year(broken.year)}: {broken.why}" for broken in one.breaks),
    )  # fmt: skip


def _of_place(
    one: Series, name: str, counts: Sequence[Count], inside: Mapping[int, Sequence[Count]]
) -> Iterator[_Row]:
    """Of a municipality schools vary, not pupils; few schools tell no interval."""
    known = {year: told.municipalities.get(name) for year, told in one.told.items()}
    for year, count in sorted((known | dict(zip(one.years, counts, strict=True))).items()):
        if count is None or for_pupils(count.tried).adjective == "never":
            continue
        low = high = float("nan")
        if for_schools(len(inside[year])).comparison != "listing":
            low, high = schools_share(*columns(inside[year]))
        yield year, 100 * count.share, words.few(*count), 100 * low, 100 * high


def _of_shares(one: Series, code: str) -> Iterator[_Row]:
    known = {year: told.schools.get(code) for year, told in one.told.items()}
    told = {
        year: count
        for year, count in known.items()
        if count is not None and for_pupils(count.tried).adjective != "never"
    }
    low, high = jeffreys([c.hits for c in told.values()], [c.tried for c in told.values()])
    for (year, count), under, over in zip(told.items(), low, high, strict=True):
        label = words.few(*count)
        yield year, 100 * count.share, label, 100 * float(under), 100 * float(over)


def _of_means(one: Series, number: int) -> Iterator[_Row]:
    rows = zip(one.years, one.values[number], one.weights[number], one.sizes[number], strict=True)
    for year, value, weight, size in rows:
        reach = float(t_quantile(0.975, size - 1) / np.sqrt(weight))
        label = words.counted(int(size), "participant")
        yield year, float(value), label, float(value) - reach, float(value) + reach
