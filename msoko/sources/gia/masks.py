"""Answer masks → points: «+-2» one character a task, «1(1)2(3)» points and the largest score."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

DONE, NOT_ATTEMPTED = "done", "not_attempted"
_SHORT = re.compile(r"[+\-–−0-9XxХх]*")
_LONG = re.compile(r"(\d+|[-–−XxХх])\((\d+)\)")
_CROSSES = frozenset("XxХх")


@dataclass(frozen=True)
class Answers:
    """Points of the tasks in order, NaN for none; `plus` marks those written as «+»."""

    points: tuple[float, ...]
    largest: tuple[float, ...]
    attempted: tuple[bool, ...]
    plus: tuple[bool, ...]

    @property
    def total(self) -> float:
        """Sum of the points, a «+» counted as 1."""
        return float(np.nansum(self.points)) if self.points else 0.0


NOTHING = Answers((), (), (), ())


def short_part(mask: str | None) -> Answers | None:
    """«2-+» → 2, 0, 1 points of unknown maximum; None when a character means nothing."""
    plain = (mask or "").replace(" ", "")
    if not _SHORT.fullmatch(plain):
        return None
    points = tuple(1.0 if sign == "+" else float(sign) if sign.isdigit() else 0.0 for sign in plain)
    return Answers(
        points,
        tuple(np.nan for _ in plain),
        tuple(sign not in _CROSSES for sign in plain),
        tuple(sign == "+" for sign in plain),
    )


def long_part(mask: str | None) -> Answers | None:
    """«1(1)0(2)» → 1 of 1, 0 of 2; None when it is not written so or has more than the largest."""
    plain = (mask or "").replace(" ", "")
    found = _LONG.findall(plain)
    if sum(len(got) + len(most) + 2 for got, most in found) != len(plain):
        return None
    points = tuple(float(got) if got.isdigit() else 0.0 for got, _ in found)
    largest = tuple(float(most) for _, most in found)
    if any(got > most for got, most in zip(points, largest, strict=True)):
        return None
    attempted = tuple(got not in _CROSSES for got, _ in found)
    return Answers(points, largest, attempted, tuple(False for _ in found))


def joined(parts: tuple[Answers, ...]) -> Answers:
    """Parts of one work, one after the other: long tasks go on counting after the short ones."""
    return Answers(
        sum((part.points for part in parts), ()),
        sum((part.largest for part in parts), ()),
        sum((part.attempted for part in parts), ()),
        sum((part.plus for part in parts), ()),
    )
