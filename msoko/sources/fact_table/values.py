"""What the word in a cell means for a column: codes, yes and no, numbers, dates, years."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import numpy as np

from msoko.facts.column import Column
from msoko.facts.templates.layout import BOUNDS
from msoko.sources.reading.cells import number
from msoko.sources.reading.words import plain
from msoko.vocabulary import AcademicYear

Meaning = Callable[[str], Any]

_YES = {"да", "1", "true", "истина", "+", "yes", "y", "д"}
_NO = {"нет", "0", "false", "ложь", "-", "–", "—", "no", "n", "н"}
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T]00:00(?::00)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})(?:\s*г\.?)?")
_YEAR_WORDS = re.compile(r"\s*(?:уч\w*\.?|год\w*|г\.?)(?=\s|$)")
_SHORT_YEAR = re.compile(r"(\d\d)\s*[-–—/]\s*(\d\d)")
_INITIALS = re.compile(r"\(([А-ЯЁ]{2,7})\)")


def meaning_of(column: Column) -> Meaning:
    """A function from a word to its value; it raises ValueError for a word that is none."""
    meanings: dict[str, Meaning] = {
        "text": str,
        "person": str,
        "bool": yes_or_no,
        "date": day,
        "year": academic_year,
        "int": partial(whole, column.name),
        "number": partial(real, column.name),
    }
    return meanings[column.type] if column.type != "code" else partial(_code, codes_of(column))


def codes_of(column: Column) -> dict[str, str]:
    """Every accepted spelling of the codes: the code, its Russian words, initials in brackets."""
    spellings: dict[str, str] = {}
    for code, words in column.codes.items():
        for initials in _INITIALS.findall(words):
            spellings.setdefault(plain(initials), code)
    spellings |= {plain(words): code for code, words in column.codes.items()}
    return spellings | {plain(code): code for code in column.codes}


def _code(spellings: dict[str, str], word: str) -> str:
    if (code := spellings.get(plain(word))) is None:
        raise ValueError(word)
    return code


def yes_or_no(word: str) -> bool:
    """да, 1, true, + → True; нет, 0, false, - → False."""
    said = word.lower()
    if said not in _YES | _NO:
        raise ValueError(word)
    return said in _YES


def real(name: str, word: str) -> float:
    """A number with a decimal comma or point, within the column's bounds."""
    value = number(word)
    low, high = BOUNDS.get(name, (-np.inf, np.inf))
    if np.isnan(value) or not low <= value <= high:
        raise ValueError(word)
    return float(value)


def whole(name: str, word: str) -> int:
    """A whole number, within the column's bounds and 32 bits."""
    value = real(name, word)
    if value != int(value) or abs(value) >= 2**31:
        raise ValueError(word)
    return int(value)


def day(word: str) -> date:
    """A date as Excel keeps it or as 20.04.2026."""
    if found := _ISO.fullmatch(word):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(word):
        return date(int(found[3]), int(found[2]), int(found[1]))
    raise ValueError(word)


def academic_year(word: str) -> int:
    """2024-25, 2024/2025 уч. год, 2024–25, 24/25, 2024 → 2024."""
    bare = _YEAR_WORDS.sub("", word.lower()).strip()
    if found := _SHORT_YEAR.fullmatch(bare):
        bare = f"20{found[1]}-{found[2]}"
    return AcademicYear.parse(bare).start
