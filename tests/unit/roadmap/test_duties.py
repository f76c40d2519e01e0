"""Who answers for a row, and how far all of them are together."""

from __future__ import annotations

from typing import Any

import pytest

from msoko.profile.model_cycle import RoadmapRow
from msoko.roadmap.duties import Duty, duties, standing

SCHOOLS = ("101", "102")


def row(**said: Any) -> RoadmapRow:
    said = {"id": "row", "title": "Мероприятие", **said}
    return RoadmapRow.model_validate(said, strict=False)


def test_every_organisation_answers_for_itself_beside_the_bodies() -> None:
    found = duties(
        row(responsible=["Отдел образования", "ОО"], roles=["authority", "organisation"]), SCHOOLS
    )
    assert [(one.name, one.organisation) for one in found] == [
        ("authority", ""), ("organisation", "101"), ("organisation", "102"),
    ]  # fmt: skip


def test_the_word_is_enough_where_roles_are_not_given() -> None:
    found = duties(row(responsible=["Спорткомитет", "ОО"]), SCHOOLS)
    assert [(one.name, one.organisation) for one in found] == [
        ("Спорткомитет", ""), ("organisation", "101"), ("organisation", "102"),
    ]  # fmt: skip


def test_a_row_without_responsible_has_one_nameless_duty() -> None:
    assert duties(row(), SCHOOLS) == (Duty(),)


@pytest.mark.parametrize(
    ("states", "together"),
    [
        ([], "not_started"),
        (["not_started", "not_started"], "not_started"),
        (["in_work", "not_started"], "in_work"),
        (["done", "not_started"], "in_work"),
        (["done", "not_needed"], "done"),
        (["done", "done"], "done"),
        (["not_needed", "not_needed"], "not_needed"),
    ],
)
def test_all_are_done_only_when_each_is(states: list[str], together: str) -> None:
    assert standing(states).state == together
