"""How schools under an action changed beside the others: the numbers, before any words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from msoko.analysis.effect.action import Action
from msoko.analysis.effect.schools import Panel, panel
from msoko.analysis.evidence import Evidence
from msoko.analysis.methods.did import (
    ChangeDifference,
    Placement,
    detectable,
    difference_of_changes,
    expected_change,
    placement,
    proven,
)
from msoko.analysis.methods.distributions import Array, t_quantile
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.methods.staggered import Staggered, staggered
from msoko.analysis.policy import POOLED_WORKS, SURE, for_schools
from msoko.indicators.frame import Bools

BEFORE = 3  # years before the action that are looked at
# What of a school's distance from the mean is left next year: one work, works together.
KEPT_ONE, KEPT_POOLED = 0.40, 0.75
_DRAWN = 1999  # assignments of start years drawn for a staggered action


@dataclass(frozen=True)
class Measured:
    """Changes of schools: after minus before, and everything a judgement needs.

    `compared` for a start common to all schools, `steps` for different ones (its interval from the
    spread over assignments of starts), `placed` for one treated school. `before` is the same
    comparison in the year before the action. `regression`: what schools chosen low would gain
    against the others with no action at all. `least`: the smallest difference these schools could
    show in four cases of five. `longer`: the difference with the last year before the action left
    out of «before», None without an earlier one.
    """

    action: Action
    panel: Panel
    change: Array
    treated: Bools
    compared: ChangeDifference | None
    placed: Placement | None
    before: ChangeDifference | None
    steps: Staggered | None
    regression: float | None
    least: float | None
    longer: float | None = None

    @property
    def dipped(self) -> bool:
        """Whether treated schools had fallen (or risen) just before by half of the change or more:
        chosen at their worst, schools return by themselves (Ashenfelter 1978)."""
        if self.compared is None or self.before is None:
            return False
        was, now = self.before.difference, self.compared.difference
        return was * now < 0 and abs(was) >= abs(now) / 2

    @property
    def schools(self) -> int:
        """Schools with a known change."""
        return int(np.isfinite(self.change).sum())

    @property
    def under(self) -> int:
        """Treated schools among them."""
        return int((np.isfinite(self.change) & self.treated).sum())

    @property
    def pupils(self) -> int:
        """Pupils of treated schools, in the year that has most of them."""
        return int(self.panel.pupils[self.treated].sum(axis=0).max(initial=0))

    @property
    def may_say(self) -> bool:
        """Whether the word «эффект» is allowed at all."""
        return for_schools(self.schools, self.under).effect_word

    def is_proven(self, q: float) -> bool:
        """Whether everything the claim policy asks for is there, `q` adjusted over all actions.

        The whole interval must lie beyond nought, and beyond what schools chosen for their
        results would have gained anyway.
        """
        one = self.compared
        if one is None or not proven(one, self.before) or q >= 1 - SURE:
            return False
        if self.dipped and (self.longer is None or self.longer * one.difference <= 0):
            return False
        without = [0.0]
        if self.action.chosen_low and self.regression is not None:
            without.append(self.regression)
        return one.low > max(without) or one.high < min(without)


def compare_changes(evidence: Evidence, action: Action) -> Measured | TooLittle:
    """Compare; refuses without values, without years on both sides, without untreated schools."""
    found = panel(evidence, action)
    if found is None:
        return TooLittle(1, 0, "Нет результатов, которые мера должна изменить.")
    since = [action.start(code) for code in found.schools]
    treated = np.array([one is not None for one in since], dtype=bool)
    if not treated.any():
        return TooLittle(1, 0, "Ни у одной школы с мерой нет результатов.")
    if min(found.years) >= action.since:
        return TooLittle(1, 0, "Нет данных ни за один год до начала меры.")
    if max(found.years) < action.since:
        return TooLittle(1, 0, "Мера ещё не отразилась ни на одном годе с данными.")
    if action.staggered:
        return _staggered(action, found, treated)
    change = found.between(action.since, max(found.years)) - found.between(
        action.since - BEFORE, action.since - 1
    )
    return _common(action, found, change, treated)


def _common(action: Action, found: Panel, change: Array, treated: Bools) -> Measured | TooLittle:
    under = int((treated & np.isfinite(change)).sum())
    compared: ChangeDifference | TooLittle | None = None
    placed: Placement | TooLittle | None = None
    if under == 1:
        placed = placement(change, treated)
    else:
        compared = difference_of_changes(change, treated)
    for refused in (compared, placed):
        if isinstance(refused, TooLittle):
            return refused
    assert not isinstance(compared, TooLittle)
    assert not isinstance(placed, TooLittle)
    return Measured(
        action, found, change, treated, compared, placed, earlier(found, action.since, treated),
        None, regression(found, action, treated), least_of(change, treated),
        _longer(found, action.since, treated),
    )  # fmt: skip


def _longer(found: Panel, since: int, treated: Bools) -> float | None:
    change = found.between(since, max(found.years)) - found.between(since - BEFORE, since - 2)
    told = difference_of_changes(change, treated)
    return None if isinstance(told, TooLittle) else told.difference


def earlier(found: Panel, since: int, treated: Bools) -> ChangeDifference | None:
    """The same comparison of changes from the last year but one before the action to the last."""
    if since - 2 < min(found.years):
        return None
    change = found.between(since - 1, since - 1) - found.between(since - 2, since - 2)
    told = difference_of_changes(change, treated)
    return None if isinstance(told, TooLittle) else told


def regression(found: Panel, action: Action, treated: Bools) -> float | None:
    """Difference of changes to expect from regression to the mean alone, in units of the panel."""
    before = found.between(action.since - BEFORE, action.since - 1)
    known = np.isfinite(before)
    if not (known & treated).any() or not (known & ~treated).any():
        return None
    kept = KEPT_POOLED if found.works >= POOLED_WORKS else KEPT_ONE
    whole = float(before[known].mean())
    own, others = (
        expected_change(float(before[known & chosen].mean()), whole, kept)
        for chosen in (treated, ~treated)
    )
    return own - others


def least_of(change: Array, treated: Bools) -> float | None:
    """Detectable difference, from the spread of changes inside the two groups."""
    known = np.isfinite(change)
    groups = [change[known & chosen] for chosen in (treated, ~treated)]
    df = sum(max(len(group) - 1, 0) for group in groups)
    if df < 2 or min(map(len, groups)) < 2:
        return None
    squares = sum(float(((group - group.mean()) ** 2).sum()) for group in groups)
    told = detectable(float(np.sqrt(squares / df)), len(groups[0]), len(groups[1]))
    return None if isinstance(told, TooLittle) else told


def _staggered(action: Action, found: Panel, treated: Bools) -> Measured | TooLittle:
    """Schools with all years known; p from the spread of the overall difference over assignments.

    Each assignment gives the same start years to other schools (Callaway & Sant'Anna's estimate,
    randomisation inference); its standard deviation gives the interval with G − 2 degrees.
    """
    whole: Bools = np.asarray(np.isfinite(found.values).all(axis=1))
    values = found.values[whole]
    names = [found.schools[number] for number in np.flatnonzero(whole).tolist()]
    start = np.array([action.start(code) or 0 for code in names])
    steps = staggered(values, found.years, start)
    if isinstance(steps, TooLittle):
        return steps
    drawn = np.random.default_rng(0)
    null = []
    for _ in range(_DRAWN):
        again = staggered(values, found.years, drawn.permutation(start))
        if isinstance(again, Staggered):
            null.append(again.overall)
    spread = np.array(null)
    overall, se = steps.overall, float(spread.std(ddof=1))
    if not se > 0:
        return TooLittle(2, 1, "Изменения во всех школах одинаковы: разброс оценить нельзя.")
    far = np.abs(np.append(spread, overall)) >= abs(overall) - 1e-12
    half = float(t_quantile(0.975, len(start) - 2)) * se
    mark = start > 0
    compared = ChangeDifference(
        overall, se, overall - half, overall + half, float("nan"), float(far.mean()), False,
        1 / (len(null) + 1), int(mark.sum()), int((~mark).sum()),
    )  # fmt: skip
    change = np.full(len(found.schools), np.nan)
    change[whole] = _own_changes(values, found.years, start)
    return Measured(
        action, found, change, treated, compared, None, _before_steps(values, found, start), steps,
        regression(found, action, treated), None,
    )  # fmt: skip


def _own_changes(values: Array, years: tuple[int, ...], start: Array) -> Array:
    """After minus before by each school's own start; schools without it, by the most frequent."""
    usual = int(np.bincount(start[start > 0].astype(int)).argmax())
    at = np.array(years)
    changes = [
        row[at >= (one or usual)].mean() - row[at < (one or usual)].mean()
        if (at < (one or usual)).any() and (at >= (one or usual)).any() else np.nan
        for row, one in zip(values, start.tolist(), strict=True)
    ]  # fmt: skip
    return np.array(changes)


