"""The same participant twice in one work of one organisation."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from msoko.checks.place import Mask, Place, one_problem
from msoko.problem import Problem


def mask(organisation: npt.NDArray[np.int64], pupil: npt.NDArray[np.int64]) -> Mask:
    """Lines that repeat an earlier (organisation, pupil); both come as whole numbers for words."""
    joint = organisation * (int(pupil.max(initial=0)) + 1) + pupil
    _, first = np.unique(joint, return_index=True)
    repeated = np.ones(len(joint), bool)
    repeated[first] = False
    return repeated


def find(
    organisation: npt.NDArray[np.int64], pupil: npt.NDArray[np.int64], place: Place
) -> list[Problem]:
    """An error at the first participant code met before in the same organisation."""
    return one_problem(
        "duplicate_participant",
        "код участника повторяется в одной организации",
        "оставьте одну строку на участника; если это разные дети, исправьте код",
        "error",
        {place: mask(organisation, pupil)},
    )
