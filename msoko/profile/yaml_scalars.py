"""What an unquoted word of YAML means here, and which words are refused as ambiguous."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_DECIMAL = re.compile(r"[-+]?[0-9]+\.[0-9]+\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_LOOKS_NUMERIC = re.compile(r"[-+]?\.?[0-9]")
_LONGEST_NUMBER = 18
_SUSPICIOUS = frozenset(
    ("yes", "no", "on", "off", "true", "false", ".inf", "+.inf", "-.inf", ".nan", "+.nan", "-.nan")
)


class _Broken:
    """Stands where a value was refused already, so that it is not complained about twice."""

    def __repr__(self) -> str:
        return "BROKEN"


BROKEN: Final = _Broken()


@dataclass(frozen=True)
class Refused:
    """Why an unquoted word is refused: what is wrong and how to mend it."""

    what: str
    mend: str


_REFUSED: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(r"(yes|no|on|off)\Z", re.IGNORECASE),
        "слово «{}» без кавычек YAML может понять как да/нет",
        'для да/нет напишите true или false, для текста возьмите в кавычки: "{}"',
    ),
    (
        re.compile(r"(True|TRUE|False|FALSE)\Z"),
        "«{}» вместо true или false",
        "напишите true или false строчными буквами",
    ),
    (
        re.compile(r"[-+]?0[0-9_]+\Z"),
        "число «{}» с нулём впереди YAML может понять как восьмеричное",
        'возьмите код в кавычки: "{}" или уберите ноль впереди',
    ),
    (
        re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9]*)?\Z"),
        "«{}» без кавычек YAML может понять как число по основанию 60",
        'возьмите в кавычки: "{}"',
    ),
    (
        re.compile(r"[-+]?\.(inf|nan)\Z", re.IGNORECASE),
        "«{}» — не число, с которым можно считать",
        "напишите обычное число или уберите ключ",
    ),
    (
        re.compile(r"[-+]?(0[xob][0-9a-f_]+|[0-9][0-9_]*_[0-9_]*)\Z", re.IGNORECASE),
        "необычная запись числа «{}»",
        'напишите десятичное число либо возьмите текст в кавычки: "{}"',
    ),
    (
        re.compile(
            r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)e[-+]?[0-9]+\Z|[-+]?(\.[0-9]+|[0-9]+\.)\Z", re.I
        ),
        "необычная запись числа «{}»",
        "напишите число полностью, с цифрами по обе стороны точки",
    ),
    (
        re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ]|\Z)"),
        "«{}» похоже на дату, но записано не как ГГГГ-ММ-ДД",
        "напишите дату как 2021-08-17 или возьмите текст в кавычки",
    ),
)


def plain_value(word: str) -> object | Refused:
    """The value of an unquoted word: None, bool, int, Decimal, date, str, or why refused."""
    if word in ("", "~", "null", "Null", "NULL"):
        return None
    if word in ("true", "false"):
        return word == "true"
    if not _LOOKS_NUMERIC.match(word):
        return (_refused(word) or word) if word.lower() in _SUSPICIOUS else word
    return _number_or_date(word)


def _number_or_date(word: str) -> object | Refused:
    if _DATE.match(word):
        return date_value(word) or Refused(
            f"даты «{word}» нет в календаре", "исправьте дату: ГГГГ-ММ-ДД"
        )
    whole = _INT.match(word)
    if not whole and not _DECIMAL.match(word):
        return _refused(word) or word
    if len(word) > _LONGEST_NUMBER:
        return Refused(
            f"слишком длинное число «{word[:24]}…»", "возьмите в кавычки, если это не число"
        )
    return (_refused(word) or int(word)) if whole else _refused(word) or Decimal(word)


def date_value(word: str) -> date | None:
    """A date written as ГГГГ-ММ-ДД, or None."""
    try:
        return date.fromisoformat(word) if _DATE.match(word) else None
    except ValueError:
        return None


def _refused(word: str) -> Refused | None:
    for pattern, what, mend in _REFUSED:
        if pattern.match(word):
            return Refused(what.format(word[:40]), mend.format(word[:40]))
    return None
