"""What an indicator of a cycle is to come to, and whether it has.

A target is a number with its unit, a side («не менее», «не более») and a day. Whether it is reached
is said only where the whole interval of today's value lies on one side: an interval that holds the
target leaves it open, as chance alone could have put the value on either side of it
(docs/explanation/claim-policy.md). A value without an interval is compared as it stands, exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from msoko.cycle.kinds import SIDES, UNITS
from msoko.cycle.snapshot import day_in
from msoko.profile.condition_words import number_words
from msoko.profile.indicator import Indicator

Side = Literal["at_least", "at_most"]
Outcome = Literal["reached", "missed", "open"]
OUTCOMES: Mapping[Outcome, str] = {
    "reached": "достигнута", "missed": "не достигнута", "open": "по имеющимся данным не решено",
}  # fmt: skip
_SIDES: Mapping[str, Side] = {"at_least": "at_least", "at_most": "at_most"}
# The most a value can be; only a difference from an earlier year knows no such ends.
_MOST = {"percent": 100, "share": 1}
_NAMED_FIRST = ("mean", "ratio")  # «в среднем 4,1», not «4,1 в среднем»
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
        """The target in words: «не менее 85 %», «в среднем не менее 4,1»."""
        side = dict(SIDES)[self.side]
        if self.unit in _NAMED_FIRST:
            said = f"{dict(UNITS)[self.unit]} {side} {_rounded(self.number)}"
        else:
            said = f"{side} {quantity(self.number, self.unit)}"
        return said + (f" к {self.by:%d.%m.%Y}" if self.by else "")


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field of a target."""

    field: str
    what: str


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
    """Whether a target is reached, and why so; `value` and `between` are the number in words.

    `doubt`: why the value is not to be judged by, where it is not its interval that leaves it open.
    """

    target: Target
    outcome: Outcome
    why: str
    value: str = ""
    between: str = ""
    doubt: str = ""

    @property
    def outcome_ru(self) -> str:
        """«не достигнута»."""
        return OUTCOMES[self.outcome]

    @property
    def ru(self) -> str:
        """«Цель «не менее 85 %» достигнута: значение 91 %»."""
        if self.outcome == "open":
            return f"Достигнута ли цель «{self.target.ru}», {self.outcome_ru}: {self.why}."
        return f"Цель «{self.target.ru}» {self.outcome_ru}: {self.why}."


@dataclass(frozen=True)
class Aimed:
    """The target of one indicator, judged: `label` is the indicator in words."""

    label: str
    told: Judged
    address: str = ""

    @property
    def ru(self) -> str:
        """«Доля … Цель «не менее 85 %» достигнута: значение 91 %»."""
        return f"{self.label}. {self.told.ru}"


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


def target_faults(said: Mapping[str, Any], of: Indicator | None = None) -> list[Fault]:
    """What is wrong with a target, by field; nothing for an indicator that has none.

    `of`: the indicator it is set for, when its unit is to be looked at too.
    """
    told = {name: str(said.get(name) or "").strip() for name in FIELDS}
    if not any(told.values()):
        return []
    faults = []
    if not told["target"]:
        faults.append(Fault("target", "не указано число, которого нужно достичь"))
    elif number_of(told["target"]) is None:
        words = f"«{told['target']}» — не число: напишите, например, 85 или 85,5"
        faults.append(Fault("target", words))
    if not told["target_side"]:
        faults.append(Fault("target_side", "не указано, «не менее» или «не более»"))
    if not told["target_unit"]:
        faults.append(Fault("target_unit", "не указано, в чём измеряется цель"))
    return faults or (list(_against(said, of)) if of else [])


def target_lacks(said: Mapping[str, Any]) -> list[str]:
    """What a target still needs, in words."""
    return [one.what for one in target_faults(said)]


def _against(said: Mapping[str, Any], of: Indicator) -> Iterator[Fault]:
    """A target no value of the indicator can ever be held against."""
    units, number = dict(UNITS), number_of(said.get("target"))
    if of.unit not in units:
        yield Fault("target", "показатель отвечает «да» или «нет»: числа для него не назначают")
    elif said.get("target_unit") != of.unit:
        words = f"значения этого показателя измеряются так: «{units[of.unit]}» — выберите это"
        yield Fault("target_unit", words)
    elif number is not None and of.formula.kind != "change":
        most = _MOST.get(of.unit)
        if most and not 0 <= number <= most:
            yield Fault("target", f"у этого показателя бывают значения от 0 до {most}")
        elif of.unit == "count" and number < 0:
            yield Fault("target", "у этого показателя не бывает значений меньше нуля")


def judged(target: Target, now: Measured | None, day: date) -> Judged:
    """Whether a target is reached by what is known on a day."""
    if now is None or now.value is None:
        return Judged(target, "open", "значения нет", doubt="значения нет")
    value = quantity(now.value, now.unit) + (f" за {now.period}" if now.period else "")
    low, high, between = now.value, now.value, ""
    if now.low is not None and now.high is not None:
        low, high = now.low, now.high
        between = f"{_rounded(low)}–{_rounded(high)}"
    doubt = f"о значении известно: {now.doubt}" if now.doubt else ""
    if now.unit != target.unit:
        doubt = "цель и показатель измеряются по-разному"
    if doubt:
        return Judged(target, "open", f"значение {value}; {doubt}", value, between, doubt)
    side, said = _side(target, low, high), f"значение {value}"
    if side == "open":
        said += f", а его интервал {between} лежит по обе стороны цели"
    elif between:
        said += f", интервал {between}"
    if side == "missed" and target.by is not None and day <= target.by:
        said += "; срок ещё не наступил"
    return Judged(target, side, said, value, between)


def _side(target: Target, low: Fraction, high: Fraction) -> Outcome:
    """On which side of the target the whole interval lies; the target itself counts as reached."""
    if target.side == "at_least":
        reached, missed = low >= target.number, high < target.number
    else:
        reached, missed = high <= target.number, low > target.number
    return "reached" if reached else "missed" if missed else "open"


def quantity(number: Fraction, unit: str) -> str:
    """«85 %», «12», «в среднем 4,1»."""
    word = "" if unit == "count" else dict(UNITS).get(unit, "")
    told = _rounded(number)
    if unit in _NAMED_FIRST:
        return f"{word} {told}"
    return f"{told} {word}".strip()


def _rounded(number: Fraction) -> str:
    """To two places on screen; comparing was exact."""
    return number_words(Fraction(round(number * 100), 100))
