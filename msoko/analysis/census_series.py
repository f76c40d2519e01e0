"""Numbers that are no shares of people over the years: a municipality's series as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from msoko.analysis import words
from msoko.analysis.aspects import Aspect, Number, Numbers, aspects, measured, shares
from msoko.analysis.breaks import Break, Breaks, told_breaks
from msoko.analysis.calendar_years import parts_of_years
from msoko.analysis.census import summaries, within_breaks
from msoko.analysis.census_told import SAYS_NOT as SAYS_NOT_OF
from msoko.analysis.census_told import number
from msoko.analysis.evidence import Evidence, grouped
from msoko.analysis.finding import Chart, Finding, Sample, Silence
from msoko.analysis.methods.means import MeanInterval, difference_of
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.natures import scale_of
from msoko.analysis.policy import TREND_YEARS, WHOLE_ENOUGH
from msoko.analysis.series import UNLINKED
from msoko.analysis.similar import region_of
from msoko.profile.formula import MeanFormula

METHOD = "значения по годам как есть; оценки наклона и проверки на случайность нет"
SOURCE = "правила выводов системы: docs/explanation/claim-policy.md"
MEAN_METHOD = (
    "разность средних последнего и первого года по школам с данными за оба, интервал Стьюдента; "
    "меняются школы, а не ученики; поправки на число рядов нет"
)
MEAN_SOURCE = "Welch 1947; Cochran 1977, 11.7"
SAYS_NOT = (
    "Ряд показывает, что записано, а не почему; год, за который сведения прислали не все, мог бы "
    "выглядеть иначе."
)


@dataclass(frozen=True)
class _Place:
    """A municipality's numbers over linked years; `cuts` are the breaks before them, `few` years
    left out because few organisations told, `moved` a mean's difference of the last and the first
    year, `remark` what else is missing."""

    aspect: Aspect
    name: str
    numbers: Mapping[int, Number]
    cuts: Sequence[Break]
    few: Sequence[int]
    moved: MeanInterval | None
    remark: str


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
        if not years or not _on_one_scale(aspect):
            silences += _parted(whole, not years)
            continue
        about = aspect.fixed, list(years), aspect.revised
        linked = breaks.linked(*about, calendar=aspect.calendar)
        cuts = breaks.of(*about, calendar=aspect.calendar)
        for place in _places(evidence, {year: years[year] for year in linked}, cuts):
            if len(place.numbers) >= TREND_YEARS:
                findings.append(_finding(place))
            else:
                silences.append(_short(place))
    return findings, [*silences, *_only_parts(evidence)]


def _on_one_scale(aspect: Aspect) -> bool:
    formula = aspect.indicator.formula_of(aspect.line)
    return not isinstance(formula, MeanFormula) or scale_of(formula).linked


def _only_parts(evidence: Evidence) -> Iterator[Silence]:
    """Indicators by calendar year of which no year is whole yet."""
    known = measured(evidence).keys() | shares(evidence, repeated=True).keys()
    for aspect in aspects(evidence):
        remark = parts_of_years(evidence, aspect.indicator)
        if aspect.calendar and not aspect.cell and aspect.key not in known and remark:
            period, name = words.period(evidence.last_year), aspect.indicator.id
            yield Silence(
                "trends", "region", region_of(evidence), period,
                f"{words.quoted(aspect.label)}: {remark}.", Sample(0, 0, 1, 0), name,
            )  # fmt: skip


def _places(
    evidence: Evidence, years: Mapping[int, Numbers], cuts: Sequence[Break]
) -> Iterator[_Place]:
    last = years[max(years)]
    remark = parts_of_years(evidence, last.aspect.indicator)
    told_by = {year: _organisations(evidence, one) for year, one in years.items()}
    for name in last.municipalities:
        known = {
            year: one.municipalities[name]
            for year, one in years.items()
            if name in one.municipalities
        }
        most = max(len(told_by[year].get(name, ())) for year in known)
        few = [
            year
            for year, one in known.items()
            if not one.whole and len(told_by[year].get(name, ())) < WHOLE_ENOUGH * most
        ]
        numbers = {year: one for year, one in known.items() if year not in few}
        moved = None
        if last.aspect.nature == "mean" and len(numbers) >= TREND_YEARS:
            ends = (years[max(numbers)], years[min(numbers)])
            moved = _moved(ends, [told_by[one.year].get(name, []) for one in ends])
        yield _Place(last.aspect, name, numbers, cuts, few, moved, remark)


def _organisations(evidence: Evidence, one: Numbers) -> Mapping[str, list[str]]:
    """Organisations that told their number, by municipality."""
    return grouped(one.schools, lambda code: evidence.municipality(code, one.year))


def _moved(ends: tuple[Numbers, Numbers], codes: Sequence[list[str]]) -> MeanInterval | None:
    """The difference of the means of schools that have both years, where it has an interval."""
    both = sorted(set(codes[0]) & set(codes[1]))
    found = difference_of(summaries(ends[0], both), summaries(ends[1], both))
    return None if isinstance(found, TooLittle) else found


def _finding(place: _Place) -> Finding:
    aspect, numbers, moved = place.aspect, place.numbers, place.moved
    last = numbers[max(numbers)]
    change = _change(place)
    people = last.bottom if last.bottom == last.bottom else last.top
    concerned = abs(change or 0.0) * (last.bottom if last.bottom == last.bottom else 1.0)
    return Finding(
        kind="trend",
        question="trends",
        unit_kind="municipality",
        unit=place.name,
        period=words.period(max(numbers)),
        sure="described",
        sentence=_sentence(place),
        measured="изменение за период",
        value=change,
        low=moved.low if moved else None,
        high=moved.high if moved else None,
        sample=Sample(0 if aspect.nature == "units" else int(people), 1, 1, len(numbers)),
        method=MEAN_METHOD if moved else METHOD,
        source=MEAN_SOURCE if moved else SOURCE,
        says_not=SAYS_NOT_OF[aspect.nature] if aspect.nature == "mean" else SAYS_NOT,
        indicator=aspect.indicator.id,
        area=aspect.indicator.area,
        severity=concerned,
        evidence={
            "line": aspect.line,
            "nature": aspect.nature,
            "years": [aspect.year(year) for year in numbers],
            "values": [one.value for one in numbers.values()],
            "whole": [one.whole for one in numbers.values()],
        },
        chart=_chart(place),
    )


def _change(place: _Place) -> float | None:
    """The last year less the first; None of yes and no, and between years not all have sent."""
    if place.moved is not None:
        return place.moved.mean
    last, first = (place.numbers[end(place.numbers)] for end in (max, min))
    if place.aspect.unit == "boolean" or not (last.whole and first.whole):
        return None
    return (last.value - first.value) / (100 if place.aspect.unit == "percent" else 1)


def _sentence(place: _Place) -> str:
    aspect, numbers = place.aspect, place.numbers
    listed = "; ".join(
        f"{aspect.year(year)} — {number(aspect, one)}{'' if one.whole else '*'}"
        for year, one in numbers.items()
    )
    said = f"{words.quoted(place.name)}: {words.quoted(aspect.label)}: {listed}"
    if not all(one.whole for one in numbers.values()):
        said += "; * сведения прислали не все организации"
    if place.moved is not None:
        low, high = (words.signed(end) for end in (place.moved.low, place.moved.high))
        ends = [aspect.year(end(numbers)) for end in (min, max)]
        said += (
            f"; изменение с {ends[0]} на {ends[1]} в школах, где есть оба года: "
            f"{words.signed(place.moved.mean)} (95 %: от {low} до {high})"
        )
        said += "; изменение не доказано" if place.moved.low <= 0 <= place.moved.high else ""
    said += "".join(f"; {one}" for one in _missing(place))
    return words.spoken(said, pupils=0)


def _missing(place: _Place) -> Iterator[str]:
    """What is not in the series, and why."""
    if place.few:
        listed = ", ".join(place.aspect.year(year) for year in place.few)
        yield f"{listed}: сведения прислали менее половины организаций, в ряд не входит"
    if place.remark:
        yield place.remark
    if place.cuts:
        yield f"прежние годы не присоединены ({told_breaks(place.cuts, place.aspect.year)})"


def _chart(place: _Place) -> Chart | None:
    aspect = place.aspect
    if aspect.unit == "boolean":
        return None
    rows = tuple(
        {"x": aspect.year(year), "y": one.value, "label": number(aspect, one)}
        for year, one in place.numbers.items()
    )
    unit = "%" if aspect.unit == "percent" else ""
    broken = tuple(f"{aspect.year(one.year)}: {one.why}" for one in place.cuts)
    return Chart(f"{place.name}: {aspect.label}", "line", aspect.axis, unit, rows, broken)


def _parted(years: Mapping[int, Numbers], across: bool) -> Iterator[Silence]:
    """Years that make no series: organisations chosen `across` a break, or no common scale."""
    last = years[max(years)]
    why = "школы отобраны по изменению, взятому через разрыв ряда" if across else UNLINKED
    for place in last.municipalities:
        yield _silence(last.aspect, place, last.year, why, len(years))


def _short(place: _Place) -> Silence:
    why = f"для динамики нужно не менее {TREND_YEARS} лет по одному определению, есть "
    why += words.counted(len(place.numbers), "year")
    why += "".join(f"; {one}" for one in _missing(place))
    year = max([*place.numbers, *place.few])
    return _silence(place.aspect, place.name, year, why, len(place.numbers))


def _silence(aspect: Aspect, place: str, year: int, why: str, years: int) -> Silence:
    said = f"{words.quoted(aspect.label)}: {why}."
    sample = Sample(0, 1, 1, years)
    period = words.period(year)
    return Silence("trends", "municipality", place, period, said, sample, aspect.indicator.id)
