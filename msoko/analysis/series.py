"""Shares followed over the years that one scale links: what trends and forecasts start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from msoko.analysis import words
from msoko.analysis.aspects import Aspect, Count, Shares, shares
from msoko.analysis.breaks import Break, breaks_of
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Sample, Silence
from msoko.analysis.methods.distributions import Array
from msoko.analysis.policy import TREND_YEARS, for_pupils
from msoko.analysis.similar import region_of


@dataclass(frozen=True)
class Series:
    """One aspect over linked years: `hits`, `tried` (J, T) of schools that have every year.

    Every school has at least ten people each year; there are none where a pupil counts several
    times, since what a school's pupils vary by is then not known. `breaks` are those before the
    linked years, `earlier` the years they cut off, with what was then.
    """

    aspect: Aspect
    years: tuple[int, ...]
    schools: tuple[str, ...]
    hits: Array
    tried: Array
    municipalities: Mapping[str, tuple[Count, ...]]
    earlier: Mapping[int, Shares]
    breaks: tuple[Break, ...]


def series_of(evidence: Evidence, question: str) -> tuple[list[Series], list[Silence]]:
    """Series of at least three linked years; the others as silences with the reason."""
    breaks = breaks_of(evidence)
    kept: list[Series] = []
    silences: list[Silence] = []
    for years in shares(evidence, repeated=True).values():
        aspect = years[max(years)].aspect
        if any(name in aspect.cell for name in ("sex=", "special_needs=", "programme=")):
            continue
        linked = breaks.linked(aspect.fixed, list(years), aspect.revised)
        found = breaks.of(aspect.fixed, list(years), aspect.revised)
        if len(linked) >= TREND_YEARS:
            kept.append(_series(aspect, years, linked, found))
        else:
            silences.append(_short(evidence, question, aspect, linked, found))
    return kept, silences


def _series(
    aspect: Aspect, years: Mapping[int, Shares], linked: list[int], found: tuple[Break, ...]
) -> Series:
    each = [years[year].schools for year in linked]
    schools = tuple(
        sorted(
            code
            for code in each[-1]
            if aspect.nature == "people"
            and all(
                code in one and for_pupils(one[code].tried).adjective != "never" for one in each
            )
        )
    )
    table = np.array([[one[code] for one in each] for code in schools], dtype=float)
    table = table.reshape(len(schools), len(linked), 2)
    places = [years[year].municipalities for year in linked]
    whole = {
        name: tuple(one[name] for one in places)
        for name in places[-1]
        if all(name in one for one in places)
    }
    earlier = {year: one for year, one in years.items() if year < linked[0]}
    return Series(
        aspect, tuple(linked), schools, table[..., 0], table[..., 1], whole, earlier, found
    )


def _short(
    evidence: Evidence, question: str, aspect: Aspect, linked: list[int], found: tuple[Break, ...]
) -> Silence:
    why = (
        f"{words.quoted(aspect.label)}: нужно не менее {TREND_YEARS} лет на одной шкале, есть "
        f"{words.counted(len(linked), 'year')}"
    )
    if found:
        reasons = "; ".join(f"{words.year(one.year)}: {one.why}" for one in found)
        why += f"; ряд прерван ({reasons})"
    return Silence(
        question, "region", region_of(evidence), words.period(max(linked)), f"{why}.",
        Sample(0, 0, 1, len(linked)), aspect.indicator.id,
    )  # fmt: skip
