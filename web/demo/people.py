"""The people of the demonstration: one of every role."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from web.accounts import actions
from web.accounts.models import Person
from web.organisations.models import Organisation
from web.policy.roles import ROLES
from web.policy.scope import PROGRAM

ACT = "учебный пример"


@dataclass(frozen=True)
class Sample:
    """A made-up person: role, name, position; `school` is which school, counted from 0."""

    role: str
    address: str
    name: str
    position: str
    school: int | None = None
    subject: str = ""


SAMPLES = (
    Sample("authority_head", "head", "Орлова Нина Петровна", "начальник отдела образования"),
    Sample("authority_specialist", "specialist", "Лебедев Илья Сергеевич", "главный специалист"),
    Sample("operator", "operator", "Чайкина Ольга Львовна", "методист"),
    Sample("organisation_head", "director", "Соколов Пётр Ильич", "директор школы", 5),
    Sample("data_officer", "school", "Синицына Анна Юрьевна", "заместитель директора", 5),
    Sample("methodical_association", "math", "Галкин Юрий Олегович", "учитель", None, "math"),
    Sample("expert", "expert", "Зимородкова Вера Ивановна", "эксперт"),
    Sample("observer", "observer", "Кукушкина Лидия Марковна", "общественный наблюдатель"),
    Sample("commission", "commission", "Стрижов Павел Андреевич", "член комиссии"),
    Sample("public_representative", "public", "Дятлов Фёдор Кузьмич", "родительский комитет"),
    Sample("external_reader", "reader", "Журавлёва Алла Игоревна", "специалист министерства"),
    Sample("administrator", "admin", "Скворцов Антон Дмитриевич", "системный администратор"),
)


def enrolled(place: Organisation, schools: Sequence[Organisation]) -> list[tuple[Sample, str, str]]:
    """People with their roles; each with the address and the password, one for all.

    Prepared anew over people already there, the demonstration gives them the new password.
    """
    password = "-".join(secrets.choice(_WORDS) for _ in range(3)) + f"-{secrets.randbelow(90) + 10}"
    told = []
    for one in SAMPLES:
        seat = place if one.school is None else schools[min(one.school, len(schools) - 1)]
        told.append((one, _enrolled(one, seat, password), password))
    return told


def _enrolled(one: Sample, seat: Organisation, password: str) -> str:
    address = f"{one.address}@demo.example"
    known = Person.objects.filter(email=address).first()
    if known is not None:
        actions.new_password(by=PROGRAM, person=known, password=password)
        return address
    person = actions.enrol(
        by=PROGRAM, email=address, name=one.name, password=password, position=one.position
    )
    actions.appoint(
        by=PROGRAM, person=person, role=one.role, organisation=seat, subject=one.subject,
        since=timezone.localdate(), act=ACT,
    )  # fmt: skip
    return address


def write(told: list[tuple[Sample, str, str]], path: Path) -> None:
    """The list of people for whoever opens the demonstration, and for a journey through it."""
    rows = [
        {"role": one.role, "ru": ROLES[one.role].ru, "address": address, "password": password}
        for one, address, password in told
    ]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


_WORDS = (
    "берёза", "волна", "горизонт", "дорога", "журавль", "звезда", "карандаш", "маяк", "облако",
    "парус", "ромашка", "созвездие", "тетрадь", "улица", "фонарь", "якорь", "янтарь", "озеро",
)  # fmt: skip
