"""Items that favour boys or girls of the same overall result, and variants that are not alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from msoko.analysis.items.matrix import Matrix
from msoko.analysis.methods.dif import Dif, screen
from msoko.analysis.methods.distributions import t_quantile, two_sided_t
from msoko.analysis.methods.equating import Equated, random_groups, with_error
from msoko.analysis.methods.false_discovery import adjusted
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import DIF_GROUP, EQUATING, sureness
from msoko.indicators.frame import Bools, Floats

_DRAWS = 200


@dataclass(frozen=True)
class Favoured:
    """An item that works differently for the focal group (girls) of equal overall result."""

    matrix: Matrix
    number: int
    found: Dif
    q: float


def by_sex(matrix: Matrix) -> tuple[Dif | TooLittle, ...] | TooLittle:
    """Every item compared between girls (focal) and boys; refuses without both, or too few."""
    if {"f", "m"} - set(matrix.sexes):
        return TooLittle(DIF_GROUP, 0, "Пол участников в файлах работы не указан.")
    girls, boys = (matrix.sex == matrix.sexes.index(one) for one in ("f", "m"))
    whole = ~np.isnan(matrix.answers.scores).any(axis=1)
    smaller = int(min((girls & whole).sum(), (boys & whole).sum()))
    if smaller < DIF_GROUP:
        why = f"В меньшей из групп по полу {smaller} из нужных {DIF_GROUP} участников."
        return TooLittle(DIF_GROUP, smaller, why)
    known = girls | boys
    return screen(matrix.answers.scores[known], girls[known])


def favoured(
    compared: Sequence[tuple[Matrix, tuple[Dif | TooLittle, ...]]],
) -> Iterator[Favoured]:
    """Items of category B and C that stand after the adjustment over all items of all works."""
    flat = [
        (matrix, number, one)
        for matrix, found in compared
        for number, one in enumerate(found)
        if isinstance(one, Dif)
    ]
    q = adjusted([one.p for _, _, one in flat])
    for (matrix, number, one), at in zip(flat, q.tolist(), strict=True):
        if one.category != "A" and sureness(1 - at) == "sure":
            yield Favoured(matrix, number, one, at)


@dataclass(frozen=True)
class Unlike:
    """Two variants of one work inside schools: mean sum of the new minus that of the old."""

    matrix: Matrix
    new: str
    old: str
    difference: float
    se: float
    df: int
    p: float

    def interval(self) -> tuple[float, float]:
        """95 % interval of the difference."""
        half = float(t_quantile(0.975, self.df)) * self.se
        return self.difference - half, self.difference + half


def variants(matrix: Matrix) -> tuple[list[Unlike], list[str]]:
    """Every variant against the most frequent one, and the variants too few pupils wrote.

    Variants are handed out at random inside a school, so only schools with both say something:
    the difference has a level of its own for every school (Kolen & Brennan 2014, 1.4.1). Only
    pupils who took every item count. Variants of fewer than ten are slips of the pen.
    """
    total = matrix.answers.scores.sum(axis=1)
    whole = ~np.isnan(total)
    sizes = {
        number: int((whole & (matrix.variant == number)).sum())
        for number in range(len(matrix.variants))
    }
    named = sorted((n for n, size in sizes.items() if size >= 10), key=lambda n: -sizes[n])
    if len(named) < 2:
        return [], []
    old, few, found = named[0], [], []
    for new in named[1:]:
        if min(sizes[new], sizes[old]) < EQUATING:
            few.append(matrix.variants[new])
            continue
        pair = whole & np.isin(matrix.variant, (old, new))
        one = _unlike(matrix, total[pair], pair, new, old)
        if one is not None:
            found.append(one)
    return found, few


def _unlike(matrix: Matrix, total: Floats, pair: Bools, new: int, old: int) -> Unlike | None:
    mark = (matrix.variant[pair] == new).astype(float)
    school = matrix.school[pair]
    n = np.bincount(school)
    with np.errstate(invalid="ignore", divide="ignore"):
        level = np.bincount(school, total) / n
        share = np.bincount(school, mark) / n
    away, moved = total - level[school], mark - share[school]
    both = float(moved @ moved)
    df = len(total) - int((n > 0).sum()) - 1
    if both <= 0 or df < 1:
        return None
    difference = float(moved @ away) / both
    left = away - difference * moved
    se = float(np.sqrt(left @ left / df / both))
    if not se > 0:
        return None
    p = two_sided_t(difference / se, df)
    return Unlike(matrix, matrix.variants[new], matrix.variants[old], difference, se, df, p)


def converted(one: Unlike) -> Equated:
    """The conversion with standard errors of every score."""
    total = one.matrix.answers.scores.sum(axis=1)
    new, old = (
        total[(one.matrix.variant == one.matrix.variants.index(name)) & ~np.isnan(total)]
        for name in (one.new, one.old)
    )
    top = int(one.matrix.answers.maximum.sum())
    return with_error(lambda x, y: random_groups(x, y, (top, top)), new, old, replications=_DRAWS)
