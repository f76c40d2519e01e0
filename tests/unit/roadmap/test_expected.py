"""Documents a regulation expects in a year."""

from __future__ import annotations

from typing import Any

import pytest

from msoko.profile.load import default_profiles_dir, load_profile
from msoko.profile.model_cycle import ExpectedDocument
from msoko.roadmap.expected import expected, years_of


def document(**said: Any) -> ExpectedDocument:
    said = {"id": "d", "title": "Отчёт за {год}", **said}
    return ExpectedDocument.model_validate(said, strict=False)


def documents_of(profile: str) -> tuple[ExpectedDocument, ...]:
    loaded = load_profile(default_profiles_dir() / profile).profile
    assert loaded is not None
    return loaded.texts.documents


def test_a_document_is_expected_in_its_years_under_the_title_printed_for_each() -> None:
    one = document(years=(2021, 2022), titles={"2021": "Отчёт"}, frequency="yearly")
    assert [found.title for year in (2021, 2022, 2023) for found in expected([one], year)] == [
        "Отчёт", "Отчёт за 2022 год",
    ]  # fmt: skip


def test_a_condition_waits_for_a_person_and_is_not_owed_before() -> None:
    (found,) = expected([document(condition="если участвовал")], 2023)
    assert found.first_state == "undecided"


def test_a_document_due_twice_a_year_stands_twice_and_one_as_needed_is_not_owed() -> None:
    halves = expected([document(frequency="half_yearly")], 2023)
    assert [one.part_ru for one in halves] == ["1-е полугодие", "2-е полугодие"]
    (rare,) = expected([document(frequency="as_needed")], 2023)
    assert rare.first_state == "as_needed"


def test_a_document_due_once_is_the_same_in_every_year() -> None:
    once = document(frequency="once")
    assert {one.year for year in (2022, 2023) for one in expected([once], year)} == {0}


def test_all_documents_of_aleksandrovskoe_stand_in_their_years() -> None:
    told = documents_of("aleksandrovskoe")
    assert len(told) == 54
    assert years_of(told) == (2021, 2022, 2023, 2024)
    found = {one.document.id for year in years_of(told) for one in expected(told, year)}
    assert len(found) == 54
    undecided = {one.document.id for one in expected(told, 2021) if one.first_state == "undecided"}
    assert undecided == {"ALE-ER-5", "ALE-ER-26"}
    assert not any("{" in one.title for year in years_of(told) for one in expected(told, year))
    assert expected(told, 2025) == ()


def test_documents_of_solnechny_leave_no_place_unfilled() -> None:
    found = expected(documents_of("solnechny"), 2025)
    assert len({one.document.id for one in found}) == 26
    assert not any("{" in one.title for one in found)


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ({"years": (2025,), "frequency": "yearly"}, ["2025-12-31"]),
        ({"frequency": "half_yearly"}, ["2025-06-30", "2025-12-31"]),
        ({"frequency": "quarterly"}, ["2025-03-31", "2025-06-30", "2025-09-30", "2025-12-31"]),
        ({"frequency": "once"}, ["None"]),
        ({"frequency": "as_needed"}, ["None"]),
        ({"years": (2025,), "frequency": "as_needed"}, ["2025-12-31"]),
    ],
)
def test_the_last_day_is_that_of_the_year_or_its_part(
    said: dict[str, Any], days: list[str]
) -> None:
    document = ExpectedDocument(id="a", title="Отчёт", **said)
    assert [str(one.last_day) for one in expected([document], 2025)] == days
