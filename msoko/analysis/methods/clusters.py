"""Groups of similar schools, claimed only when they come back and chance does not make the like.

Stability: Hennig (2007), doi:10.1016/j.csda.2006.11.025: each group's Jaccard agreement with its
best match in bootstrap samples. The same figure is taken on normal data with the same covariance,
which has no groups: k-means cuts any cloud into stable halves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from msoko.analysis.methods.distributions import Array
from msoko.analysis.methods.neighbours import standardised
from msoko.analysis.methods.partition import Labels, k_means, ward
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import CLUSTER_SCHOOLS

Method = Literal["k_means", "ward"]
STABLE = 0.75  # Jaccard agreement from which a group counts as stable (Hennig 2007)


@dataclass(frozen=True)
class Clusters:
    """A partition: `labels` (J,), `centres` (k, m) in standard deviations, `sizes` (k,).

    `stability` (k,) is each group's mean Jaccard agreement; `p` the chance of the weakest group's
    stability, over the tried numbers of groups, on data without groups. `structure` is the claim.
    """

    labels: Labels
    centres: Array
    sizes: Array
    stability: Array
    p: float

    @property
    def structure(self) -> bool:
        """True when every group is stable and chance alone does not give the like."""
        return bool(self.stability.min() >= STABLE and self.p <= 0.05)


def clusters(
    features: ArrayLike,
    counts: tuple[int, ...] = (2, 3, 4),
    method: Method = "k_means",
    *,
    resamples: int = 12,
    nulls: int = 19,
    seed: int = 0,
) -> Clusters | TooLittle:
    """Look for groups by features (J, m), trying `counts` numbers of them; always the same answer.

    The number of groups kept is the one whose weakest group most exceeds the null, stable first.
    Refuses under 70 units and what `neighbours.standardised` refuses.
    """
    places = standardised(features)
    if isinstance(places, TooLittle):
        return places
    if len(places) < CLUSTER_SCHOOLS:
        why = "Школ слишком мало, чтобы искать группы: вместо групп сравнивайте с похожими."
        return TooLittle(CLUSTER_SCHOOLS, len(places), why)
    rng = np.random.default_rng(seed)
    cut = k_means if method == "k_means" else ward
    found = [cut(places, k, rng) for k in counts]
    stable = [_stability(places, labels, cut, resamples, rng) for labels in found]
    weakest = np.array([one.min() for one in stable])
    chance = np.array(
        [_weakest(_like(places, rng), counts, cut, resamples, rng) for _ in range(nulls)]
    )
    best, p = _excess(weakest, chance)
    labels = found[best]
    groups = range(int(labels.max()) + 1)
    centres = np.array([places[labels == group].mean(axis=0) for group in groups])
    sizes = np.bincount(labels).astype(float)
    return Clusters(labels, centres, sizes, stable[best], p)


Cut = Callable[[Array, int, np.random.Generator], Labels]


def _stability(
    places: Array, labels: Labels, cut: Cut, resamples: int, rng: np.random.Generator
) -> Array:
    """Mean over bootstrap samples of each group's best Jaccard agreement there; (k,)."""
    count = int(labels.max()) + 1
    agreement = np.zeros((resamples, count))
    for sample in range(resamples):
        rows = rng.integers(len(places), size=len(places))
        drawn, first = np.unique(rows, return_index=True)
        again = cut(places[rows], count, rng)[first]
        before = np.eye(count)[labels[drawn]]
        after = np.eye(count)[again]
        both = before.T @ after
        either = before.sum(axis=0)[:, None] + after.sum(axis=0) - both
        agreement[sample] = (both / np.maximum(either, 1)).max(axis=1)
    return np.asarray(agreement.mean(axis=0))


def _weakest(
    places: Array, counts: tuple[int, ...], cut: Cut, resamples: int, rng: np.random.Generator
) -> Array:
    labels = [cut(places, k, rng) for k in counts]
    return np.array([_stability(places, one, cut, resamples, rng).min() for one in labels])


def _like(places: Array, rng: np.random.Generator) -> Array:
    """Normal data with the covariance of `places`: a cloud without groups."""
    covariance = np.atleast_2d(np.cov(places, rowvar=False))
    return rng.multivariate_normal(np.zeros(places.shape[1]), covariance, size=len(places))


def _excess(weakest: Array, chance: Array) -> tuple[int, float]:
    """Which number of groups exceeds chance most, stable ones first; how often chance does as much.

    Standardised on observed and null together, so that all of them are treated alike; chance may
    always choose its best number, so preferring stable ones only makes the claim rarer.
    """
    together = np.vstack([weakest, chance])
    spread = np.maximum(together.std(axis=0), 1e-9)
    excess = (together - together.mean(axis=0)) / spread
    stable = weakest >= STABLE
    best = int(np.where(stable | ~stable.any(), excess[0], -np.inf).argmax())
    return best, float((excess.max(axis=1) >= excess[0, best] - 1e-12).mean())
