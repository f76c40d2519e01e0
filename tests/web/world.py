"""A made-up region of two municipalities with three schools, facts, and a person of every role."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

import pyarrow as pa
from django.conf import settings

from msoko.facts.append import append
from msoko.facts.incoming import Incoming
from web.accounts import actions
from web.accounts.models import Person
from web.figures.keep import compute_now
from web.figures.state import store
from web.organisations import load
from web.organisations.models import Organisation
from web.policy.roles import ROLES
from web.policy.scope import PROGRAM
from web.uploads.models import Delivery

NORTH, SOUTH = "Северный округ", "Южный округ"
OWN, OTHER, FOREIGN, ABSENT = "101", "102", "201", "999"
SCHOOLS = {OWN: NORTH, OTHER: NORTH, FOREIGN: SOUTH}
INDICATOR, AREA, PERIOD = "vpr_russian_4", "low_performing_schools", "2024-25"
PASSWORD = "длинный пароль для проверки"
# how many pupils of each school got a «2», of how many
TWOS = {OWN: (8, 40), OTHER: (3, 30), FOREIGN: (1, 4)}


def units() -> list[dict[str, Any]]:
    """The register: three schools."""
    return [
        {
            "organisation": code, "year": 2020, "name": f"Школа № {code}", "kind": "school",
            "municipality": place, "region": "Область", "low_performing": code == OWN,
        }
        for code, place in SCHOOLS.items()
    ]  # fmt: skip


def results() -> list[dict[str, Any]]:
    """ВПР in Russian, fourth grade, 2024/25."""
    work = {"year": 2024, "procedure": "vpr", "subject": "russian", "grade": 4}
    return [
        {**work, "organisation": code, "pupil": f"{code}-{number}", "participated": True,
         "mark": 2 if number < twos else 4}
        for code, (twos, pupils) in TWOS.items()
        for number in range(pupils)
    ]  # fmt: skip


def put(name: str, **tables: list[dict[str, Any]]) -> str:
    """Append rows as one file; the id of its upload."""
    content = json.dumps([name, tables], default=str).encode()
    path = settings.DATA / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    rows = {table: pa.Table.from_pylist(found) for table, found in tables.items()}
    sha256 = hashlib.sha256(content).hexdigest()
    receipt = append(store(), Incoming("made_up", rows), file=path, sha256=sha256, by="тест")
    return receipt.upload


def seat_of(role: str) -> str:
    """Where the person of a role sits: the first school, or its municipality."""
    return OWN if ROLES[role].seat == "organisation" else NORTH


def enrolled(address: str, role: str = "", seat: str = "", subject: str = "") -> Person:
    """A person with at most one role."""
    person = actions.enrol(
        by=PROGRAM, email=f"{address}@school.example", name=f"Имя {address}", password=PASSWORD
    )
    if role:
        actions.appoint(
            by=PROGRAM, person=person, role=role, since=date(2024, 9, 1), subject=subject,
            organisation=Organisation.objects.get(code=seat),
        )  # fmt: skip
    return person


def build() -> None:
    """Everything, once for all tests of a process."""
    put("перечень.xlsx", units=units())
    put("впр.xlsx", results=results())
    load.load(load.planned(units()), by=PROGRAM, act="проверка")
    for role, said in ROLES.items():
        enrolled(role, role, seat_of(role), "russian" if said.subject else "")
    enrolled("former")
    for code in SCHOOLS:
        enrolled(f"data{code}", "data_officer", code)
        Delivery.objects.create(
            file=f"сведения {code}.xlsx", sha256=code * 20, size=1, sent_by="", state="screened",
            organisation=Organisation.objects.get(code=code),
        )  # fmt: skip
    compute_now()
