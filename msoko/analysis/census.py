"""Numbers that are no shares of people: the last year against the one before and the threshold.

Counts of schools, yes and no, coverage from two tables and typed numbers are all there is, not a
sample of it: a change is exact, and nothing is inferred from it. What may still be chance is said
to be: a count carries the exact interval of its ratio, a mean of people that of its difference.

A number is told among gaps when its threshold is met, or when it changed notably:

* count — the exact interval of the ratio of the two counts excludes 1;
* mean — the difference is shown at 95 % after adjustment over all means;
* organisations — by one organisation at least, and by the indicator's step;
* yes or no — it turned;
* one table over another — by the step, and by more than the same people or things would by chance
  (Newcombe's interval of the difference, or that of the ratio where it is no fraction): a small
  school's figures swing;
* numbers typed in — by the step.

The step is 5 percentage points, or a tenth of the earlier value where that is no percentage; one
place for these numbers is `policy.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from msoko.analysis.aspects import Aspect, Number, Numbers, measured
from msoko.analysis.breaks import Breaks, breaks_of, inside_difference
from msoko.analysis.evidence import Evidence
from msoko.analysis.methods.counts import RateRatio, rate_ratio
from msoko.analysis.methods.false_discovery import adjusted
from msoko.analysis.methods.means import Summary, difference_of
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.methods.shares import ShareDifference, newcombe
from msoko.analysis.policy import STEP_POINTS, STEP_RELATIVE, for_pupils, sureness
from msoko.analysis.rule_holds import leaves, parts_of_difference
from msoko.indicators.thresholds import Raised, raised
from msoko.profile.conditions import MeetsIndicator
from msoko.profile.formula import ChangeFormula, Formula, UnitsFormula
from msoko.profile.profile import Profile

Kind = Literal["organisation", "municipality"]


@dataclass(frozen=True)
class Change:
    """One number of one unit, and what it was; `past` None without a comparable year.

    `low`, `high` bound the ratio of counts or the difference of means, `p`, `q` belong to the
    latter. `common` is how many organisations both years are told of when not all have reported
    (0: all). `crossed` is the threshold over its window, `whole` the municipality's number,
    `members` are organisations on the bad side. A difference of two years has no past of its own.
    """

    aspect: Aspect
    year: int
    unit_kind: Kind
    unit: str
    own: Number
    past: Number | None = None
    past_year: int | None = None
    low: float = float("nan")
    high: float = float("nan")
    p: float = float("nan")
    q: float = float("nan")
    common: int = 0
    crossed: Raised | None = None
    whole: Number | None = None
    members: tuple[str, ...] = ()

    @property
    def difference(self) -> float:
        """Own value less the earlier one, in the indicator's unit; NaN without."""
        if self.aspect.nature == "change":
            return self.own.value
        return self.own.value - self.past.value if self.past else float("nan")

    @property
    def over(self) -> bool:
        """Whether the threshold is met by the letter."""
        return self.crossed is not None and self.crossed.raised is True

    @property
    def worse(self) -> bool:
        """Whether it is on the bad side: a threshold met, or a change against the polarity."""
        return self.over or (self.difference > 0) == self.aspect.lower_is_better

    @property
    def proven(self) -> bool:
        """Whether a sampling model shows the change (means of people alone have one)."""
        return self.aspect.nature == "mean" and sureness(1 - self.q) == "sure"

    @property
    def notable(self) -> bool:
        """Whether it changed notably, by the rule above."""
        nature = self.aspect.nature
        if nature == "change":
            percent = self.aspect.unit == "percent"
            step = STEP_POINTS if percent else STEP_RELATIVE * abs(self.own.bottom)
            return self.own.whole and abs(self.difference) >= step > 0
        if self.past is None or not self.difference:
            return False
        if nature == "mean":
            return self.proven
        if nature == "count":
            return not self.low <= 1 <= self.high
        if nature == "fact":
            return True
        return self._by_a_step()

    def _by_a_step(self) -> bool:
        assert self.past is not None
        if self.aspect.unit == "percent":
            step = STEP_POINTS
        else:
            step = STEP_RELATIVE * abs(self.past.value)
        if abs(self.difference) < step:
            return False
        return self.aspect.nature != "ratio" or self._beyond_chance()

    def _beyond_chance(self) -> bool:
        """A rule of selection, not a claim: people and things of two tables are no sample."""
        assert self.past is not None
        pairs = [(round(one.top), round(one.bottom)) for one in (self.own, self.past)]
        if all(top <= bottom for top, bottom in pairs):
            found: ShareDifference | RateRatio | TooLittle = newcombe(*pairs[0], *pairs[1])
            nothing = 0.0
        else:
            found = rate_ratio(pairs[0][0], pairs[0][1], pairs[1][0], pairs[1][1])
            nothing = 1.0
        return not isinstance(found, TooLittle) and not found.low <= nothing <= found.high


