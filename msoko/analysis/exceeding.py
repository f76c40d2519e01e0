"""How probable it is that a school's true share is over a border, all schools pooled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from msoko.analysis.evidence import Evidence
from msoko.analysis.methods.beta_binomial import SharesPrior, above, shares_prior
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import for_schools
from msoko.indicators.look_up import LookUp, Number
from msoko.indicators.thresholds import Judged, Raised
from msoko.profile.indicator import Threshold

# Nobody failed anywhere: nothing tells how schools vary, each is judged by itself (Jeffreys).
_NOBODY = SharesPrior(0.5, 1.0, np.array([0.5]), np.array([0.5]), np.array([1.0]))


@dataclass
class Exceeding:
    """Probabilities by school and year; what schools of a place share is learned once."""

    evidence: Evidence
    look: LookUp
    _chances: dict[tuple[object, ...], dict[tuple[float, float], float]] = field(
        default_factory=dict
    )
    _told: dict[tuple[str, str, int, str], list[tuple[str, float, float]]] = field(
        default_factory=dict
    )

    def of(self, raised: Raised, code: str, judged: Judged) -> float | None:
        """Probability that the year's border is truly crossed; None without a share or a border.

        Conditions beside the border («нет ни одной пятёрки») are facts: where one of them fails,
        the year does not count and the probability is nought. «At most» and «below» look downwards.
        """
        number, border = judged.number, judged.border
        if number.value is None or not number.denominator or not border or not 0 < border < 100:
            return None
        threshold = self._threshold(raised)
        if threshold is None or not 0 <= (number.numerator or 0) <= number.denominator:
            return None
        if fails_beside(threshold, judged):
            return 0.0
        over = self._over(raised.indicator, threshold.line or "", judged, code)
        if over is None:
            return None
        upward = threshold.operator in ("at_least", "above")
        return over if upward else 1 - over

    def _threshold(self, raised: Raised) -> Threshold | None:
        indicator = self.evidence.profile.indicator(raised.indicator)
        return indicator.thresholds.get(raised.threshold) if indicator else None

    def _over(self, indicator: str, line: str, judged: Judged, code: str) -> float | None:
        """From the schools of the municipality; from all of the store where these are too few."""
        counts = (judged.number.numerator or 0.0, judged.number.denominator or 0.0)
        for place in (self.evidence.municipality(code, judged.year), ""):
            key = (indicator, line, judged.year, judged.cell, place, float(judged.border or 0))
            if key not in self._chances:
                self._chances[key] = self._together(indicator, line, judged, place)
            if counts in self._chances[key]:
                return self._chances[key][counts]
        return None

    def _together(
        self, indicator: str, line: str, judged: Judged, place: str
    ) -> dict[tuple[float, float], float]:
        """The probability for every pair of counts met in a place; empty when refused."""
        hits, tried = self._counts(indicator, line, judged, place)
        prior = shares_prior(hits, tried)
        if isinstance(prior, TooLittle):
            if for_schools(len(hits)).comparison == "listing" or any(hits):
                return {}
            prior = _NOBODY
        pairs = sorted(set(zip(hits, tried, strict=True)))
        border = float(judged.border or 0) / 100
        chances = above(prior, [k for k, _ in pairs], [n for _, n in pairs], border)
        return dict(zip(pairs, chances.tolist(), strict=True))

    def _counts(
        self, indicator: str, line: str, judged: Judged, place: str
    ) -> tuple[list[float], list[float]]:
        key = (indicator, line, judged.year, judged.cell)
        if key not in self._told:
            self._told[key] = list(self._schools(indicator, line, judged))
        here = [(k, n) for name, k, n in self._told[key] if place in ("", name)]
        return [k for k, _ in here], [n for _, n in here]

    def _schools(
        self, indicator: str, line: str, judged: Judged
    ) -> Iterator[tuple[str, float, float]]:
        """Municipality, hits and tried of every school with a share."""
        for code in self.look.units():
            number = self.look.number(indicator, line or None, code, judged.year, judged.cell)
            if number.value is not None and number.denominator:
                place = self.evidence.municipality(code, judged.year)
                yield place, number.numerator or 0.0, number.denominator


def probability(chances: Sequence[float], needed: int) -> float:
    """Probability that at least `needed` of independent cases hold, from their probabilities."""
    counts = np.array([1.0])
    for chance in chances:
        counts = np.convolve(counts, [1 - chance, chance])
    return float(counts[needed:].sum())


def fails_beside(threshold: Threshold, judged: Judged) -> list[tuple[str, Number]]:
    """Conditions that must hold beside the border and fail: their lines and numbers.

    One whose number is unknown is not held to fail: the literal answer is open then, too.
    """
    if threshold.logic != "and":
        return []
    return [
        (line, number)
        for (line, number), extra in zip(judged.beside, threshold.with_, strict=True)
        if number.value is not None and not all(one.holds(number.value) for one in extra.bounds)
    ]
