"""A taxpayer number (ИНН) of a wrong length or with a wrong check digit."""

from __future__ import annotations

import numpy as np

from msoko.checks.place import Mask, Place, one_problem
from msoko.problem import Problem

# Weights of the ten-digit number of an organisation (order of the tax service, FIELD A5).
_WEIGHTS = np.array([2, 4, 10, 3, 5, 9, 4, 6, 8])


def is_right(inn: str | None) -> bool:
    """Whether ten digits end in the right check digit."""
    if inn is None or len(inn) != 10 or not (inn.isascii() and inn.isdigit()):
        return False
    digits = np.array([int(sign) for sign in inn])
    return bool((digits[:9] * _WEIGHTS).sum() % 11 % 10 == digits[9])


def find(wrong: Mask, example: str | None, place: Place) -> list[Problem]:
    """A warning at the first wrong number; it is then left out."""
    return one_problem(
        "wrong_inn",
        f"ИНН «{example}» неверен: нужно 10 цифр с правильной контрольной цифрой; он не взят",
        "исправьте ИНН по выписке из ЕГРЮЛ",
        "warning",
        {place: wrong},
    )
