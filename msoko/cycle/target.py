"""What an indicator of a cycle is to come to, and whether it has.

A target is a number with its unit, a side («не менее», «не более») and a day. Whether it is reached
is said only where the whole interval of today's value lies on one side: an interval that holds the
target leaves it open, as chance alone could have put the value on either side of it
(docs/explanation/claim-policy.md). A value without an interval is compared as it stands, exactly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from msoko.cycle.kinds import SIDES, UNITS
from msoko.cycle.snapshot import day_in
from msoko.profile.condition_words import number_words

Side = Literal["at_least", "at_most"]
Outcome = Literal["reached", "missed", "open"]
OUTCOMES: Mapping[Outcome, str] = {
    "reached": "достигнута", "missed": "не достигнута", "open": "сказать нельзя",
}  # fmt: skip
_SIDES: Mapping[str, Side] = {"at_least": "at_least", "at_most": "at_most"}
FIELDS = ("target_side", "target", "target_unit", "target_by")
_NUMBER = re.compile(r"[-−]?[0-9]+(?:[.,][0-9]+)?")
_SPACES = str.maketrans("", "", " \u00a0\u202f")


@dataclass(frozen=True)
class Target:
    """«не менее 85 % к 31.05.2026»; `by` is None when no day was set."""

    side: Side
    number: Fraction
    unit: str
    by: date | None = None

    @property
    def ru(self) -> str:
        """The target in words."""
        said = f"{dict(SIDES)[self.side]} {quantity(self.number, self.unit)}"
        return said + (f" к {self.by:%d.%m.%Y}" if self.by else "")


@dataclass(frozen=True)
class Measured:
    """A value of today in the unit of its indicator: the number and its interval, if it has one.

    `doubt` says in words why the value is not to be judged by, such as too few pupils.
    """

    value: Fraction | None
    unit: str
    low: Fraction | None = None
    high: Fraction | None = None
    period: str = ""
    doubt: str = ""


@dataclass(frozen=True)
class Judged:
    """Whether a target is reached, and why so."""

    target: Target
    outcome: Outcome
    why: str

    @property
    def ru(self) -> str:
        """«Цель «не менее 85 %» достигнута: значение 91 %»."""
        whether = "достигнута ли, " if self.outcome == "open" else ""
        return f"Цель «{self.target.ru}» {whether}{OUTCOMES[self.outcome]}: {self.why}."


def number_of(typed: object) -> Fraction | None:
    """«85», «85,5», «1 200»: a number as people write it; None when it is none."""
    text = str(typed if typed is not None else "").translate(_SPACES)
    if not _NUMBER.fullmatch(text):
        return None
    return Fraction(text.replace(",", ".").replace("−", "-"))


def target_of(said: Mapping[str, Any]) -> Target | None:
    """The target the fields of an indicator of a cycle set; None when they set none whole."""
    number, unit = number_of(said.get("target")), str(said.get("target_unit") or "")
    side = _SIDES.get(str(said.get("target_side") or ""))
    if number is None or side is None or unit not in dict(UNITS):
        return None
    return Target(side, number, unit, day_in(said, "target_by"))


def target_lacks(said: Mapping[str, Any]) -> list[str]:
    """What a target still needs; nothing for an indicator that has none."""
    told = {name: str(said.get(name) or "").strip() for name in FIELDS}
    if not any(told.values()):
        return []
    lacks = []
    if not told["target"]:
        lacks.append("не указано число, которого нужно достичь")
    elif number_of(told["target"]) is None:
        lacks.append(f"«{told['target']}» — не число: напишите, например, 85 или 85,5")
    if not told["target_side"]:
        lacks.append("не указано, «не менее» или «не более»")
    if not told["target_unit"]:
        lacks.append("не указано, в чём измеряется цель")
    return lacks


def judged(target: Target, now: Measured | None, day: date) -> Judged:
    """Whether a target is reached by what is known on a day."""
    if now is None or now.value is None:
        return Judged(target, "open", "сегодня значения нет")
    if now.unit != target.unit:
        return Judged(target, "open", "цель и показатель измеряются по-разному")
    if now.doubt:
        return Judged(target, "open", f"о значении известно: {now.doubt}")
    said = f"значение {quantity(now.value, now.unit)}"
    if now.period:
        said += f" за {now.period}"
    if now.low is None or now.high is None:
        return _told(target, _side(target, now.value, now.value), said, day)
    between = f"{_rounded(now.low)}–{_rounded(now.high)}"
    side = _side(target, now.low, now.high)
    if side == "open":
        return Judged(target, side, f"{said}, а его интервал {between} лежит по обе стороны цели")
    return _told(target, side, f"{said}, интервал {between}", day)


def _side(target: Target, low: Fraction, high: Fraction) -> Outcome:
    """On which side of the target the whole interval lies; the target itself counts as reached."""
    if target.side == "at_least":
        reached, missed = low >= target.number, high < target.number
    else:
        reached, missed = high <= target.number, low > target.number
    return "reached" if reached else "missed" if missed else "open"


def _told(target: Target, side: Outcome, said: str, day: date) -> Judged:
    waiting = side == "missed" and target.by is not None and day <= target.by
    return Judged(target, side, f"{said}; срок ещё не наступил" if waiting else said)


def quantity(number: Fraction, unit: str) -> str:
    """«85 %», «12 единиц», «в среднем 4,1»."""
    word = dict(UNITS).get(unit, "")
    told = _rounded(number)
    if unit in ("mean", "ratio"):
        return f"{word} {told}"
    return f"{told} {word}".strip()


def _rounded(number: Fraction) -> str:
    """To two places on screen; comparing was exact."""
    return number_words(Fraction(round(number * 100), 100))
