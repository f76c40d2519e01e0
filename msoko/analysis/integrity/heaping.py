"""Signal: more results exactly at the boundary of a mark than in other schools.

Spikes above a boundary are normal everywhere (DESIGN 11.8): a school's share of pupils lifted over
a boundary, as the score test estimates it, is told beyond the share of the same work elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from msoko.analysis.integrity.against import Measured
from msoko.analysis.integrity.sittings import Sittings, boundary, by_score
from msoko.analysis.methods.bunching import Bunching, bunching
from msoko.analysis.methods.distributions import Array

# At «5» no region heaps (0,7–2,1 times), and years agree less with it than without.
BOUNDARIES = (3, 4)


@dataclass(frozen=True)
class Heaping:
    """The signal and the counts behind it; arrays (J,).

    `at` and `below`: results at the boundary and one point short; `usual`: how many of both
    together would be at the boundary if the school's works went as elsewhere.
    """

    measured: Measured
    at: Array
    below: Array
    usual: Array
    moved: Array


def heaping(field: Sittings) -> Heaping:
    """Share lifted over the boundaries «3» and «4» beyond the same work in all schools."""
    many = len(field.schools)
    score, information, moved, at, below, usual, works = np.zeros((7, many))
    for own in _tested(field):
        for found in own:
            known = np.isfinite(found.score)
            habit = found.score[known].sum() / found.information[known].sum()
            score[known] += (found.score - habit * found.information)[known]
            information[known] += found.information[known]
            moved[known] += found.moved[known]
            at[known] += found.at[known]
            below[known] += found.below[known]
            both = found.at + found.below
            all_at, all_both = found.at[known].sum(), both[known].sum()
            rest = np.maximum(all_both - both, 1.0)
            usual[known] += (both * (all_at - found.at) / rest)[known]
        works += np.any([np.isfinite(found.score) for found in own], axis=0)
    enough = information > 0
    estimate = np.full(many, np.nan)
    se = np.full(many, np.nan)
    estimate[enough] = score[enough] / information[enough]
    se[enough] = 1 / np.sqrt(information[enough])
    return Heaping(Measured(estimate, se, _pupils(field), works), at, below, usual, moved)


def _tested(field: Sittings) -> Iterator[list[Bunching]]:
    """The test at both boundaries of every work that has marks and enough pupils somewhere."""
    for sitting in field.works:
        counts = by_score(sitting, len(field.schools))
        cutoffs = [boundary(sitting, mark) for mark in BOUNDARIES]
        tests = [bunching(counts, cutoff) for cutoff in cutoffs if cutoff is not None]
        found = [test for test in tests if isinstance(test, Bunching)]
        if found:
            yield found


def _pupils(field: Sittings) -> Array:
    """Different pupils of every school over the works."""
    pairs = [sitting.pupil for sitting in field.works]
    if not pairs:
        return np.zeros(len(field.schools))
    pupil, school = np.concatenate(pairs), np.concatenate([s.school for s in field.works])
    _, first = np.unique(pupil, return_index=True)
    return np.bincount(school[first], minlength=len(field.schools)).astype(float)
