"""The roadmap of the demonstration's year: rows of its own, and how far its people are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from msoko.roadmap.duties import DONE, IN_WORK
from web.organisations.models import Organisation
from web.policy.scope import Actor
from web.roadmap import marking, plan_actions
from web.roadmap.plan import Held, Line, year_lines


@dataclass(frozen=True)
class _Row:
    """A made-up row: title, how many days from today it is due, who answers."""

    title: str
    due: int
    responsible: str = "Отдел образования"
    role: str = "authority"
    result: str = "справка"


_ROWS = (
    _Row("Сбор сведений организаций для показателей направлений", -70, result="принятые файлы"),
    _Row("Совещание руководителей по итогам анализа результатов", -40, result="протокол"),
    _Row("Выезд куратора в школу с низкими результатами", -9),
    _Row("Проверка объективности проведения школьного этапа олимпиады", 6),
    _Row("Отчёт школ о выполнении адресных рекомендаций", 13, "Школы", "organisation", "отчёт"),
    _Row("Подведение итогов года по направлениям системы оценки качества", 27),
)


def prepare(by: Actor) -> None:
    """Rows and marks by somebody who leads the roadmap; a late one is left unmarked."""
    place = Organisation.objects.filter(kind="municipality").values_list("name", flat=True).first()
    today = timezone.localdate()
    if place is None:
        return
    for number, row in enumerate(_ROWS, 1):
        due = today + timedelta(days=row.due)
        said = {**_said(row, due), "number": str(number)}
        plan_actions.add_row(by=by, place=place, year=due.year, said=said)
    for line, held in _mine(by, place, today):
        days = ((line.occurrence.due or today) - today).days
        if days < -_LATE or 0 <= days <= _SOON:
            marking.mark(
                by=by, place=place, key=line.key, responsible=held.duty.name,
                organisation=held.duty.organisation, state=DONE if days < 0 else IN_WORK,
                done_on=line.occurrence.due if days < 0 else None,
            )  # fmt: skip


_LATE, _SOON = 21, 7


def _mine(by: Actor, place: str, today: date) -> Iterator[tuple[Line, Held]]:
    for year in range(today.year - 1, today.year + 1):
        for line in year_lines(by.scope, place, year):
            for held in line.held:
                if line.own and held.is_mine and held.may_mark and held.mark is None:
                    yield line, held


def _said(row: _Row, due: date) -> dict[str, Any]:
    return {
        "title": row.title, "about": "", "area": "", "plan": "", "term": "date", "starts": None,
        "due": due, "wording": "", "responsible": [row.responsible], "roles": [row.role],
        "organisations": [], "result": row.result,
    }  # fmt: skip
