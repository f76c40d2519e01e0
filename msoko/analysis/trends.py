"""Question: how a share or a mean moves over three years and more on one scale.

A school's own line through three points says little: slopes of all schools are pulled to their
common mean by as much as chance explains, and a school is named only when the claim policy lets it
be said that it moves otherwise than the rest. A municipality's change from the first year to the
last has an interval, schools being what varies. Breaks are shown, and no line is drawn across them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from msoko.analysis import census_series, words
from msoko.analysis.aspects import Count
from msoko.analysis.breaks import breaks_of
from msoko.analysis.compared import columns
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Answer, Finding, Sample, Silence, reading_order
from msoko.analysis.methods.distributions import Array, normal_cdf, normal_quantile
from msoko.analysis.methods.false_discovery import adjusted
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.methods.school_effects import SchoolEffects, school_effects
from msoko.analysis.methods.two_shares import schools_change
from msoko.analysis.policy import SPARSE, claim, for_pupils, for_schools
from msoko.analysis.series import Series, means_of, series_of
from msoko.analysis.trends_told import Moved, Pooled, of_municipality, of_school


@dataclass(frozen=True)
class Slopes:
    """Change a year of every school in the unit of values: own slope and its error, both (J,)."""

    own: Array
    se: Array


def answer(evidence: Evidence) -> Answer:
    """Municipalities with their change over the years; schools that move otherwise than the rest.

    Numbers that are no shares or means of people are told as a series of their municipality.
    """
    found, silences = series_of(evidence, "trends")
    means, _ = means_of(evidence, "trends")  # their municipalities are told, or not, as a census
    findings = list(_municipalities(evidence, found))
    for one in (*found, *means):
        schools = _schools(evidence, one)
        if isinstance(schools, Silence):
            silences.append(schools)
        else:
            findings += schools
    told, short = census_series.told(evidence, breaks_of(evidence))
    everything = sorted([*findings, *told], key=reading_order)
    return Answer("trends", tuple(everything), (*silences, *short))


def slopes(values: Array, weights: Array, years: Array) -> Slopes:
    """Weighted slopes of values (J, T) over years (T,); errors swollen by cohorts' variation."""
    centre = (weights @ years) / weights.sum(axis=1)
    moved = years[None, :] - centre[:, None]
    spread = np.sum(weights * moved**2, axis=1)
    own = np.sum(weights * moved * values, axis=1) / spread
    level = np.sum(weights * values, axis=1) / weights.sum(axis=1)
    left = values - level[:, None] - own[:, None] * moved
    free = values.shape[0] * (values.shape[1] - 2)
    swollen = max(1.0, float(np.sum(weights * left**2)) / free)
    return Slopes(own, np.sqrt(swollen / spread))


def _municipalities(evidence: Evidence, found: list[Series]) -> Iterator[Finding]:
    """All municipalities of all shares, their changes tested together."""
    known: list[tuple[Series, str, tuple[Count, ...], Mapping[int, list[Count]], Moved | None]] = []
    for one in found:
        groups = {year: told.by_place(evidence.municipality) for year, told in one.told.items()}
        for name, counts in one.municipalities.items():
            if all(for_pupils(count.tried).adjective != "never" for count in counts):
                inside: Mapping[int, list[Count]] = {
                    year: list(group.get(name, {}).values()) for year, group in groups.items()
                }
                first, last = (groups[year].get(name, {}) for year in (one.years[0], one.years[-1]))
                known.append((one, name, counts, inside, _moved(first, last)))
    q = adjusted(np.array([np.nan if row[4] is None else row[4].p for row in known], dtype=float))
    for (one, name, counts, inside, moved), at in zip(known, q.tolist(), strict=True):
        yield of_municipality(one, name, counts, inside, moved, at)


def _moved(first: Mapping[str, Count], last: Mapping[str, Count]) -> Moved | None:
    """The change of the schools there are in both years; None where it has no honest interval."""
    both = sorted(first.keys() & last.keys())
    if for_schools(len(both)).comparison == "listing":
        return None
    sides = [columns([one[code] for code in both]) for one in (last, first)]
    if any(min(sum(hits), sum(tried) - sum(hits)) < SPARSE for hits, tried in sides):
        return None
    found = schools_change(sides[0], sides[1])
    if isinstance(found, TooLittle):
        return None
    everybody = len(both) == len(first) == len(last)
    return Moved(found.difference, found.low, found.high, found.p, len(both), everybody)


def _schools(evidence: Evidence, one: Series) -> list[Finding] | Silence:
    if one.aspect.nature == "works" or not one.spread > 0:
        return []
    if for_schools(len(one.schools)).comparison == "listing":
        return _few_schools(one)
    found = slopes(one.values, one.weights, np.array(one.years, dtype=float))
    effects = school_effects(found.own / one.spread, found.se / one.spread)
    if isinstance(effects, TooLittle):
        return []
    told = []
    for number in range(len(one.schools)):
        chance = _chance(effects, number, float(np.median(found.own)) / one.spread)
        if claim(chance, int(one.sizes[number].min()), len(one.years)) != "described":
            part = (effects.effect, effects.low, effects.high)
            relative, low, high = (one.spread * float(column[number]) for column in part)
            pooled = Pooled(relative, low, high, one.spread * effects.mean, chance)
            told.append(of_school(evidence, one, number, pooled))
    return told


def _chance(effects: SchoolEffects, number: int, typical: float) -> float:
    """How probably a school moves otherwise than the mean of schools, and than the `typical` one.

    One school on the rise lifts the mean: the others must not be told to fall behind it.
    """
    above, effect = float(effects.above[number]), float(effects.effect[number])
    width = float((effects.high[number] - effects.low[number]) / (2 * normal_quantile(0.975)))
    side = 1.0 if above > 0.5 else -1.0
    from_typical = float(normal_cdf(side * (effect + effects.mean - typical) / width))
    return min(max(above, 1 - above), from_typical)


def _few_schools(one: Series) -> Silence:
    why = (
        f"{words.quoted(one.aspect.label)}: для динамики школ нужно не менее пяти школ, где в "
        f"каждом году не менее 10 участников, есть {len(one.schools)}."
    )
    place = next(iter(one.municipalities), "")
    return Silence(
        "trends", "municipality", place, words.period(one.years[-1]), why,
        Sample(0, len(one.schools), 1, len(one.years)), one.aspect.indicator.id,
    )  # fmt: skip
