"""A code written in a file is found in the register under any name the organisation had."""

from __future__ import annotations

import pyarrow as pa
import pytest

from msoko.indicators.units import Units


def register(*rows: tuple[str, str | None]) -> Units:
    told = [{"organisation": code, "year": 2022, "login": login} for code, login in rows]
    return Units.of(pa.Table.from_pylist(told))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("990101", "990101"),
        ("sch990101", "990101"),
        ("edu990101", "990101"),
        ("ksh990101", "ksh990101"),
        ("spo990101", "spo990101"),
    ],
)
def test_organisations_with_the_same_digits_stay_apart(written: str, code: str) -> None:
    units = register(("990101", "edu990101"), ("ksh990101", "ksh990101"))
    assert units.canonical(written) == code


@pytest.mark.parametrize("written", ["sch990102", "edu990102", "990102", "Ц-1"])
def test_a_login_leads_to_the_code_the_register_gave(written: str) -> None:
    assert register(("Ц-1", "edu990102")).canonical(written) == "Ц-1"


def test_a_login_of_no_known_organisation_keeps_its_code() -> None:
    assert [register().canonical(one) for one in ("sch990103", "ksh990103", "x")] == [
        "990103", "ksh990103", "x",
    ]  # fmt: skip


def test_lasting_facts_are_carried_to_rows_that_do_not_repeat_them() -> None:
    told = [
        {"organisation": "1", "year": 2000, "name": "Школа № 1", "kind": "school", "rural": True},
        {"organisation": "1", "year": 2020, "name": None, "kind": "school", "rural": None},
    ]
    units = Units.of(pa.Table.from_pylist(told))
    row = units.row("1", 2021) or {}
    assert row["name"] == "Школа № 1"
    assert "rural" not in row
