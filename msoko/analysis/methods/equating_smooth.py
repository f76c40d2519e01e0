"""Smooth a distribution of scores, keeping its moments."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def smoothed(count: Array, degree: int) -> Array:
    """Log-linear smoothing of pupils per score (K+1,), same total and first `degree` moments.

    Poisson likelihood, polynomial on the log scale (Holland & Thayer 2000,
    doi:10.3102/10769986025002133). The degree is lowered to what the number of scores met allows.
    """
    return loglinear(count, _polynomials(len(count), min(degree, int((count > 0).sum()) - 1)))


def smoothed_jointly(count: Array, degree: int) -> Array:
    """The same for a table (K+1, L+1) of two scores: `degree` moments of each and their product."""
    first, second = count.sum(axis=1), count.sum(axis=0)
    one = _polynomials(len(first), min(degree, int((first > 0).sum()) - 1))
    two = _polynomials(len(second), min(degree, int((second > 0).sum()) - 1))
    rows, columns = np.indices(count.shape).reshape(2, -1)
    design = np.column_stack([one[rows], two[columns, 1:], one[rows, 1] * two[columns, 1]])
    return loglinear(count.ravel(), design).reshape(count.shape)


def _polynomials(size: int, degree: int) -> Array:
    """Orthonormal polynomials up to the degree at 0..size-1, (size, degree+1)."""
    grid = np.linspace(-1, 1, size)
    basis, _ = np.linalg.qr(np.vander(grid, max(degree, 1) + 1, increasing=True))
    return np.asarray(basis * np.sqrt(size))


def loglinear(count: Array, design: Array) -> Array:
    """Fitted counts of a Poisson model by Newton with halved steps; first column constant."""
    scale = design[0, 0]
    weight = np.zeros(design.shape[1])
    weight[0] = np.log(count.sum() / len(count)) / scale
    best = _objective(count, design, weight)
    for _ in range(200):
        fitted = np.exp(design @ weight)
        gradient = design.T @ (count - fitted)
        if np.abs(gradient).max() < 1e-8 * count.sum():
            break
        bend = (design.T * fitted) @ design
        step = np.linalg.solve(bend + 1e-12 * np.trace(bend) * np.eye(len(bend)), gradient)
        size = 1.0
        value = _objective(count, design, weight + step)
        while not value >= best and size > 1e-6:
            size /= 2
            value = _objective(count, design, weight + size * step)
        weight, best = weight + size * step, value
    return np.asarray(np.exp(design @ weight))


def _objective(count: Array, design: Array, weight: Array) -> float:
    line = design @ weight
    if line.max() > 50:
        return -np.inf
    return float(count @ line - np.exp(line).sum())
