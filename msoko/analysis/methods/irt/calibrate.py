"""Calibrate items: how hard each is, and how able the population that took them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from msoko.analysis.methods.irt.errors import Errors, observed_errors
from msoko.analysis.methods.irt.expect import expect
from msoko.analysis.methods.irt.items import Items
from msoko.analysis.methods.irt.maximise import maximise
from msoko.analysis.methods.irt.rows import Rows, checked, reduce
from msoko.analysis.methods.irt.squarem import climb
from msoko.analysis.methods.irt.start import begin
from msoko.analysis.methods.irt.state import Free, State, pack, unpack
from msoko.analysis.methods.refusal import TooLittle

Array = NDArray[np.float64]
Model = Literal["pcm", "gpcm"]
# Fewer pupils: item parameters are off by .33 logits (Rasch, 60) or a slope by .25 (2PL, 250) and
# more, root mean square; benchmarks/calibration/ITEMS.md has the figures measured here.
LEAST = {"pcm": 60, "gpcm": 500}
FURTHEST_DIFFICULTY, STEEPEST = 8.0, 5.0  # beyond: the estimate has run away
UNRELATED = 0.05  # a smaller standard deviation of ability, in logits, is none at all


@dataclass(frozen=True)
class Calibration:
    """Calibrated items with standard errors.

    `items`: for "pcm" in logits with slope one, the population's spread in `sd`; for "gpcm" on
    the scale where the first group has mean 0 and standard deviation 1. `mean`, `sd` (G,).
    `difficulty_se` (J, C-1), `slope_se` (J,), `mean_se`, `sd_se` (G,): NaN = fixed or undefined.
    `loglik` at the solution, `free` the number of unknowns, `n` pupils with at least one answer.
    `unsteady`: numbers of items whose parameters should not be shown (no finite error, a slope
    above 5 or below 0, a difficulty beyond 8).
    """

    model: Model
    items: Items
    mean: Array
    sd: Array
    loglik: float
    free: int
    n: int
    passes: int
    converged: bool
    slope_se: Array
    difficulty_se: Array
    mean_se: Array
    sd_se: Array
    unsteady: tuple[int, ...]


def calibrate(
    scores: Array,
    model: Model = "pcm",
    *,
    group: NDArray[np.intp] | None = None,
    anchors: Items | None = None,
    least: int | None = None,
    errors: bool = True,
    tolerance: float = 1e-5,
) -> Calibration | TooLittle:
    """Marginal maximum likelihood by EM on 61 nodes (Bock & Aitkin 1981; Muraki 1992).

    `scores` (n, J): whole points from 0, NaN where the item was not taken. "pcm" is the partial
    credit model (Masters 1982, doi:10.1007/BF02296272), with maxima of one the Rasch model; "gpcm"
    adds a slope per item, with maxima of one the two-parameter logistic model. `group` (n,) numbers
    groups from 0, each but the first with a mean and spread of its own. `anchors`: items whose
    NaN-slope rows are estimated and whose other rows are kept; then every group's mean and spread
    are estimated on the anchors' scale.

    An item on which all got the same points takes no part and keeps NaN difficulty. Refuses under
    `least` pupils (60 and 500 by default), when fewer than two items vary, when answers are not
    related.
    """
    table = checked(scores)
    groups = np.zeros(len(table), dtype=np.intp) if group is None else np.asarray(group, np.intp)
    refusal = _refusal(table, LEAST[model] if least is None else least, anchors)
    if refusal:
        return refusal
    rows = reduce(table, groups, one_slope=model == "pcm")
    start, free = begin(rows, model == "pcm", int(groups.max()) + 1, anchors)

    def step(vector: Array) -> tuple[Array, float]:
        state = unpack(vector, start, free)
        expected = expect(rows, state, free.nodes)
        return pack(maximise(rows, state, free, expected), free), expected.loglik

    top = climb(step, pack(start, free), tolerance, most=500)
    state = unpack(top.point, start, free)
    if model == "pcm" and free.slope[0] and abs(state.slope[0]) < UNRELATED:
        return TooLittle(2, 1, "Ответы на задания не связаны между собой: общего уровня не видно.")
    found = observed_errors(rows, state, free) if errors else Errors.unknown(state)
    return _report(model, rows, state, free, top.value, top.passes, top.converged, found, errors)


def _refusal(table: Array, least: int, anchors: Items | None) -> TooLittle | None:
    n = int((~np.isnan(table)).any(axis=1).sum())
    if n < max(least, 2):
        return TooLittle(
            max(least, 2), n, "Слишком мало участников, чтобы оценить трудность заданий."
        )
    low = np.where(np.isnan(table), np.inf, table).min(axis=0)
    high = np.where(np.isnan(table), -np.inf, table).max(axis=0)
    varied = int((high > low).sum())
    if anchors is None and varied < 2:
        return TooLittle(2, varied, "Слишком мало заданий, за которые получены разные баллы.")
    return None


def _report(
    model: Model,
    rows: Rows,
    state: State,
    free: Free,
    loglik: float,
    passes: int,
    converged: bool,
    found: Errors,
    judged: bool,
) -> Calibration:
    scale = float(state.slope[0]) if model == "pcm" and free.slope[0] else 1.0
    shared = len(state.slope) == 1
    slope = np.ones(len(rows.count)) if shared else state.slope
    items = Items(slope, state.intercept)
    mean_se, sd_se = found.mean * scale, found.sd * scale
    if model == "pcm" and free.slope[0]:
        sd_se[0] = found.slope[0]
    return Calibration(
        model=model,
        items=items,
        mean=state.mean * scale,
        sd=state.sd * scale,
        loglik=loglik,
        free=free.size,
        n=int((rows.row >= 0).sum()),
        passes=passes,
        converged=converged,
        slope_se=np.full(len(slope), np.nan) if shared else found.slope,
        difficulty_se=found.difficulty,
        mean_se=mean_se,
        sd_se=sd_se,
        unsteady=_unsteady(items, free, found if judged else None),
    )


def _unsteady(items: Items, free: Free, found: Errors | None) -> tuple[int, ...]:
    """Items whose estimates ran away; without `found` errors only the estimates are judged."""
    known = np.isfinite(items.difficulty)
    bad = known & (np.abs(np.nan_to_num(items.difficulty)) >= FURTHEST_DIFFICULTY)
    if found is not None:
        bad |= known & ~np.isfinite(found.difficulty)
    slope = (items.slope <= 0) | (items.slope >= STEEPEST)
    return tuple(np.flatnonzero((bad.any(axis=1) | slope) & free.intercept.any(axis=1)).tolist())
