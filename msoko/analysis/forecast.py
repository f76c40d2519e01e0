"""Question: what next year may bring, with a band and the risk that the scale moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from msoko.analysis import words
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Answer, Chart, Finding, Sample, Silence
from msoko.analysis.methods.forecast import Forecast
from msoko.analysis.methods.forecast import forecast as one_year_ahead
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.series import Series, series_of
from msoko.analysis.similar import region_of

METHOD = (
    "отклонение от среднего школ: уровень и последний год с общими для всех школ весами; полоса — "
    "ошибка школы и общий скачок от года к году; горизонт — один год"
)
SOURCE = (
    "проверка на 550 округах за 1992–1998 годы: полоса 90 % накрыла будущее "
    "значение в 79–89 % случаев"
)
SAYS_NOT = (
    "Прогноз не учитывает смены работы, шкалы и порядка проведения: общий скачок всех школ "
    "предвидеть нельзя. Это не план и не цель."
)
_LEVEL = 0.9


def answer(evidence: Evidence) -> Answer:
    """Next year of every school with at least three linked years; silences with the reason.

    Only shares of people are forecast: a count of schools, coverage from two tables or a typed
    number has no variation of its own that could be learned and projected.
    """
    found, silences = series_of(evidence, "forecast")
    findings: list[Finding] = []
    for one in found:
        if one.aspect.nature != "people":
            reason = "Один обучающийся учтён несколько раз: прогноза по школам не делается."
            silences.append(_silence(evidence, one, reason))
            continue
        share = 100 * one.hits / one.tried
        ahead = one_year_ahead(share, _LEVEL, (0.0, 100.0)) if len(one.schools) else None
        if ahead is None or isinstance(ahead, TooLittle):
            reason = str(ahead) if ahead else "Нет школ с данными за каждый год."
            silences.append(_silence(evidence, one, reason))
        else:
            findings += _findings(evidence, one, ahead)
    return Answer("forecast", tuple(findings), tuple(silences))


def _silence(evidence: Evidence, one: Series, reason: str) -> Silence:
    why = f"{words.quoted(one.aspect.label)}: {reason}"
    sample = Sample(int(one.tried.sum()), len(one.schools), 1, len(one.years))
    period = words.period(one.years[-1] + 1)
    return Silence(
        "forecast", "region", region_of(evidence), period, why, sample, one.aspect.indicator.id
    )


def _findings(evidence: Evidence, one: Series, ahead: Forecast) -> Iterator[Finding]:
    for number, code in enumerate(one.schools):
        columns = (
            (ahead.relative, ahead.relative_low, ahead.relative_high)
            if ahead.place_only
            else (ahead.value, ahead.low, ahead.high)
        )
        value, low, high = (float(column[number]) / 100 for column in columns)
        yield Finding(
            kind="forecast",
            question="forecast",
            unit_kind="organisation",
            unit=code,
            period=words.period(one.years[-1] + 1),
            sure="described",
            sentence=_sentence(evidence, one, code, ahead, (value, low, high)),
            measured="ожидаемое отклонение от среднего школ" if ahead.place_only else "доля",
            value=value,
            low=low,
            high=high,
            sample=Sample(int(one.tried[number].sum()), 1, len(one.years), len(one.years)),
            method=METHOD,
            source=SOURCE,
            says_not=SAYS_NOT,
            indicator=one.aspect.indicator.id,
            area=one.aspect.indicator.area,
            evidence={
                "line": one.aspect.line, "breakdown": one.aspect.cell, "horizon_years": 1,
                "level": _LEVEL, "unit_sd": ahead.unit_sd, "jump_sd": ahead.jump_sd,
                "place_only": ahead.place_only, "years": [words.period(y) for y in one.years],
            },
            chart=_chart(evidence, one, number, ahead),
        )  # fmt: skip


def _sentence(
    evidence: Evidence, one: Series, code: str, ahead: Forecast, told: tuple[float, float, float]
) -> str:
    value, low, high = told
    name = words.quoted(evidence.name(code, one.years[-1]))
    said = f"{name}, {words.year(one.years[-1] + 1)}: {words.quoted(one.aspect.label)}: "
    if ahead.place_only:
        said += (
            f"ожидаемое отклонение от среднего школ {words.points(value)} "
            f"(90 %: {words.between_points(low, high)}); ряд короток "
            f"({words.counted(len(one.years), 'year')}), поэтому само значение не прогнозируется"
        )
    else:
        said += f"ожидается {words.percent(value)} (90 %: {words.between(low, high)})"
    said += f"; общий скачок от года к году составлял около {words.decimal(ahead.jump_sd)} п. п."
    return words.spoken(said, pupils=int(one.tried[:, -1].min()), works=len(one.years))


def _chart(evidence: Evidence, one: Series, number: int, ahead: Forecast) -> Chart:
    """The share with its forecast; where only the place is foreseen, distances from the mean."""
    share = 100 * one.hits / one.tried
    told = share - share.mean(axis=0) if ahead.place_only else share
    columns = (
        (ahead.relative, ahead.relative_low, ahead.relative_high)
        if ahead.place_only
        else (ahead.value, ahead.low, ahead.high)
    )
    rows: list[dict[str, Any]] = [
        {"x": words.year(year), "y": float(value), "series": "было"}
        for year, value in zip(one.years, told[number], strict=True)
    ]
    value, low, high = (float(column[number]) for column in columns)
    if np.isfinite(value):
        following = words.year(one.years[-1] + 1)
        rows.append({"x": following, "y": value, "low": low, "high": high, "series": "прогноз"})
    breaks = tuple(f"{words.year(broken.year)}: {broken.why}" for broken in one.breaks)
    name = evidence.name(one.schools[number], one.years[-1])
    measured = "отклонение от среднего школ, п. п." if ahead.place_only else "%"
    title = f"{name}: {one.aspect.label}"
    return Chart(title, "line", "учебный год", measured, tuple(rows), breaks)
