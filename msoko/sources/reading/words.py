"""Subject, grade and year as people write them in titles, file names and folders."""

from __future__ import annotations

import re
from functools import lru_cache

from msoko.vocabulary import AcademicYear

# Stems as they stand in titles in any case («по русскому языку»); the first that fits wins a place.
_STEMS: tuple[tuple[str, str], ...] = (
    (r"литературн\w* чтени", "literary_reading"),
    (r"русск\w* язык", "russian"),
    (r"математи[кч]|алгебр|геометри", "math"),
    (r"окружающ", "world_around"),
    (r"литератур", "literature"),
    (r"физическ\w* культур|физкультур", "physical_education"),
    (r"физик", "physics"),
    (r"хими[яюией]", "chemistry"),
    (r"биологи", "biology"),
    (r"географи", "geography"),
    (r"обществозн", "social_studies"),
    (r"истори[яюией]", "history"),
    (r"информатик", "informatics"),
    (r"английск", "english"),
    (r"немецк", "german"),
    (r"французск", "french"),
    (r"испанск", "spanish"),
    (r"китайск", "chinese"),
)
_SUBJECT = tuple((re.compile(stem), code) for stem, code in _STEMS)

# Work codes of the federal system: «РУ 4» in sheet names, "ru6.3" in textbook codes.
WORK_CODES = {
    "ру": "russian", "ru": "russian", "ма": "math", "ma": "math",
    "ом": "world_around", "окр": "world_around", "okr": "world_around", "ok": "world_around",
    "лч": "literary_reading", "бр": "biology", "би": "biology", "bi": "biology",
    "ис": "history", "is": "history", "гг": "geography", "ge": "geography", "gg": "geography",
    "об": "social_studies", "ob": "social_studies", "фи": "physics", "fi": "physics",
    "хи": "chemistry", "hi": "chemistry",
    "ая": "english", "ан": "english", "en": "english", "an": "english",
    "ня": "german", "de": "german", "фя": "french", "fr": "french",
}  # fmt: skip
_CODE = re.compile(r"(?<![а-яa-z])([а-яa-z]{2,3})[\s_-]?(\d{1,2})(?![\d])", re.I)
_GRADE = re.compile(r"(?<!\d)(\d{1,2})\s*-?\s*(?:й|ый|го|ом)?\s*_?(?:класс|кл\b)", re.I)
_DATE = re.compile(r"(?<!\d)\d{1,2}\.(\d{1,2})\.(20\d\d)(?!\d)")
_ACADEMIC = re.compile(r"(?<!\d)(20\d\d)\s*[-–—/_]\s*((?:20)?\d\d)(?!\d)")
_CALENDAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """Lower case, «ё» as «е», underscores and runs of blanks as one space."""
    return re.sub(r"[\s_]+", " ", text.lower().replace("ё", "е")).strip()


def subject_of(text: str) -> str | None:
    """Code of the one subject a text names; None when it names none or several."""
    words = plain(text)
    found = set()
    for pattern, code in _SUBJECT:
        if pattern.search(words):
            found.add(code)
            words = pattern.sub(" ", words)
    if not found and (coded := work_code(text)):
        return coded[0]
    return found.pop() if len(found) == 1 else None


def work_code(text: str) -> tuple[str, int] | None:
    """Subject and grade of a work code such as «РУ 4» or "ma11.8"."""
    for letters, grade in _CODE.findall(text):
        if letters.lower() in WORK_CODES and 1 <= int(grade) <= 12:
            return WORK_CODES[letters.lower()], int(grade)
    return None


def grade_of(text: str) -> int | None:
    """The grade a text names («4 класс», «РУ4»); None when it names none or several."""
    found = {int(grade) for grade in _GRADE.findall(plain(text)) if 1 <= int(grade) <= 12}
    if not found and (coded := work_code(text)):
        return coded[1]
    return found.pop() if len(found) == 1 else None


def grade_of_folder(name: str) -> int | None:
    """Like `grade_of`, and a folder called just "4" is grade 4."""
    if re.fullmatch(r"\d{1,2}", name) and 1 <= int(name) <= 12:
        return int(name)
    return grade_of(name)


def vpr_year(text: str) -> AcademicYear | None:
    """Academic year of a ВПР round: «2025-26» as written, a date by its month, «ВПР 2021» by round.

    A round is called by its calendar year and closes the academic year that ends in it; works put
    off to an autumn (2020, 2022) still belong to the programme of the year before (FIELD C).
    """
    for start, end in _ACADEMIC.findall(text):
        if int(end) % 100 == (int(start) + 1) % 100:
            return AcademicYear(int(start))
    if dates := _DATE.findall(text):
        return AcademicYear.of_date(int(dates[0][1]), int(dates[0][0]))
    calendar = set(_CALENDAR.findall(text))
    return AcademicYear(int(calendar.pop()) - 1) if len(calendar) == 1 else None


def exam_level_of(text: str) -> str | None:
    """«углублённый» or «профильный» → profile, «базовый» → base."""
    words = plain(text)
    if re.search(r"углубл|профильн", words):
        return "profile"
    return "base" if re.search(r"базов\w* уров", words) else None


def grade_of_code(code: str) -> int | None:
    """Grade told by a participant code (FIELD A1 f): 40001 → 4, 20001 → 10, 1001 → 11."""
    if re.fullmatch(r"[24-8]\d{4}", code):
        return 10 if code[0] == "2" else int(code[0])
    return 11 if re.fullmatch(r"1\d{3}", code) else None
