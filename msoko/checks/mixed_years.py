"""One file speaks of several academic years."""

from __future__ import annotations

from collections.abc import Iterable

from msoko.problem import Problem
from msoko.vocabulary import AcademicYear


def find(years: Iterable[AcademicYear], sheet: str) -> list[Problem]:
    """An error when the lines of one work belong to different academic years."""
    told = sorted(set(years))
    if len(told) < 2:
        return []
    listed = ", ".join(year.ru for year in told)
    return [
        Problem(
            check="mixed_years",
            what=f"в одном файле строки разных учебных лет: {listed}",
            mend="разделите файл: один файл — одна работа одного учебного года",
            sheet=sheet,
            count=len(told),
        )
    ]
