"""Shares and means followed over the years that one scale links: what trends and forecasts use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

import numpy as np

from msoko.analysis import words
from msoko.analysis.aspects import Aspect, Count, Number, Numbers, Shares, measured, shares
from msoko.analysis.breaks import Break, Breaks, breaks_of, told_breaks
from msoko.analysis.calendar_years import parts_of_years
from msoko.analysis.census import within_breaks
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Sample, Silence
from msoko.analysis.methods.distributions import Array
from msoko.analysis.methods.means import Summary
from msoko.analysis.natures import scale_of
from msoko.analysis.policy import TREND_YEARS, for_pupils
from msoko.analysis.same_works import Mixes, alike, mixes, whole
from msoko.analysis.similar import region_of

UNLINKED = "первичные баллы работ разных лет не приравнены друг к другу, общей шкалы у них нет"
_OTHER_WORKS = ("писали работы по другим предметам или в других классах", "данные хранилища")
One = TypeVar("One", Count, Number)
_SHORT = 10.0
_SUBGROUPS = ("sex=", "special_needs=", "programme=")


@dataclass(frozen=True)
class Series:
    """One aspect over linked years, by school: (J, T) tables of schools that have every year.

    `values` are fractions of shares and means in their own unit, `sizes` people behind them (ten at
    least each year), `weights` the inverse variance of each value by chance alone, `spread` the
    standard deviation of one person (nought, and infinite weights, where all are alike). There are
    no schools where a pupil counts several times, since what a school's pupils vary by is then not
    known. `municipalities` tell shares over the linked years, `told` is what shares were told of in
    all years, `breaks` what cuts the earlier ones off.
    """

    aspect: Aspect
    years: tuple[int, ...]
    schools: tuple[str, ...]
    values: Array
    sizes: Array
    weights: Array
    spread: float
    municipalities: Mapping[str, tuple[Count, ...]]
    told: Mapping[int, Shares]
    breaks: tuple[Break, ...]

    @property
    def digits(self) -> int:
        """Digits after the comma of a mean: two for a scale as short as that of marks."""
        return 2 if self.values.size and float(self.values.max()) < _SHORT else 1

    def without_gaps(self) -> Series:
        """The latest years that follow one another, and their columns."""
        run = 1
        while run < len(self.years) and self.years[-run - 1] == self.years[-run] - 1:
            run += 1
        tables = (table[:, -run:] for table in (self.values, self.sizes, self.weights))
        values, sizes, weights = tables
        return replace(self, years=self.years[-run:], values=values, sizes=sizes, weights=weights)

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Ends of the scale of a mean of marks or test scores; None of shares and other means."""
        return scale_of(self.aspect.indicator.formula_of(self.aspect.line)).bounds

    def partly(self, municipality: str) -> frozenset[int]:
        """Linked years a municipality's share of which not all organisations have sent."""
        return frozenset(
            year for year in self.years
            if year in self.told and municipality in self.told[year].partial
        )  # fmt: skip

    @property
    def of_shares(self) -> bool:
        """Whether the values are fractions, not means in a unit of their own."""
        return self.aspect.nature != "mean"


def series_of(evidence: Evidence, question: str) -> tuple[list[Series], list[Silence]]:
    """Shares with at least three linked years; the others as silences with the reason."""
    breaks = breaks_of(evidence)
    kept: list[Series] = []
    silences: list[Silence] = []
    mix = mixes(evidence)
    for years in shares(evidence, repeated=True).values():
        aspect = years[max(years)].aspect
        if any(name in aspect.cell for name in _SUBGROUPS):
            continue
        linked, found = _linked(breaks, aspect, list(years), mix)
        if len(linked) >= TREND_YEARS:
            kept.append(_of_shares(aspect, years, linked, found, mix))
        else:
            silences.append(_short(evidence, question, aspect, linked, found))
    return kept, silences


def means_of(evidence: Evidence, question: str) -> tuple[list[Series], list[Silence]]:
    """Means of people with at least three linked years; the others as silences with the reason.

    A mean of raw points has no scale that could link its years: works of two years are not equated.
    """
    breaks = breaks_of(evidence)
    kept: list[Series] = []
    silences: list[Silence] = []
    mix = mixes(evidence)
    for told in measured(evidence).values():
        aspect = told[max(told)].aspect
        years = within_breaks(evidence, told, breaks)
        if aspect.nature != "mean" or not years:
            continue
        linked, found = _linked(breaks, aspect, list(years), mix)
        if not scale_of(aspect.indicator.formula_of(aspect.line)).linked:
            silences.append(_unlinked(evidence, question, aspect, linked))
        elif len(linked) >= TREND_YEARS:
            kept.append(_of_means(aspect, years, linked, found))
        else:
            silences.append(_short(evidence, question, aspect, linked, found))
    return kept, silences


