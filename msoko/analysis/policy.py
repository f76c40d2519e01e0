"""The claim policy: what may be said, by how many pupils and schools stand behind it.

One table for every analysis and every sentence (docs/explanation/claim-policy.md).
Nobody else compares n with a number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

IntervalRule = Literal["none", "exact_in_words", "exact_and_shrunken", "plain"]
ItemModel = Literal["none", "classical", "rasch", "two_parameter"]
SchoolRule = Literal["listing", "grid_bayes", "full"]
ClusterRule = Literal["none", "declared_or_neighbours", "with_null_test"]
Claim = Literal["sure", "likely", "described"]

SURE = 0.95  # posterior probability a claim needs
LIKELY = 0.80  # «вероятно»
POOLED_WORKS = 3  # works a pooled claim about a small group needs
DIF_GROUP = 100  # pupils in each group for differential functioning
EQUATING = 100  # pupils of a group under which equating is identity
FEW_MEMBERS = 5  # below it nothing is published
FACTOR_SCHOOLS = 10  # schools for a school-level factor from own data
FACTOR_PUPILS = 200  # pupils for a pupil-level factor
CLUSTER_SCHOOLS = 70  # schools for discovered clusters
EFFECT_SCHOOLS = 10  # schools for the word «эффект»
EFFECT_TREATED = 3  # treated schools for it
WHOLE_ENOUGH = 0.5  # part of organisations a year that not all have sent needs to be in a series
TREND_YEARS = 3  # years for a trend or a forecast
REPEATED = 0.05  # rows beyond one for a pupil under which a row still passes for a pupil
STEP_POINTS = 5.0  # percentage points a census must change by to be told among gaps
STEP_RELATIVE = 0.1  # the same for numbers that are no percentage, of the earlier value
NAMED_UNITS = 5  # organisations a sentence names
SAME_WORKS = 0.8  # part of rows two shares must have in common works for them to be compared
SPARSE = 5  # cases of a group under which a spread learnt from them is not to be trusted


@dataclass(frozen=True)
class PupilClaims:
    """What a group of pupils allows."""

    interval: IntervalRule
    adjective: Literal["never", "pooled", "always"]
    items: ItemModel
    counts_in_words: bool


@dataclass(frozen=True)
class SchoolClaims:
    """What a number of schools allows."""

    comparison: SchoolRule
    factors: bool
    clusters: ClusterRule
    effect_word: bool


_PUPILS: tuple[tuple[int, PupilClaims], ...] = (
    (500, PupilClaims("plain", "always", "two_parameter", False)),
    (60, PupilClaims("plain", "always", "rasch", False)),
    (30, PupilClaims("plain", "pooled", "classical", False)),
    (10, PupilClaims("exact_and_shrunken", "pooled", "classical", False)),
    (5, PupilClaims("exact_in_words", "never", "none", True)),
    (0, PupilClaims("none", "never", "none", True)),
)


@lru_cache(4096)  # asked for every comparison of a region
def for_pupils(pupils: int) -> PupilClaims:
    """What may be said of a result by this many pupils."""
    return next(claims for least, claims in _PUPILS if pupils >= least)


def least_pupils(allows: Callable[[PupilClaims], bool]) -> int:
    """The smallest number of pupils whose claims allow something, for whole columns of counts."""
    return min(least for least, claims in _PUPILS if allows(claims))


def for_schools(schools: int, treated: int = 0) -> SchoolClaims:
    """What may be said when this many schools are compared, `treated` of them under an action."""
    effect = schools >= EFFECT_SCHOOLS and treated >= EFFECT_TREATED
    if schools < 5:
        return SchoolClaims("listing", False, "none", False)
    if schools < FACTOR_SCHOOLS:
        return SchoolClaims("grid_bayes", False, "none", False)
    if schools < CLUSTER_SCHOOLS:
        return SchoolClaims("full", True, "declared_or_neighbours", effect)
    return SchoolClaims("full", True, "with_null_test", effect)


def may_judge(pupils: int, works: int) -> bool:
    """Whether an adjective («выше», «ниже», «требует внимания») is allowed at all."""
    adjective = for_pupils(pupils).adjective
    return adjective == "always" or (adjective == "pooled" and works >= POOLED_WORKS)


def sureness(probability: float) -> Claim:
    """The strongest word a posterior probability allows."""
    if probability > SURE:
        return "sure"
    return "likely" if probability > LIKELY else "described"


def claim(probability: float, pupils: int, works: int = 1) -> Claim:
    """The strongest word a probability and the number of people allow together.

    Of a small group nothing is told as «probably»: over several works pooled it is sure or it is
    described (docs/explanation/claim-policy.md).
    """
    said = sureness(probability)
    if not may_judge(pupils, works):
        return "described"
    if for_pupils(pupils).adjective == "pooled" and said == "likely":
        return "described"
    return said
