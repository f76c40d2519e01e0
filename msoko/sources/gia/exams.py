"""Which exam a title speaks of: «01 - Русский язык 2022.06.23», «Английский язык п:…; у:…»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from msoko.sources.reading.words import exam_level_of, plain, subject_of
from msoko.vocabulary import AcademicYear

# Codes of exams (FIELD A2). They are asked only when the name says nothing: maps of different
# regions contradict each other («12 - Обществознание» against «09» in another one).
SUBJECT_OF_CODE = {
    1: "russian", 2: "math", 3: "physics", 4: "chemistry", 5: "informatics", 6: "biology",
    7: "history", 8: "geography", 9: "english", 10: "german", 11: "french",
    12: "social_studies", 13: "spanish", 14: "chinese", 18: "literature", 20: "essay",
    21: "essay", 22: "math", 25: "informatics", 29: "english", 30: "german", 31: "french",
    33: "spanish", 34: "chinese", 51: "russian", 52: "math",
}  # fmt: skip
BASE_MATH, STATE_FINAL = 22, (51, 52)
_RESITS = 9

_DATE = r"(\d{4})\.(\d\d)\.(\d\d)"
_DAY_FIRST = r"(\d\d)\.(\d\d)\.(\d{4})"
Source = Literal["option", "name", "file", "default"]
_ANY_DATE = re.compile(rf"(?:{_DATE}|{_DAY_FIRST})")
_CODE = re.compile(r"^\s*(\d{1,2})\s*(?:[-–—_]\s*)")
# What a title is not: words around the date in such lines stand for something else.
_NO_TITLE = re.compile(r"протокол|дата|сформирован|выгруж|печат", re.I)


@dataclass(frozen=True)
class Exam:
    """An exam as its title tells it; `written_for` is unknown until the classes are seen."""

    subject: str
    exam_level: str | None
    date: date
    code: int | None = None
    state_final: bool = False

    @property
    def year(self) -> AcademicYear:
        """The academic year whose leavers sit it: September re-sits belong to the year before."""
        return AcademicYear(self.date.year - (1 if self.date.month <= _RESITS else 0))


def exam_of(title: str) -> Exam | None:
    """The exam of a title with a date in it; None when it is no title or names no subject."""
    told = _ANY_DATE.search(title)
    if told is None or _NO_TITLE.search(title):
        return None
    day = _day(told)
    code = int(found[1]) if (found := _CODE.match(title)) else None
    name = _CODE.sub("", title[: told.start()])
    subject = subject_of(name) or SUBJECT_OF_CODE.get(code or 0)
    if day is None or subject is None:
        return None
    level = exam_level_of(name) or ("base" if re.search(r"базов", plain(name)) else None)
    level = "base" if code == BASE_MATH else level
    state_final = code in STATE_FINAL or "гвэ" in plain(name)
    return Exam(subject, level, day, code, state_final)


def exam_of_name(stem: str) -> Exam | None:
    """The exam a file's name tells: «01_2026.06.09», also with words around it."""
    found = re.search(rf"(?<!\d)\d{{1,2}}_{_DATE}", stem)
    return exam_of(found[0]) if found else exam_of(stem)


def _day(found: re.Match[str]) -> date | None:
    """The first date of a title: the written part of a foreign language."""
    year, month, day = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def attempt_of(day: date, oge: bool, said: str, option: str | None = None) -> tuple[str, Source]:
    """Main, reserve or retake, and where it was taken from.

    The user's word counts first; a file's name may say it. September is the time of re-sits; in
    July ОГЭ has reserve days (FIELD E). Anything else is taken for the main period.
    """
    if option is not None:
        return option, "option"
    words = plain(said)
    if re.search(r"пересда|дополнит", words):
        return "retake", "name"
    if "резерв" in words:
        return "reserve", "name"
    if day.month >= 9:
        return "retake", "file"
    return ("reserve", "file") if oge and day.month == 7 else ("main", "default")