def changes(evidence: Evidence) -> Sequence[Change]:
    """Every unit's number of an aspect's last year, compared; means adjusted together."""
    name = ("changes", evidence.asked_year, evidence.asked_indicators)
    return evidence.once(name, lambda: _changes(evidence, breaks_of(evidence)))


def _changes(evidence: Evidence, breaks: Breaks) -> list[Change]:
    near, far = _Reading(evidence, "organisation"), _Reading(evidence, "municipality")
    found: list[Change] = []
    for years in measured(evidence).values():
        years = within_breaks(evidence, years, breaks)
        if not years:
            continue
        past = past_of(years, breaks)
        found += _of_municipalities(far, years[max(years)], past)
        found += _of_schools(near, years[max(years)], past)
    q = adjusted(np.array([one.p for one in found], dtype=float))
    return [
        one if np.isnan(at) else replace(one, q=at)
        for one, at in zip(found, q.tolist(), strict=True)
    ]


def past_of(years: Mapping[int, Numbers], breaks: Breaks) -> Numbers | None:
    """The last earlier year under the same definition; none for what is a difference already."""
    last = years[max(years)].aspect
    linked = breaks.linked(last.fixed, list(years), last.revised, calendar=last.calendar)
    return years[linked[-2]] if len(linked) > 1 and last.nature != "change" else None


def within_breaks(
    evidence: Evidence, years: Mapping[int, Numbers], breaks: Breaks
) -> dict[int, Numbers]:
    """Years whose number is no difference taken across a break (nor counts organisations by one):
    such a number tells nothing, and neither does an older one in its place."""
    aspect = years[max(years)].aspect
    formula = aspect.indicator.formula_of(aspect.line)
    parted = [year for year in years if _parted(evidence.profile, breaks, formula, year)]
    if max(years) in parted:
        return {}
    return {year: one for year, one in years.items() if year > max(parted, default=0)}


def _parted(profile: Profile, breaks: Breaks, formula: Formula, year: int) -> bool:
    if isinstance(formula, ChangeFormula):
        return bool(inside_difference(breaks, profile, formula, year))
    if not isinstance(formula, UnitsFormula):
        return False
    asked = (leaf for leaf in leaves(formula.meets) if isinstance(leaf, MeetsIndicator))
    return any(parts_of_difference(profile, breaks, leaf, year) for leaf in asked)


class _Reading:
    """A level of the evidence with its exact numbers at hand."""

    def __init__(self, evidence: Evidence, level: Kind) -> None:
        self.evidence, self.level = evidence, level
        self._look = evidence.computed.look(level)

    def start(
        self, now: Numbers, unit: str, own: Number, *,
        whole: Number | None = None, members: tuple[str, ...] = (),
    ) -> Change:  # fmt: skip
        """A number with its threshold evaluated over its window."""
        aspect, crossed = now.aspect, None
        known = aspect.indicator.thresholds.values()
        named = [one for one in known if (one.line or "") == aspect.line]
        if named:
            crossed = raised(aspect.indicator, named[0], unit, now.year, self._look)
        return Change(
            aspect, now.year, self.level, unit, own, crossed=crossed, whole=whole, members=members
        )


