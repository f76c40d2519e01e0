"""Question: what next year may bring, with a band and the risk that the scale moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from msoko.analysis import words
from msoko.analysis.breaks import told_breaks
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Answer, Chart, Finding, Sample, Silence
from msoko.analysis.methods.forecast import Forecast
from msoko.analysis.methods.forecast import forecast as one_year_ahead
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import TREND_YEARS
from msoko.analysis.series import Series, means_of, series_of
from msoko.analysis.similar import region_of

METHOD = (
    "отклонение от среднего по школам: уровень и последний год с общими для всех школ весами; "
    "полоса — ошибка школы (у малой школы шире) и общий скачок от года к году; горизонт — один год"
)
SOURCE = (
    "проверка на 550 округах за 1992–1998 годы: полоса 90 % накрыла будущее значение в разные "
    "годы в 75–96 % случаев, в среднем в 88 %"
)
SAYS_NOT = (
    "Прогноз не учитывает смены работы, шкалы и порядка проведения: общий скачок всех школ "
    "предвидеть нельзя. Это не план и не цель."
)
_LEVEL = 0.9
_NOT_A_COUNT = 2  # what a refusal needs when the trouble is that nothing varies


@dataclass(frozen=True)
class Ahead:
    """A series with its forecast, in the unit people read: per cent of shares, means as they are.

    `table` (J, T) holds the values behind it.
    """

    series: Series
    found: Forecast
    table: np.ndarray

    @property
    def apart(self) -> np.ndarray:
        """Distances from the mean of schools by year, (J, T)."""
        return np.asarray(self.table - self.table.mean(axis=0))

    @property
    def columns(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """What is foreseen with its band, (J,) each: the value, or in few years the place alone."""
        one = self.found
        if one.place_only:
            return one.relative, one.relative_low, one.relative_high
        return one.value, one.low, one.high

    def said(self, number: float, *, signed: bool = False) -> str:
        """A number without its unit: «+3,2»."""
        say = words.signed if signed else words.decimal
        return say(number, 1 if self.series.of_shares else self.series.digits)

    def unit(self, *, of_difference: bool) -> str:
        """The unit after a number, with the space before it; a mean's name tells its own."""
        if not self.series.of_shares:
            return ""
        return " п. п." if of_difference else " %"


def answer(evidence: Evidence) -> Answer:
    """Next year of every school with at least three linked years; silences with the reason.

    Shares and means of people are forecast: a count of schools, coverage from two tables or a typed
    number has no variation of its own that could be learned and projected.
    """
    parts = [series_of(evidence, "forecast"), means_of(evidence, "forecast")]
    silences = [silence for _, short in parts for silence in short]
    findings: list[Finding] = []
    for one in (series for found, _ in parts for series in found):
        ahead = _ahead(one)
        if isinstance(ahead, str):
            silences.append(_silence(evidence, one, ahead))
        else:
            findings += _findings(evidence, ahead)
    return Answer("forecast", tuple(findings), tuple(silences))


def _ahead(whole: Series) -> Ahead | str:
    """The forecast of a series from years without a gap, or why there is none."""
    one = whole.without_gaps()
    if len(one.years) < TREND_YEARS:
        gap = one.aspect.year(one.years[0] - 1)
        return f"нужно не менее {TREND_YEARS} лет подряд, а сведений за {gap} нет"
    if one.aspect.nature == "works":
        return "один обучающийся учтён несколько раз, прогноза по школам не делается"
    if not one.schools:
        return "нет школ, где в каждом году не менее 10 участников"
    scale = 100.0 if one.of_shares else 1.0
    bounds = (0.0, 100.0) if one.of_shares else one.bounds
    table = scale * one.values
    found = one_year_ahead(table, _LEVEL, bounds, scale**2 / one.weights)
    return _reason(found) if isinstance(found, TooLittle) else Ahead(one, found, table)


def _reason(refused: TooLittle) -> str:
    why = str(refused).rstrip(".")
    if refused.need > _NOT_A_COUNT:
        why += f" (нужно не менее {refused.need:g}, есть {refused.have:g})"
    return f"{why[:1].lower()}{why[1:]}"


def _silence(evidence: Evidence, one: Series, reason: str) -> Silence:
    why = f"{words.quoted(one.aspect.label)}: {reason}."
    sample = Sample(int(one.sizes.sum()), len(one.schools), 1, len(one.years))
    return Silence(
        "forecast", "region", region_of(evidence), words.period(one.years[-1] + 1), why, sample,
        one.aspect.indicator.id,
    )  # fmt: skip


