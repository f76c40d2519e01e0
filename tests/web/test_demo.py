"""The demonstration has somebody to show every role with, printed for whoever opens it."""

from __future__ import annotations

import json
from pathlib import Path

from web.policy.roles import ROLES
from web.workspace import demo


def test_every_role_has_a_person_of_its_own() -> None:
    assert sorted(one.role for one in demo.SAMPLES) == sorted(ROLES)
    assert len({one.address for one in demo.SAMPLES}) == len(demo.SAMPLES)
    for one in demo.SAMPLES:
        seat = "organisation" if one.school is not None else "municipality"
        assert (one.role, seat, bool(one.subject)) == (
            one.role, ROLES[one.role].seat, ROLES[one.role].subject,
        )  # fmt: skip


def test_the_list_of_people_names_each_with_the_password(tmp_path: Path) -> None:
    told = [(one, f"{one.address}@demo.example", "пароль") for one in demo.SAMPLES]
    demo.write(told, tmp_path / "люди.json")
    rows = json.loads((tmp_path / "люди.json").read_text(encoding="utf-8"))
    assert [row["role"] for row in rows] == [one.role for one in demo.SAMPLES]
    assert {row["password"] for row in rows} == {"пароль"}
    assert rows[0]["ru"] == ROLES[rows[0]["role"]].ru
