"""A made-up region of two municipalities with three schools, facts, and a person of every role."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

import pyarrow as pa
from django.conf import settings
from django.utils import timezone

from msoko.analysis.finding import Answer, Chart, Finding, Sample, Silence
from msoko.facts.append import append
from msoko.facts.incoming import Incoming
from web.accounts import actions
from web.accounts.models import Person
from web.cycle import steps
from web.cycle.models import Entry, EntryPlace
from web.figures.answers import key_of, write_answers
from web.figures.keep import compute_now, root
from web.figures.state import state_now, store
from web.organisations import load
from web.organisations.models import Organisation
from web.policy.roles import ROLES
from web.policy.scope import PROGRAM
from web.roadmap import plan_actions
from web.roadmap.models import OwnRow
from web.roadmap.plan import own_id
from web.uploads.models import Delivery

NORTH, SOUTH = "Северный округ", "Южный округ"
OWN, OTHER, FOREIGN, ABSENT = "101", "102", "201", "999"
SCHOOLS = {OWN: NORTH, OTHER: NORTH, FOREIGN: SOUTH}
INDICATOR, AREA, PERIOD = "vpr_russian_4", "low_performing_schools", "2024-25"
CYCLE_AREA = "talents"
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


def finding(code: str, kind: str = "gap", value: float = 0.2) -> Finding:
    """A made-up finding about a school, of the question its kind belongs to."""
    name, other = f"Школа № {code}", f"Школа № {OTHER if code != OTHER else OWN}"
    question = {"integrity_signal": "integrity", "similar": "similar"}.get(kind, "gaps")
    near = [one for one in SCHOOLS if one != code]
    return Finding(
        kind=kind, question=question, unit_kind="organisation", unit=code, period=PERIOD,
        sure="likely", sentence=f"«{name}»: отметок «2» — {100 * value:.0f} %.",
        measured="доля отметок «2»", value=value, low=0.1, high=0.35, sample=Sample(40),
        method="доля и её интервал", source="Clopper & Pearson 1934",
        says_not="О причинах не говорит.",
        indicator=INDICATOR, area=AREA,
        evidence={"subject": "russian", "nearest": [{"organisation": one} for one in near]},
        chart=Chart(f"Доля отметок «2»: {name}", "bar", "%", "", (
            {"x": 100 * value, "y": name}, {"x": 77.7, "y": other}, {"x": 15.0, "y": "остальные"},
        )),
    )  # fmt: skip


def silence(code: str, question: str) -> Silence:
    """What cannot be said about a school."""
    why = f"Школа № {code}: нужно не менее 3 лет на одной шкале, есть 1 год."
    return Silence(question, "organisation", code, PERIOD, why, Sample(40))


def key(code: str, kind: str = "gap") -> str:
    """What the finding about a school is known by."""
    return key_of(finding(code, kind))


def found(value: float = 0.2) -> None:
    """Keep findings of every school for the present state; the analysis itself has own tests."""
    kinds = ("gap", "integrity_signal", "similar")
    told = [finding(code, kind, value) for code in SCHOOLS for kind in kinds]
    names = {code: f"Школа № {code}" for code in SCHOOLS}
    silent = [silence(code, question) for code in SCHOOLS for question in ("trends", "integrity")]
    answers = [Answer("gaps", tuple(told), tuple(silent))]
    write_answers(root() / state_now(), answers, names=names)


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


def plan() -> None:
    """A row of one's own in this year's roadmap of each municipality, for everybody."""
    year = timezone.localdate().year
    for place in set(SCHOOLS.values()):
        said = {
            "number": "1", "title": f"Мониторинг: {place}", "about": "4 классы", "area": AREA,
            "plan": "", "term": "span", "starts": date(year, 1, 1), "due": date(year, 12, 31),
            "wording": "", "responsible": ["Отдел образования", "ОО"],
            "roles": ["authority", "organisation"], "organisations": [], "result": "справка",
        }  # fmt: skip
        plan_actions.add_row(by=PROGRAM, place=place, year=year, said=said)


def planned_row(place: str) -> str:
    """What the row of a municipality is known by."""
    return own_id(OwnRow.objects.get(place=place))


def cycle() -> None:
    """An open cycle with a recommendation sent to each school."""
    made = steps.open_cycle(by=PROGRAM, area=CYCLE_AREA, period=PERIOD)
    for number, code in enumerate(SCHOOLS, 1):
        said = {"title": f"Рекомендация школе № {code}", "addressees": [code]}
        entry = Entry.objects.create(
            cycle=made, kind="recommendation", number=number, state="sent", said=said,
            entered_by=PROGRAM.id, entered_at=timezone.now(),
        )  # fmt: skip
        EntryPlace.objects.create(entry=entry, organisation=code)


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
    plan()
    cycle()
    compute_now()
    found()
