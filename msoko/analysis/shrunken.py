"""A small group's share drawn towards the other schools', told beside the exact one.

Ten to thirty pupils swing widely; what schools of this kind show elsewhere makes their share more
trustworthy (docs/explanation/claim-policy.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from msoko.analysis import words
from msoko.analysis.aspects import Shares
from msoko.analysis.evidence import Evidence
from msoko.analysis.methods.beta_binomial import SharesPrior, pooled_shares, shares_prior
from msoko.analysis.methods.distributions import Array
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.methods.school_effects import school_effects
from msoko.analysis.policy import for_pupils, for_schools


class Shrunken(NamedTuple):
    """A share and its 95 % interval, fractions."""

    value: float
    low: float
    high: float

    def told(self) -> str:
        """In the words that stand beside the exact share."""
        share, ends = words.percent(self.value), words.between(self.low, self.high)
        return f"оценка, стянутая к среднему по школам, — {share} (95 %: {ends})"


def shrunken(evidence: Evidence, now: Shares, code: str) -> Shrunken | None:
    """The share of an organisation after pooling over all schools of the store.

    None where the claim policy asks for none, and where schools are too few to learn from.
    """
    own = now.schools[code]
    if for_pupils(own.tried).interval != "exact_and_shrunken":
        return None
    prior = evidence.once(("shares prior", *now.aspect.key, now.year), lambda: _prior(now))
    if isinstance(prior, TooLittle):
        return None
    found = pooled_shares(prior, [own.hits], [own.tried])
    return Shrunken(*(float(part[0]) for part in (found.mean, found.low, found.high)))


@dataclass(frozen=True)
class ShrunkenMeans:
    """Means between 0 and 1 of all schools of one thing drawn together, by place; (J,) each."""

    pupils: Array
    value: Array
    low: Array
    high: Array

    def of(self, place: int) -> Shrunken | None:
        """That of the school at a place; None where the claim policy asks for none."""
        if for_pupils(int(self.pupils[place])).interval != "exact_and_shrunken":
            return None
        parts = (self.value[place], self.low[place], self.high[place])
        return None if np.isnan(parts[0]) else Shrunken(*(float(one) for one in parts))


def shrunken_means(pupils: Array, total: Array, squares: Array) -> ShrunkenMeans | None:
    """Found once for all schools; counts, sums and sums of squares are (J,).

    None where schools of two pupils and more are too few, or pupils do not vary.
    """
    several = pupils > 1
    n = np.maximum(pupils, 1)
    mean = total / n
    inside = float(np.sum((squares - n * mean**2)[several]) / max(np.sum((pupils - 1)[several]), 1))
    if for_schools(int(several.sum())).comparison == "listing" or inside <= 0:
        return None
    spread = inside**0.5
    found = school_effects(np.where(several, mean, np.nan) / spread, 1 / np.sqrt(n))
    if isinstance(found, TooLittle):
        return None
    value, low, high = (
        np.clip(spread * (found.mean + one), 0.0, 1.0)
        for one in (found.effect, found.low, found.high)
    )
    return ShrunkenMeans(pupils, value, low, high)


def _prior(now: Shares) -> SharesPrior | TooLittle:
    counts = list(now.schools.values())
    return shares_prior([one.hits for one in counts], [one.tried for one in counts])