def _before_steps(values: Array, found: Panel, start: Array) -> ChangeDifference | None:
    """Changes in the two years before the earliest start, when nobody was treated yet."""
    since = int(start[start > 0].min())
    years = list(found.years)
    if since - 2 < years[0]:
        return None
    change = values[:, years.index(since - 1)] - values[:, years.index(since - 2)]
    told = difference_of_changes(change, start > 0)
    return None if isinstance(told, TooLittle) else told


def figures(found: Measured) -> dict[str, Any]:
    """Numbers behind a finding, plain."""
    told: dict[str, Any] = {
        "title": found.action.title, "since": found.action.since,
        "treated": list(found.action.treated), "subject": found.action.subject,
        "indicator": found.action.indicator, "scope": found.panel.scope,
        "years": list(found.panel.years), "schools": found.schools, "under": found.under,
        "works": found.panel.works, "regression": found.regression, "least": found.least,
        "chosen_low": found.action.chosen_low, "without_last_year_before": found.longer,
    }  # fmt: skip
    for name, one in (("compared", found.compared), ("before", found.before)):
        told[name] = None if one is None else dict(one.__dict__)
    told["placed"] = None if found.placed is None else dict(found.placed.__dict__)
    if found.steps is not None:
        told["by_start"] = [dict(one.__dict__) for one in found.steps.by_start]
    return told