def _of_municipalities(reading: _Reading, now: Numbers, past: Numbers | None) -> Iterator[Change]:
    for place, own in now.municipalities.items():
        inside = [c for c in now.schools if reading.evidence.municipality(c, now.year) == place]
        start = reading.start(now, place, own, members=_bad(now, inside))
        if past is None or place not in past.municipalities:
            yield start
            continue
        then, common = past.municipalities[place], 0
        if now.aspect.nature != "mean" and not (own.whole and then.whole):
            both = [code for code in inside if code in past.schools]
            pair, common = _together(now, past, both), len(both)
            if pair is None:
                yield start
                continue
            own, then = pair
            start = replace(start, members=_bad(now, both))
        compared = replace(start, own=own, past=then, past_year=past.year, common=common)
        yield _with_interval(compared, now, past, inside)


def _bad(now: Numbers, inside: Sequence[str]) -> tuple[str, ...]:
    """Organisations on the bad side, where each is one yes or no."""
    told = now.aspect.nature == "units" or (
        now.aspect.nature == "fact" and now.aspect.indicator.level != ("municipality",)
    )
    if not told or not now.aspect.judged:
        return ()
    bad = now.aspect.lower_is_better
    return tuple(code for code in inside if (now.schools[code].top > 0) == bad)


def _of_schools(reading: _Reading, now: Numbers, past: Numbers | None) -> Iterator[Change]:
    """Organisations against their own past, by whole indicators: lines and differences of two years
    would drown in the chance of small numbers.
    """
    aspect = now.aspect
    own_level = aspect.nature == "units" or aspect.indicator.level != ("municipality",)
    if aspect.nature == "change" or not own_level or aspect.line:
        return
    places = {code: reading.evidence.municipality(code, now.year) for code in now.schools}
    for code, own in now.schools.items():
        counted = aspect.nature not in ("count", "units", "fact") and own.bottom == own.bottom
        if counted and for_pupils(int(own.bottom)).adjective == "never":
            continue
        start = reading.start(now, code, own, whole=now.municipalities.get(places[code]))
        if past is not None and code in past.schools:
            start = replace(start, past=past.schools[code], past_year=past.year)
            start = _with_interval(start, now, past, [code])
        yield start


def _together(now: Numbers, past: Numbers, both: Sequence[str]) -> tuple[Number, Number] | None:
    """Numbers of the organisations that told in both years; None where they do not add up."""
    if not both or now.aspect.nature in ("fact", "change"):
        return None
    sides = []
    for one in (now, past):
        told = [one.schools[code] for code in both]
        top, bottom = sum(n.top for n in told), sum(n.bottom for n in told)
        typed = now.aspect.nature == "typed" and now.aspect.unit in ("percent", "share", "mean")
        if bottom == 0 or (np.isnan(bottom) and typed):
            return None
        factor = 100 if now.aspect.unit == "percent" else 1
        value = top if np.isnan(bottom) or now.aspect.unit == "count" else factor * top / bottom
        sides.append(Number(top, bottom, value, float("nan"), float("nan"), False))
    return sides[0], sides[1]


def _with_interval(one: Change, now: Numbers, past: Numbers, codes: Sequence[str]) -> Change:
    """With the interval its nature allows: the ratio of counts, the difference of means (of the
    organisations named)."""
    if one.past is None:
        return one
    if one.aspect.nature == "count":
        ratio = rate_ratio(int(one.own.top), 1.0, int(one.past.top), 1.0)
        return one if isinstance(ratio, TooLittle) else replace(one, low=ratio.low, high=ratio.high)
    if one.aspect.nature == "mean":
        found = difference_of(summaries(now, codes), summaries(past, codes))
        if not isinstance(found, TooLittle):
            return replace(one, low=found.low, high=found.high, p=found.p)
    return one


def summaries(one: Numbers, codes: Sequence[str]) -> list[Summary]:
    """Means of organisations as far as known: one value alone has a mean and no deviation."""
    return summed_up(one.schools[code] for code in codes if code in one.schools)


def summed_up(told: Iterable[Number]) -> list[Summary]:
    """The same of numbers told already."""
    found = (Summary.of_interval(n.value, n.low, n.high, n.bottom) for n in told)
    return [summary for summary in found if summary is not None]
