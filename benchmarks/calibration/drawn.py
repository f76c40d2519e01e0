"""Answers drawn from item models whose parameters are known."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from msoko.analysis.methods.irt.items import Items, from_difficulty, probabilities

Array = NDArray[np.float64]
BLOCK = 2000


def answers(generator: np.random.Generator, items: Items, ability: Array) -> Array:
    """Points (n, J) of pupils with the given abilities."""
    found = np.empty((len(ability), len(items.slope)))
    for low in range(0, len(ability), BLOCK):
        part = slice(low, low + BLOCK)
        upto = np.cumsum(probabilities(items, ability[part])[0], axis=2)[:, :, :-1]
        draw = generator.random(upto.shape[:2])
        found[part] = (draw[:, :, None] > upto).sum(axis=2).T
    return found


def difficulties(generator: np.random.Generator, items: int, steps: int) -> Array:
    """Item difficulties from a standard normal, steps .8 apart around them, (items, steps)."""
    return generator.normal(0, 1, (items, 1)) + 0.8 * (np.arange(steps) - (steps - 1) / 2)


def slopes(generator: np.random.Generator, items: int) -> Array:
    """Slopes around one: logarithms normal with standard deviation .25."""
    return generator.lognormal(0, 0.25, items)


def work(
    generator: np.random.Generator, pupils: int, items: int, steps: int, sloped: bool
) -> tuple[Items, Array]:
    """A work and its answers; abilities are standard normal."""
    slope = slopes(generator, items) if sloped else None
    truth = from_difficulty(difficulties(generator, items, steps), slope)
    return truth, answers(generator, truth, generator.normal(0, 1, pupils))
