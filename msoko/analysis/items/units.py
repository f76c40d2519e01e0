"""Which items a school or municipality did otherwise than others with the same overall result.

Parameters of the items come from all pupils of the store: a school of twenty cannot calibrate a
work, but on these anchors its pupils' abilities, and what they should have got, are known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from msoko.analysis.evidence import Evidence
from msoko.analysis.items.matrix import Matrix
from msoko.analysis.items.work import Worth
from msoko.analysis.methods.distributions import Array, t_cdf, t_quantile
from msoko.analysis.methods.false_discovery import adjusted
from msoko.analysis.methods.irt.items import moments
from msoko.analysis.methods.irt.persons import weighted_likelihood
from msoko.analysis.policy import SURE, PupilClaims, for_pupils, for_schools
from msoko.indicators.frame import Bools, Ints

# «Examined carefully» from here on: standardisation index of Dorans & Kulick 1986.
LARGE = 0.10
Kind = Literal["organisation", "municipality"]


@dataclass(frozen=True)
class Profile:
    """Differences of all units of a kind on one work; (U,) and (U, J), NaN where not comparable.

    `difference` is a fraction of the item's maximum, own minus others; `p` two-sided.
    """

    matrix: Matrix
    kind: Kind
    units: tuple[str, ...]
    pupils: Array
    schools: Array
    difference: Array
    se: Array
    df: Array
    p: Array


def profiles(evidence: Evidence, found: Worth) -> Iterator[Profile]:
    """Schools against everybody else, then municipalities against the others of the region."""
    if found.pcm is None:
        return
    sums = np.stack([_by_school(found.matrix, part) for part in _left_over(found)])
    schools = found.matrix.schools
    year = found.matrix.work.year
    places = np.array([evidence.municipality(code, year) for code in schools])
    yield _of_schools(found.matrix, sums)
    names, place = np.unique(places, return_inverse=True)
    if len(names) > 1:
        yield _of_places(found.matrix, sums, tuple(names.tolist()), place)


def _left_over(found: Worth) -> Array:
    """Sums over pupils are taken of: took the item, share of the maximum got minus expected, its
    square, its variance by the model; (4, n, J). Unsteady items take no part."""
    assert found.pcm is not None
    scores, maximum = found.matrix.answers.scores, found.matrix.answers.maximum
    ability = weighted_likelihood(scores, found.pcm.items).ability
    expected, spread = np.full(scores.shape, np.nan), np.zeros(scores.shape)
    known = np.flatnonzero(~np.isnan(ability))
    places, where = np.unique(ability[known], return_inverse=True)
    mean, variance, _ = moments(found.pcm.items, places)
    expected[known], spread[known] = mean.T[where], variance.T[where]
    left = (scores - expected) / maximum
    left[:, list(found.pcm.unsteady)] = np.nan
    taken = ~np.isnan(left)
    filled = np.where(taken, left, 0.0)
    return np.stack([taken, filled, filled**2, np.where(taken, spread / maximum**2, 0.0)])


def _by_school(matrix: Matrix, part: Array) -> Array:
    size = len(matrix.schools)
    columns = [np.bincount(matrix.school, column, minlength=size) for column in part.T]
    return np.array(columns, dtype=float).T


def _of_schools(matrix: Matrix, sums: Array) -> Profile:
    rest = sums.sum(axis=1, keepdims=True) - sums
    mean, variance = _moments(sums)
    other, apart = _moments(rest)
    error = variance + apart
    enough = _allowed(sums[0], lambda claims: claims.adjective != "never")
    enough &= _allowed(rest[0], lambda claims: claims.interval == "plain")
    pupils = sums[0].max(axis=1)
    return _profile(
        matrix, "organisation", matrix.schools, (pupils, np.ones(len(pupils))),
        (mean - other, np.sqrt(error), sums[0] - 1, enough & (variance > 0)),
    )  # fmt: skip


def _allowed(pupils: Array, test: Callable[[PupilClaims], bool]) -> Bools:
    """The claim policy asked once for every number of pupils there is."""
    sizes, where = np.unique(pupils, return_inverse=True)
    told = np.array([test(for_pupils(int(n))) for n in sizes])
    return np.asarray(told[where].reshape(pupils.shape))


def _of_places(matrix: Matrix, sums: Array, names: tuple[str, ...], place: Ints) -> Profile:
    here = (place[None, :] == np.arange(len(names))[:, None]).astype(float)
    wrote = (sums[0].max(axis=1) > 0).astype(float)
    schools = here @ wrote
    mean, variance = _over_schools(sums, here)
    other, apart = _over_schools(sums, 1 - here)
    few = [for_schools(int(n)).comparison == "listing" for n in schools]
    few_others = [for_schools(int(wrote.sum() - n)).comparison == "listing" for n in schools]
    told = ~(np.array(few) | np.array(few_others))[:, None] & (variance > 0)
    df = np.broadcast_to(np.maximum(schools - 1, 1)[:, None], mean.shape)
    pupils = (here @ sums[0]).max(axis=1)
    return _profile(
        matrix, "municipality", names, (pupils, schools),
        (mean - other, np.sqrt(variance + apart), df, told),
    )  # fmt: skip


def _profile(
    matrix: Matrix, kind: Kind, units: tuple[str, ...], sizes: tuple[Array, Array],
    parts: tuple[Array, Array, Array, Bools],
) -> Profile:  # fmt: skip
    difference, se, df, told = parts
    degrees = np.maximum(df, 1.0)
    tail = t_cdf(-np.abs(difference) / np.where(told, se, 1.0), degrees)
    p = np.where(told, 2 * tail, np.nan)
    return Profile(matrix, kind, units, *sizes, difference, se, degrees, p)


def _moments(sums: Array) -> tuple[Array, Array]:
    """Means and variances of means, from sums (4, U, J).

    The larger of the observed and the model's variance: twelve alike answers vary nought, and
    would pretend to be exact.
    """
    n = np.maximum(sums[0], 1)
    mean = sums[1] / n
    spread = np.maximum(sums[2] - n * mean**2, 0.0) / np.maximum(n - 1, 1)
    return mean, np.maximum(spread, sums[3] / n) / n


def _over_schools(sums: Array, chosen: Array) -> tuple[Array, Array]:
    """Means and their variances with schools sampled (Cochran 1977, 11.7); chosen (U, schools)."""
    count = np.maximum(chosen @ sums[0], 1)
    mean = (chosen @ sums[1]) / count
    square = (
        chosen @ sums[1] ** 2
        - 2 * mean * (chosen @ (sums[1] * sums[0]))
        + mean**2 * (chosen @ sums[0] ** 2)
    )
    schools = np.maximum(chosen @ (sums[0] > 0), 2)
    return mean, schools / (schools - 1) * np.maximum(square, 0.0) / count**2


@dataclass(frozen=True)
class Standing:
    """Items of one work in which a unit differs: places in the profile, largest first."""

    profile: Profile
    place: int
    items: tuple[int, ...]
    q: float

    @property
    def pupils(self) -> int:
        """Pupils of the unit who wrote the work."""
        return int(self.profile.pupils[self.place])

    @property
    def size(self) -> float:
        """The largest difference, as a fraction of the item's maximum."""
        return abs(float(self.profile.difference[self.place, self.items[0]]))

    def row(self, j: int) -> dict[str, Any]:
        """One item: difference with its interval, fractions of the item's maximum."""
        one, place = self.profile, self.place
        difference = float(one.difference[place, j])
        half = float(t_quantile(0.975, one.df[place, j]) * one.se[place, j])
        return {
            "item": one.matrix.items[j], "difference": difference, "low": difference - half,
            "high": difference + half,
        }  # fmt: skip


def standing(found: Sequence[Profile]) -> list[Standing]:
    """What stands after the adjustment over all units, works and items and is large enough."""
    if not found:
        return []
    q = adjusted(np.concatenate([one.p.ravel() for one in found]))
    ends = np.cumsum([one.p.size for one in found])[:-1]
    told: list[Standing] = []
    for one, own in zip(found, np.split(q, ends), strict=True):
        table = own.reshape(one.p.shape)
        surely = np.isfinite(table) & (table < 1 - SURE) & (np.abs(one.difference) >= LARGE)
        for place in np.flatnonzero(surely.any(axis=1)).tolist():
            chosen = np.flatnonzero(surely[place])
            order = chosen[np.argsort(-np.abs(one.difference[place, chosen]), kind="stable")]
            least = float(table[place, chosen].min())
            told.append(Standing(one, place, tuple(order.tolist()), least))
    return told
