"""The demonstration has somebody to show every role with, printed for whoever opens it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from web.accounts.models import Person
from web.demo import people
from web.organisations.models import Organisation
from web.policy.roles import ROLES


def test_every_role_has_a_person_of_its_own() -> None:
    assert sorted(one.role for one in people.SAMPLES) == sorted(ROLES)
    assert len({one.address for one in people.SAMPLES}) == len(people.SAMPLES)
    for one in people.SAMPLES:
        seat = "organisation" if one.school is not None else "municipality"
        assert (one.role, seat, bool(one.subject)) == (
            one.role, ROLES[one.role].seat, ROLES[one.role].subject,
        )  # fmt: skip


def test_the_list_of_people_names_each_with_the_password(tmp_path: Path) -> None:
    told = [(one, f"{one.address}@demo.example", "пароль") for one in people.SAMPLES]
    people.write(told, tmp_path / "люди.json")
    rows = json.loads((tmp_path / "люди.json").read_text(encoding="utf-8"))
    assert [row["role"] for row in rows] == [one.role for one in people.SAMPLES]
    assert {row["password"] for row in rows} == {"пароль"}
    assert rows[0]["ru"] == ROLES[rows[0]["role"]].ru


@pytest.mark.django_db
def test_prepared_twice_the_people_come_in_with_the_password_told_last() -> None:
    place = Organisation.objects.filter(kind="municipality")[0]
    schools = list(Organisation.objects.filter(kind="school"))
    people.enrolled(place, schools)
    _, address, password = people.enrolled(place, schools)[0]
    there = Person.objects.filter(email__endswith="@demo.example")
    assert there.count() == len(people.SAMPLES)
    assert there.get(email=address).check_password(password)