def _findings(evidence: Evidence, ahead: Ahead) -> Iterator[Finding]:
    one, found = ahead.series, ahead.found
    scale = 100.0 if one.of_shares else 1.0
    place = "ожидаемое отклонение от среднего школ"
    for number, code in enumerate(one.schools):
        value, low, high = (float(column[number]) for column in ahead.columns)
        yield Finding(
            kind="forecast",
            question="forecast",
            unit_kind="organisation",
            unit=code,
            period=words.period(one.years[-1] + 1),
            sure="described",
            sentence=_sentence(evidence, ahead, number),
            measured=place if found.place_only else "доля" if one.of_shares else one.aspect.label,
            value=value / scale,
            low=low / scale,
            high=high / scale,
            sample=Sample(int(one.sizes[number].sum()), 1, len(one.years), len(one.years)),
            method=METHOD,
            source=SOURCE,
            says_not=SAYS_NOT,
            indicator=one.aspect.indicator.id,
            area=one.aspect.indicator.area,
            evidence={
                "line": one.aspect.line, "breakdown": one.aspect.cell, "horizon_years": 1,
                "nature": one.aspect.nature, "level": _LEVEL, "unit_sd": found.unit_sd,
                "jump_sd": found.jump_sd, "place_only": found.place_only,
                "schools": len(one.schools), "years": [one.aspect.year(y) for y in one.years],
            },
            chart=_chart(evidence, ahead, number),
        )  # fmt: skip


def _sentence(evidence: Evidence, ahead: Ahead, number: int) -> str:
    one, found = ahead.series, ahead.found
    value, low, high = (float(column[number]) for column in ahead.columns)
    name = words.quoted(evidence.name(one.schools[number], one.years[-1]))
    said = f"{name}, {one.aspect.year(one.years[-1] + 1)}: {words.quoted(one.aspect.label)}: "
    signed, unit = found.place_only, ahead.unit(of_difference=found.place_only)
    band = f"от {ahead.said(low, signed=signed)} до {ahead.said(high, signed=signed)}{unit}"
    told = f"{ahead.said(value, signed=signed)}{unit} (90 %: {band})"
    if found.place_only:
        last = float(ahead.apart[number, -1])
        said += (
            f"ожидаемое отклонение от среднего по школам {told}, {one.aspect.year(one.years[-1])} "
            f"— {ahead.said(last, signed=True)}{unit}; ряд короток "
            f"({words.counted(len(one.years), 'year')}), поэтому само значение не прогнозируется"
        )
    else:
        said += f"ожидается {told}"
    said += (
        "; среднее по школам от года к году сдвигалось примерно на "
        f"{ahead.said(found.jump_sd)}{ahead.unit(of_difference=True)}, "
        f"{'в полосу это не входит' if found.place_only else 'полоса это учитывает'}"
    )
    if one.breaks:
        cuts = told_breaks(one.breaks, one.aspect.year)
        said += f"; прежние годы не присоединены ({cuts})"
    return words.spoken(said, pupils=int(one.sizes[:, -1].min()), works=len(one.years))


def _chart(evidence: Evidence, ahead: Ahead, number: int) -> Chart:
    """The values with their forecast; where only the place is foreseen, distances from the mean."""
    one, place_only = ahead.series, ahead.found.place_only
    told = ahead.apart if place_only else ahead.table
    rows: list[dict[str, Any]] = [
        {"x": one.aspect.year(year), "y": float(value), "series": "было"}
        for year, value in zip(one.years, told[number], strict=True)
    ]
    value, low, high = (float(column[number]) for column in ahead.columns)
    following = one.aspect.year(one.years[-1] + 1)
    rows.append({"x": following, "y": value, "low": low, "high": high, "series": "прогноз"})
    breaks = tuple(f"{one.aspect.year(cut.year)}: {cut.why}" for cut in one.breaks)
    name = evidence.name(one.schools[number], one.years[-1])
    measured = "%" if one.of_shares else ""
    if place_only:
        measured = "отклонение от среднего по школам" + (", п. п." if one.of_shares else "")
    title = f"{name}: {one.aspect.label}"
    return Chart(title, "line", one.aspect.axis, measured, tuple(rows), breaks)
