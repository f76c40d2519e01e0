"""Upper tails of many Beta distributions after counts came in, by recurrence instead of integrals.

A tail changes by one term when a count is added (DLMF 8.17.20 and 8.17.21), and each term is the
one before times a simple ratio: a whole table costs little more than the tails without counts.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from msoko.analysis.methods.distributions import Array

_STEPS = 400  # longer paths might start from a term too small to be held


def beta_tails(
    a: Array, b: Array, hits: Array, misses: Array, border: float
) -> Iterator[tuple[int, Array]]:
    """For every unit its row number and Pr(Beta(a + hits, b + misses) > border); each (m,).

    `a` and `b` are (m,), `hits` and `misses` (J,); units come in order of their hits.
    """
    whole = np.all(hits == np.round(hits)) and np.all(misses == np.round(misses))
    if not whole or max(hits.max(initial=0), misses.max(initial=0)) > _STEPS:
        yield from _one_by_one(a, b, hits, misses, border)
        return
    most = int(hits.max(initial=0))
    term, base = _start(a, b, border)
    up = _terms(term, border, a, b, most)
    gained = _sums(up)
    for count in np.unique(hits):
        step = int(count)
        units = np.flatnonzero(hits == count)
        # from «one more hit» to «one more miss»: the same power terms over b instead of over a
        start = up[step] * (a + step) / b
        down = _terms(start, 1 - border, b, a + step, int(misses[units].max()))
        lost = _sums(down)
        for unit in units.tolist():
            tails = base + gained[step] - lost[int(misses[unit])]
            yield unit, np.asarray(np.clip(tails, 0.0, 1.0), dtype=float)


def _one_by_one(
    a: Array, b: Array, hits: Array, misses: Array, border: float
) -> Iterator[tuple[int, Array]]:
    from scipy.special import betaincc

    for unit in range(hits.size):
        yield unit, np.asarray(betaincc(a + hits[unit], b + misses[unit], border))


def _start(a: Array, b: Array, border: float) -> tuple[Array, Array]:
    """The term by which the tail grows with the first hit, and the tail itself; both (m,)."""
    from scipy.special import betaincc, betaln

    power = a * np.log(border) + b * np.log1p(-border) - betaln(a, b)
    return np.exp(power) / a, np.asarray(betaincc(a, b, border))


def _terms(first: Array, factor: float, raised: Array, other: Array, count: int) -> Array:
    """`count` + 1 terms, `raised` growing by one from each to the next; (count + 1, m)."""
    step = np.arange(count)[:, None]
    ratio = factor * (raised + other + step) / (raised + step + 1)
    return np.asarray(np.cumprod(np.vstack([first, ratio]), axis=0), dtype=float)


def _sums(terms: Array) -> Array:
    """Sums of the first 0, 1, 2 … terms; as many rows as there are terms."""
    return np.asarray(np.cumsum(np.vstack([np.zeros_like(terms[:1]), terms[:-1]]), axis=0))
