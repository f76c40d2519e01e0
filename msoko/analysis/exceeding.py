"""How probable it is that a school's true share is over a border, all schools pooled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from msoko.analysis.evidence import Evidence
from msoko.analysis.methods.beta_binomial import SharesPrior, above, shares_prior
from msoko.analysis.methods.refusal import TooLittle
from msoko.indicators.look_up import LookUp
from msoko.indicators.thresholds import Judged, Raised
from msoko.profile.indicator import Threshold


@dataclass
class Exceeding:
    """Probabilities by school and year; what schools of a place share is learned once."""

    evidence: Evidence
    look: LookUp
    _priors: dict[tuple[str, str, int, str, str], SharesPrior | None] = field(default_factory=dict)

    def of(self, raised: Raised, code: str, judged: Judged) -> float | None:
        """Probability that the year's border is truly crossed; None where no share is known.

        Conditions beside the border («нет ни одной пятёрки») are facts: where one of them fails,
        the year does not count and the probability is nought. «At most» and «below» look downwards.
        """
        number, border = judged.number, judged.border
        if number.value is None or border is None or not number.denominator:
            return None
        threshold = self._threshold(raised)
        if threshold is None or not 0 <= (number.numerator or 0) <= number.denominator:
            return None
        if judged.verdict != "met" and threshold.with_ and threshold.logic == "and":
            share_meets = _meets(threshold, float(number.value), float(border))
            if share_meets:
                return 0.0
        prior = self._prior(raised.indicator, threshold.line or "", judged, code)
        if prior is None:
            return None
        over = above(prior, [number.numerator or 0.0], [number.denominator], float(border) / 100)
        upward = threshold.operator in ("at_least", "above")
        return float(over[0] if upward else 1 - over[0])

    def _threshold(self, raised: Raised) -> Threshold | None:
        indicator = self.evidence.profile.indicator(raised.indicator)
        return indicator.thresholds.get(raised.threshold) if indicator else None

    def _prior(self, indicator: str, line: str, judged: Judged, code: str) -> SharesPrior | None:
        """From the schools of the municipality; from all of the store where these are too few."""
        place = self.evidence.municipality(code, judged.year)
        for name in (place, ""):
            key = (indicator, line, judged.year, judged.cell, name)
            if key not in self._priors:
                found = shares_prior(*self._counts(indicator, line, judged, name))
                self._priors[key] = None if isinstance(found, TooLittle) else found
            if self._priors[key] is not None:
                return self._priors[key]
        return None

    def _counts(
        self, indicator: str, line: str, judged: Judged, place: str
    ) -> tuple[list[float], list[float]]:
        hits, tried = [], []
        for code in self.look.units():
            if place and self.evidence.municipality(code, judged.year) != place:
                continue
            number = self.look.number(indicator, line or None, code, judged.year, judged.cell)
            if number.value is not None and number.denominator:
                hits.append(number.numerator or 0.0)
                tried.append(number.denominator)
        return hits, tried


def probability(chances: Sequence[float], needed: int) -> float:
    """Probability that at least `needed` of independent cases hold, from their probabilities."""
    counts = np.array([1.0])
    for chance in chances:
        counts = np.convolve(counts, [1 - chance, chance])
    return float(counts[needed:].sum())


def _meets(threshold: Threshold, value: float, border: float) -> bool:
    return {
        "at_least": value >= border,
        "above": value > border,
        "at_most": value <= border,
        "below": value < border,
    }[threshold.operator]
