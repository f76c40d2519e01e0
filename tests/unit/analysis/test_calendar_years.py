"""Values by calendar year: told as such, whole years only, never beside academic years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from msoko.analysis import differences, gaps, trends
from msoko.analysis.aspects import aspects, measured
from msoko.analysis.breaks import Breaks
from msoko.analysis.evidence import Evidence
from tests.unit.analysis.made_up import Row, evidence, marks, school, units, work

CODES = [school(number) for number in range(1, 4)]
RUSSIAN = {"procedure": "vpr", "subject": "russian", "grade": "4"}


def removed(code: str, year: int, number: int) -> list[Row]:
    """People taken off the register in the March of a calendar year."""
    about = {"organisation": code, "year": year - 1, "case_kind": "register", "register": "pdn"}
    return [
        {**about, "person": f"{code}{year}{at}", "removed_on": date(year, 3, 5)}
        for at in range(number)
    ]


def registers(folder: Path, numbers: dict[int, int]) -> Evidence:
    """So many removed at each of three schools by calendar year; works of the same years."""
    rows = [
        row for y, number in numbers.items() for code in CODES for row in removed(code, y, number)
    ]
    works = [row for year in numbers for row in work(CODES[0], year - 1, marks(1, 9))]
    known = {"units": units(CODES, 2018), "prevention": rows, "results": works}
    return evidence(folder, known, indicators=("deregistered", "vpr_russian_4"))


def said(question: ModuleType, known: Evidence) -> list[str]:
    """What is told of the municipality's number in whole, after its name."""
    return [
        one.sentence.split("выбывших из них»")[1]
        for one in question.answer(known).findings
        if one.indicator == "deregistered" and one.unit == "Район" and not one.evidence["line"]
    ]


def silent(question: ModuleType, known: Evidence) -> list[str]:
    answer = question.answer(known)
    return [one.why for one in answer.silences if one.indicator == "deregistered"]


def test_calendar_years_make_a_series_of_their_own(tmp_path: Path) -> None:
    known = registers(tmp_path, {2021: 8, 2022: 6, 2023: 4, 2024: 9})
    assert said(trends, known) == [
        ": 2021 год — 24; 2022 год — 18; 2023 год — 12; 2024 год: сведения не за все месяцы года, "
        "в сравнение не входит."
    ]
    chart = next(one.chart for one in trends.answer(known).findings if one.unit == "Район")
    assert chart is not None
    assert chart.x == "календарный год"
    assert [row["x"] for row in chart.rows] == ["2021 год", "2022 год", "2023 год"]


def test_a_calendar_year_is_compared_with_the_calendar_year_before(tmp_path: Path) -> None:
    known = registers(tmp_path, {2022: 20, 2023: 4, 2024: 9})
    assert said(differences, known) == [
        " — 12; 2022 год — 60: отношение 0,20 (95 %: от 0,10 до 0,38)."
    ]
    found = [one for one in gaps.answer(known).findings if one.indicator == "deregistered"]
    assert all("2023 год: «" in one.sentence for one in found if one.unit == "Район")
    assert {one.period for one in found} == {"2023-24"}


def test_a_year_with_one_half_of_its_months_is_no_year(tmp_path: Path) -> None:
    known = registers(tmp_path, {2023: 4, 2024: 9})
    whole = {key: list(years) for key, years in measured(known).items() if key[0] == "deregistered"}
    assert set(map(tuple, whole.values())) == {(2023,)}
    assert any("есть 1 год; 2024 год: сведения не за все месяцы" in why
               for why in silent(trends, known))  # fmt: skip
    assert any("порога нет; 2024 год: сведения не за все месяцы года" in why
               for why in silent(gaps, known))  # fmt: skip


def test_without_any_whole_year_there_is_a_silence(tmp_path: Path) -> None:
    known = registers(tmp_path, {2024: 9})
    assert said(trends, known) == []
    assert silent(trends, known)[0].endswith(
        "2024 год: сведения не за все месяцы года, в сравнение не входит."
    )


def test_years_after_the_one_asked_for_are_not_looked_at(tmp_path: Path) -> None:
    known = replace(registers(tmp_path, {2021: 8, 2022: 6, 2023: 4, 2024: 9}), asked_year=2022)
    years = [list(one) for key, one in measured(known).items() if key == ("deregistered", "", "")]
    assert years == [[2021, 2022]]


def test_an_aspect_has_years_of_one_sort(tmp_path: Path) -> None:
    known = registers(tmp_path, {2022: 8, 2023: 4})
    sorts = {one.indicator.id: one.calendar for one in aspects(known)}
    assert sorts == {"deregistered": True, "vpr_russian_4": False}
    own = next(one for one in aspects(known) if one.calendar)
    assert (own.year(2023), replace(own, calendar=False).year(2023)) == ("2023 год", "2023/24")


@pytest.mark.parametrize(("calendar", "years"), [(False, [2019, 2020, 2024]),
                                                 (True, [2020, 2021, 2025])])  # fmt: skip
def test_a_break_of_works_falls_into_the_calendar_year_they_are_written_in(
    calendar: bool, years: list[int]
) -> None:
    found = Breaks({}).of(RUSSIAN, range(2018, 2027), calendar=calendar)
    assert [one.year for one in found] == years


@pytest.mark.parametrize(("calendar", "year"), [(False, 2022), (True, 2023)])
def test_a_definition_changed_in_spring_counts_for_the_whole_of_its_year(
    calendar: bool, year: int
) -> None:
    revised = {date(2023, 3, 1): "считают иначе"}
    assert Breaks({}).linked({}, range(2020, 2025), revised, calendar=calendar)[0] == year
