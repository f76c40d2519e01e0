"""Words of the field as values: academic years, shares, code lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

_YEAR = re.compile(r"^\s*(\d{4})\s*[-–—/]\s*(\d{2}|\d{4})\s*$")


def capital(text: str) -> str:
    """The words with their first letter large and the rest as they are: «ВПР за год» stays so."""
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, order=True)
class AcademicYear:
    """1 September – 31 August, known by the calendar year it starts in ("2024-25" → 2024)."""

    start: int

    @classmethod
    def parse(cls, text: str | int) -> AcademicYear:
        """Read "2024-25", "2024/25", "2024–2025" or 2024; ValueError when it is none of these."""
        if isinstance(text, int):
            start, end = text, (text + 1) % 100
        elif re.fullmatch(r"\s*\d{4}\s*", text):
            start, end = int(text), (int(text) + 1) % 100
        else:
            found = _YEAR.match(text)
            if not found:
                raise ValueError(f"не учебный год: «{text}»; пишите так: 2024-25")
            start, end = int(found[1]), int(found[2]) % 100
        if not 1990 <= start <= 2100 or end != (start + 1) % 100:
            raise ValueError(f"не учебный год: «{text}»; пишите так: 2024-25")
        return cls(start)

    @classmethod
    def of_date(cls, year: int, month: int) -> AcademicYear:
        """The academic year a calendar month belongs to; September opens it."""
        return cls(year if month >= 9 else year - 1)

    def __str__(self) -> str:
        return f"{self.start}-{(self.start + 1) % 100:02d}"

    @property
    def ru(self) -> str:
        """As it is written in documents: «2024/25»."""
        return f"{self.start}/{(self.start + 1) % 100:02d}"

    def __sub__(self, years: int) -> AcademicYear:
        return AcademicYear(self.start - years)


@dataclass(frozen=True)
class Share:
    """A share as two whole numbers; compared exactly, rounded only on screen."""

    numerator: int
    denominator: int

    @property
    def exact(self) -> Fraction | None:
        """The fraction, or None over an empty denominator."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def percent(self) -> float | None:
        """Percent as a float, for showing only."""
        return None if self.exact is None else float(self.exact * 100)

    def __add__(self, other: Share) -> Share:
        return Share(self.numerator + other.numerator, self.denominator + other.denominator)


PROCEDURES = {
    "vpr": "Всероссийские проверочные работы (ВПР)",
    "oge": "Основной государственный экзамен (ОГЭ)",
    "ege": "Единый государственный экзамен (ЕГЭ)",
    "gve": "Государственный выпускной экзамен (ГВЭ)",
    "niko": "Национальные исследования качества образования (НИКО)",
    "rdr": "Региональная диагностическая работа",
    "mdr": "Муниципальная диагностическая работа",
    "school": "Внутришкольный контроль (входной, промежуточный, итоговый)",
    "metasubject": "Метапредметная работа",
    "fl": "Оценка функциональной грамотности",
    "aoop": "Оценка освоения АООП",
    "vsosh": "Всероссийская олимпиада школьников",
    "pisa": "Международные сравнительные исследования",
    "journal": "Итоговые отметки (журнал)",
}

SUBJECTS = {
    "russian": "Русский язык",
    "math": "Математика",
    "world_around": "Окружающий мир",
    "literary_reading": "Литературное чтение",
    "literature": "Литература",
    "physics": "Физика",
    "chemistry": "Химия",
    "biology": "Биология",
    "geography": "География",
    "history": "История",
    "social_studies": "Обществознание",
    "informatics": "Информатика",
    "english": "Английский язык",
    "german": "Немецкий язык",
    "french": "Французский язык",
    "spanish": "Испанский язык",
    "chinese": "Китайский язык",
    "technology": "Технология",
    "art": "Искусство (МХК)",
    "music": "Музыка",
    "physical_education": "Физическая культура",
    "safety": "Основы безопасности и защиты Родины (ОБЖ)",
    "law": "Право",
    "economics": "Экономика",
    "ecology": "Экология",
    "astronomy": "Астрономия",
    "primary": "Начальные классы",
    "metasubject": "Метапредметная работа",
    "functional_literacy": "Функциональная грамотность",
    "essay": "Итоговое сочинение (изложение)",
    "interview": "Итоговое собеседование",
}

UNIT_KINDS = {
    "school": "Общеобразовательная организация",
    "preschool": "Дошкольная образовательная организация",
    "extra": "Организация дополнительного образования",
    "vocational": "Профессиональная образовательная организация",
    "authority": "Орган управления образованием",
}
