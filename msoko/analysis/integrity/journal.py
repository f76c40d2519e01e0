"""Signal: marks for the work above what the journal foretells, more so than in other schools.

The expected mark is the regional regression of the mark on the journal mark, one mean for every
journal mark of every work; being below the journal is usual, so nought is no measure.
"""

from __future__ import annotations

import numpy as np

from msoko.analysis.integrity.against import Measured, over_pupils
from msoko.analysis.integrity.sittings import Sitting, Sittings
from msoko.analysis.methods.distributions import Array


def journal_gap(field: Sittings) -> Measured:
    """Mean excess of the mark over the expected by journal mark, in marks."""
    many = len(field.schools)
    found = [(sitting, excess(sitting)) for sitting in field.works]
    found = [(sitting, left) for sitting, left in found if np.isfinite(left).any()]
    if not found:
        return Measured(*np.full((2, many), np.nan), *np.zeros((2, many)))
    school = np.concatenate([sitting.school for sitting, _ in found])
    pupil = np.concatenate([sitting.pupil for sitting, _ in found])
    measured = over_pupils(school, pupil, np.concatenate([left for _, left in found]), many)
    works = np.zeros(many)
    for sitting, left in found:
        works[np.unique(sitting.school[np.isfinite(left)])] += 1
    return Measured(measured.estimate, measured.se, measured.pupils, works)


def excess(sitting: Sitting) -> Array:
    """Mark less the mean mark of all pupils with the same journal mark; (rows,), NaN unknown."""
    left = np.full(sitting.mark.size, np.nan)
    known = np.isfinite(sitting.mark) & np.isfinite(sitting.journal)
    for journal in np.unique(sitting.journal[known]):
        same = known & (sitting.journal == journal)
        left[same] = sitting.mark[same] - sitting.mark[same].mean()
    return left
