"""Numbers without a sampling model over the years: a municipality's series as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msoko.analysis import words
from msoko.analysis.aspects import Aspect, Number, Numbers, measured
from msoko.analysis.breaks import Break, Breaks
from msoko.analysis.census import within_breaks
from msoko.analysis.census_told import number
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Chart, Finding, Sample, Silence
from msoko.analysis.policy import TREND_YEARS

METHOD = "значения по годам как есть; оценки наклона и проверки на случайность нет"
SOURCE = "правила выводов системы: docs/explanation/claim-policy.md"
SAYS_NOT = (
    "Ряд показывает, что записано, а не почему; год, за который сведения прислали не все, мог бы "
    "выглядеть иначе."
)


def told(evidence: Evidence, breaks: Breaks) -> tuple[list[Finding], list[Silence]]:
    """Series of three linked years and more by municipality; shorter ones as silences.

    What is already a difference of two years has no series: its indicator is followed itself.
    """
    findings: list[Finding] = []
    silences: list[Silence] = []
    for years in measured(evidence).values():
        aspect = years[max(years)].aspect
        if aspect.nature == "change":
            continue
        whole = years
        years = within_breaks(evidence, years, breaks)
        if not years:
            silences += _parted(whole)
            continue
        linked = breaks.linked(aspect.fixed, list(years), aspect.revised)
        cuts = breaks.of(aspect.fixed, list(years), aspect.revised)
        chosen = {year: years[year] for year in linked}
        made = list(_findings(chosen, cuts))
        findings += made
        if not made:
            silences += _short(chosen, cuts)
    return findings, silences


def _findings(years: Mapping[int, Numbers], cuts: Sequence[Break]) -> Iterator[Finding]:
    last = years[max(years)]
    for place in last.municipalities:
        numbers = {
            year: one.municipalities[place]
            for year, one in years.items()
            if place in one.municipalities
        }
        if len(numbers) >= TREND_YEARS:
            yield _finding(last.aspect, place, numbers, cuts)


def _finding(
    aspect: Aspect, place: str, numbers: Mapping[int, Number], cuts: Sequence[Break]
) -> Finding:
    last, first = numbers[max(numbers)], numbers[min(numbers)]
    scale = 100 if aspect.unit == "percent" else 1
    change = None if aspect.unit == "boolean" else (last.value - first.value) / scale
    people = last.bottom if last.bottom == last.bottom else last.top
    moved = abs(change or 0.0) * (last.bottom if last.bottom == last.bottom else 1.0)
    return Finding(
        kind="trend",
        question="trends",
        unit_kind="municipality",
        unit=place,
        period=words.period(max(numbers)),
        sure="described",
        sentence=_sentence(aspect, place, numbers, cuts),
        measured="изменение за период",
        value=change,
        low=None,
        high=None,
        sample=Sample(0 if aspect.nature == "units" else int(people), 1, 1, len(numbers)),
        method=METHOD,
        source=SOURCE,
        says_not=SAYS_NOT,
        indicator=aspect.indicator.id,
        area=aspect.indicator.area,
        severity=moved,
        evidence={
            "line": aspect.line,
            "nature": aspect.nature,
            "years": [words.period(year) for year in numbers],
            "values": [one.value for one in numbers.values()],
            "whole": [one.whole for one in numbers.values()],
        },
        chart=_chart(aspect, place, numbers, cuts),
    )


def _sentence(
    aspect: Aspect, place: str, numbers: Mapping[int, Number], cuts: Sequence[Break]
) -> str:
    listed = "; ".join(
        f"{words.year(year)} — {number(aspect, one)}{'' if one.whole else '*'}"
        for year, one in numbers.items()
    )
    said = f"{words.quoted(place)}: {words.quoted(aspect.label)}: {listed}"
    if not all(one.whole for one in numbers.values()):
        said += "; * сведения прислали не все организации"
    if cuts:
        listed = "; ".join(f"{words.year(one.year)} — {one.why}" for one in cuts)
        said += f"; прежние годы не присоединены ({listed})"
    return words.spoken(said, pupils=0)


def _chart(
    aspect: Aspect, place: str, numbers: Mapping[int, Number], cuts: Sequence[Break]
) -> Chart | None:
    if aspect.unit == "boolean":
        return None
    rows = tuple(
        {"x": words.year(year), "y": one.value, "label": number(aspect, one)}
        for year, one in numbers.items()
    )
    unit = "%" if aspect.unit == "percent" else ""
    broken = tuple(f"{words.year(one.year)}: {one.why}" for one in cuts)
    return Chart(f"{place}: {aspect.label}", "line", "учебный год", unit, rows, broken)


def _parted(years: Mapping[int, Numbers]) -> Iterator[Silence]:
    last = years[max(years)]
    label = words.quoted(last.aspect.label)
    why = f"{label}: школы отобраны по изменению, взятому через разрыв ряда."
    period, name = words.period(last.year), last.aspect.indicator.id
    for place in last.municipalities:
        sample = Sample(0, 1, 1, len(years))
        yield Silence("trends", "municipality", place, period, why, sample, name)


def _short(years: Mapping[int, Numbers], cuts: Sequence[Break]) -> Iterator[Silence]:
    last = years[max(years)]
    why = f"{words.quoted(last.aspect.label)}: для динамики нужно не менее {TREND_YEARS} лет "
    why += f"по одному определению, есть {words.counted(len(years), 'year')}"
    if cuts:
        why += f" ({'; '.join(f'{words.year(one.year)}: {one.why}' for one in cuts)})"
    for place in last.municipalities:
        sample = Sample(0, 1, 1, len(years))
        period, name = words.period(last.year), last.aspect.indicator.id
        yield Silence("trends", "municipality", place, period, f"{why}.", sample, name)