def _linked(
    breaks: Breaks, aspect: Aspect, years: list[int], mix: Mixes
) -> tuple[list[int], tuple[Break, ...]]:
    """The latest years on one scale and of the same works, and what cuts the earlier ones off."""
    about = aspect.fixed, years, aspect.revised
    linked = breaks.linked(*about, calendar=aspect.calendar)
    found = breaks.of(*about, calendar=aspect.calendar)
    for before, year in reversed(list(pairwise(linked))):
        if not alike(whole(mix(aspect, before)), whole(mix(aspect, year))):
            return [one for one in linked if one >= year], (*found, Break(year, *_OTHER_WORKS))
    return linked, found


def _of_shares(
    aspect: Aspect, years: Mapping[int, Shares], linked: list[int], found: tuple[Break, ...],
    mix: Mixes,
) -> Series:  # fmt: skip
    each = [years[year].schools for year in linked]
    people = aspect.nature == "people"
    works = [mix(aspect, year) for year in linked]
    schools = tuple(
        code
        for code in _with_every_year(each, lambda one: people and _enough(one.tried))
        if _steady([one[code] for one in works if code in one])
    )
    hits = _table(schools, each, lambda one: one.hits)
    sizes = _table(schools, each, lambda one: one.tried)
    smoothed = (hits + 0.5) / (sizes + 1)
    share = float(hits.sum() / sizes.sum()) if len(schools) else 0.0
    places = [years[year].municipalities for year in linked]
    told = {
        name: tuple(one[name] for one in places)
        for name in places[-1]
        if all(name in one for one in places)
    }
    return Series(
        aspect, tuple(linked), schools, hits / sizes, sizes, sizes / (smoothed * (1 - smoothed)),
        max(float(np.sqrt(share * (1 - share))), 0.01), told, years, found,
    )  # fmt: skip


def _steady(mix: Sequence[Array]) -> bool:
    """Whether a school wrote about the same works each year."""
    return all(alike(one, two) for one, two in pairwise(mix))


def _of_means(
    aspect: Aspect, years: Mapping[int, Numbers], linked: list[int], found: tuple[Break, ...]
) -> Series:
    """A school whose people are all alike in a year gets the others' spread there."""
    each = [years[year].schools for year in linked]
    schools = _with_every_year(each, lambda one: _enough(one.bottom) and _summary(one) is not None)
    sizes = _table(schools, each, lambda one: one.bottom)
    squares = _table(schools, each, _squares)
    free = float((sizes - 1).sum())
    variance = float(squares.sum()) / free if free > 0 else 0.0
    own = np.where(squares > 0, squares / np.maximum(sizes - 1, 1), variance)
    weights = sizes / own if variance > 0 else np.full(sizes.shape, np.inf)
    return Series(
        aspect, tuple(linked), schools, _table(schools, each, lambda one: one.value), sizes,
        weights, float(np.sqrt(variance)), {}, {}, found,
    )  # fmt: skip


def _summary(one: Number) -> Summary | None:
    return Summary.of_interval(one.value, one.low, one.high, one.bottom)


def _squares(one: Number) -> float:
    found = _summary(one)
    return found.squares if found else 0.0


def _enough(people: float) -> bool:
    return people == people and for_pupils(int(people)).adjective != "never"


def _with_every_year(
    each: Sequence[Mapping[str, One]], fits: Callable[[One], bool]
) -> tuple[str, ...]:
    """Codes of schools that have every year, and one that fits."""
    return tuple(
        sorted(code for code in each[-1] if all(code in one and fits(one[code]) for one in each))
    )


def _table(
    schools: Sequence[str], each: Sequence[Mapping[str, One]], of: Callable[[One], float]
) -> Array:
    """A number of every school and year, (J, T)."""
    rows = [[of(one[code]) for one in each] for code in schools]
    return np.array(rows, dtype=float).reshape(len(schools), len(each))


def _short(
    evidence: Evidence, question: str, aspect: Aspect, linked: list[int], found: tuple[Break, ...]
) -> Silence:
    why = (
        f"{words.quoted(aspect.label)}: нужно не менее {TREND_YEARS} лет на одной шкале, есть "
        f"{words.counted(len(linked), 'year')}"
    )
    why += "".join(f"; {one}" for one in _remarks(evidence, aspect, found))
    return _silence(evidence, question, aspect, linked, why)


def _unlinked(evidence: Evidence, question: str, aspect: Aspect, linked: list[int]) -> Silence:
    why = f"{words.quoted(aspect.label)}: {UNLINKED}"
    return _silence(evidence, question, aspect, linked, why)


def _silence(
    evidence: Evidence, question: str, aspect: Aspect, linked: list[int], why: str
) -> Silence:
    return Silence(
        question, "region", region_of(evidence), words.period(max(linked)), f"{why}.",
        Sample(0, 0, 1, len(linked)), aspect.indicator.id,
    )  # fmt: skip


def _remarks(evidence: Evidence, aspect: Aspect, found: tuple[Break, ...]) -> Iterator[str]:
    """Why years are missing: parts of calendar years, breaks before the linked years."""
    if partly := parts_of_years(evidence, aspect.indicator):
        yield partly
    if found:
        yield f"ряд прерван ({told_breaks(found, aspect.year, ': ')})"
