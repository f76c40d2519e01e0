"""Sums of products inside each group: all a linear two-level model needs to know of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from msoko.analysis.methods.distributions import Array
from msoko.analysis.methods.refusal import TooLittle

_SINGULAR = (
    1e-10  # reciprocal condition of the scaled columns under which they depend on each other
)


@dataclass(frozen=True)
class CrossProducts:
    """Totals and per-group products of y (n,), X (n, p) and Z (n, q) for J groups.

    `groups` (J,) are the groups' names in sorted order, `sizes` (J,) their rows.
    """

    groups: NDArray[np.generic]
    sizes: Array
    xx: Array  # (p, p)
    xy: Array  # (p,)
    yy: float
    zz: Array  # (J, q, q)
    zx: Array  # (J, q, p)
    zy: Array  # (J, q)

    @cached_property
    def rows(self) -> int:
        """Rows in all groups together."""
        return int(self.sizes.sum())

    @property
    def fixed(self) -> int:
        """Columns of X."""
        return int(self.xy.size)


def cross_products(
    y: ArrayLike, x: ArrayLike, group: ArrayLike, z: ArrayLike
) -> CrossProducts | TooLittle:
    """Sum the products; y (n,), x (n, p), group (n,), z (n, q), nothing missing.

    Refuses unknown values, one group, one row per group at most, rows no more than columns, equal
    y, and columns that depend on each other (a constant one beside the intercept, for example).
    """
    response, design = np.asarray(y, dtype=float), np.asarray(x, dtype=float)
    names, index = np.unique(np.asarray(group), return_inverse=True)
    refusal = _shape_refusal(response, design, names.size) or _column_refusal(response, design)
    if refusal is not None:
        return refusal
    order = np.argsort(index, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(index[order]) > 0])
    random = np.asarray(z, dtype=float)[order]
    all_columns = np.column_stack([random, design[order], response[order]])
    products = np.add.reduceat(random[:, :, None] * all_columns[:, None, :], starts, axis=0)
    q, p = random.shape[1], design.shape[1]
    return CrossProducts(
        groups=names,
        sizes=np.bincount(index).astype(float),
        xx=design.T @ design,
        xy=design.T @ response,
        yy=float(response @ response),
        zz=products[:, :, :q],
        zx=products[:, :, q : q + p],
        zy=products[:, :, q + p],
    )


def _shape_refusal(response: Array, design: Array, groups: int) -> TooLittle | None:
    rows, columns = design.shape
    known = int(np.isfinite(response).sum())
    if known < rows or not np.isfinite(design).all():
        return TooLittle(rows, known, "Есть строки с пропусками: их нужно исключить заранее.")
    if groups < 2:
        return TooLittle(2, groups, "Нужны данные не менее чем двух школ.")
    if rows <= groups:
        return TooLittle(groups + 1, rows, "В каждой школе только по одному участнику.")
    if rows <= columns + 2:
        return TooLittle(columns + 3, rows, "Участников меньше, чем оценивается величин.")
    return None


def _column_refusal(response: Array, design: Array) -> TooLittle | None:
    if np.ptp(response) == 0:
        return TooLittle(2, 1, "Все результаты одинаковы: объяснять нечего.")
    lengths = np.sqrt(np.sum(design**2, axis=0))
    if np.any(lengths == 0):
        return TooLittle(1, 0, "Один из факторов у всех равен нулю.")
    scaled = (design / lengths).T @ (design / lengths)
    values = np.linalg.eigvalsh(scaled)
    if values[0] < _SINGULAR * values[-1]:
        rank = int((values >= _SINGULAR * values[-1]).sum())
        return TooLittle(design.shape[1], rank, "Факторы повторяют друг друга или постоянны.")
    return None
