"""What happens to the plan of a year: rows of one's own, approval by the head, amendments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from msoko.roadmap.occurrences import TERM_RU
from web.audit.action import Told, action
from web.audit.impossible import Impossible
from web.audit.versions import put, replace
from web.policy.scope import Actor
from web.roadmap.marking import amending, there
from web.roadmap.models import OwnRow, RoadmapYear
from web.roadmap.plan import own_id

_ROW, _YEAR = "roadmap.OwnRow", "roadmap.RoadmapYear"
_DATED = ("date", "span")
TERMS = {name: ru for name, ru in TERM_RU.items() if name != "unnamed"}


def _of_row(said: Mapping[str, Any]) -> list[str]:
    return [said["row"].place]


@action("roadmap.add_row", "добавлена строка дорожной карты", needs="roadmap.edit", touches=there)
def add_row(*, by: Actor, place: str, year: int, said: Mapping[str, Any], reason: str = "") -> Told:
    """A row of one's own; into an approved plan with a reason only.

    `said` are its fields by name: all of OwnRow but those of the plan itself.
    """
    amending(place, year, reason)
    new = _sound(year, said)
    row = OwnRow.objects.create(place=place, year=year, **new)
    return Told(row, _ROW, f"{own_id(row)} {year}", {}, new, place, reason.strip())


@action(
    "roadmap.change_row", "изменена строка дорожной карты", needs="roadmap.edit", touches=_of_row
)
def change_row(
    *, by: Actor, row: OwnRow, version: int, said: Mapping[str, Any], reason: str = ""
) -> Told:
    """Another wording or term; Stale when somebody changed it meanwhile."""
    amending(row.place, row.year, reason)
    new = _sound(row.year, said)
    old = {name: getattr(row, name) for name in new}
    replace(row, version, **new)
    return Told(row, _ROW, f"{own_id(row)} {row.year}", old, new, row.place, reason.strip())


@action(
    "roadmap.withdraw_row", "исключена строка дорожной карты", needs="roadmap.edit",
    touches=_of_row,
)  # fmt: skip
def withdraw_row(*, by: Actor, row: OwnRow, version: int, reason: str) -> Told:
    """The row is not in the plan any more; what was marked stays in the journal."""
    if not reason.strip():
        raise Impossible("Напишите, почему строка исключается.")
    replace(row, version, is_withdrawn=True)
    old = {"title": row.title, "is_withdrawn": False}
    new = {**old, "is_withdrawn": True}
    return Told(row, _ROW, f"{own_id(row)} {row.year}", old, new, row.place, reason.strip())


@action("roadmap.approve", "утверждена дорожная карта", needs="roadmap.approve", touches=there)
def approve(
    *, by: Actor, place: str, year: int, rows: Sequence[Mapping[str, str]], version: int = 0,
    kind: str = "", number: str = "", approved_on: date | None = None,
) -> Told:  # fmt: skip
    """The head approves the plan of a year as it stands: from now on only amendments.

    `rows` are its lines in words, kept as approved; number and date of the act may come unknown.
    """
    if not rows:
        raise Impossible("В дорожной карте нет ни одной строки: утверждать нечего.")
    if approved_on is not None and approved_on > timezone.localdate():
        raise Impossible("Дата акта ещё не наступила.")
    known = RoadmapYear.objects.filter(place=place, year=year).first()
    if known is not None and known.state == "approved":
        raise Impossible(f"Дорожная карта на {year} год уже утверждена.")
    new = {
        "state": "approved", "kind": kind.strip(), "number": number.strip(),
        "approved_on": approved_on,
    }  # fmt: skip
    kept = {"approved_by": by.id, "approved_at": timezone.now(), "frozen": [dict(r) for r in rows]}
    known = put(RoadmapYear, known, version, {"place": place, "year": year}, {**new, **kept})
    said = {**new, "frozen": f"строк: {len(rows)}"}
    return Told(known, _YEAR, f"{place} {year}", {"state": "draft"}, said, place)


@action("roadmap.register", "записаны реквизиты акта", needs="roadmap.edit", touches=there)
def register(
    *, by: Actor, place: str, year: int, version: int, kind: str, number: str,
    approved_on: date | None,
) -> Told:  # fmt: skip
    """Kind, number and date of the act that approved the plan, once they are known."""
    known = RoadmapYear.objects.filter(place=place, year=year, state="approved").first()
    if known is None:
        raise Impossible("Реквизиты записывают у утверждённой карты: её ещё не утвердили.")
    new = {"kind": kind.strip(), "number": number.strip(), "approved_on": approved_on}
    old = {name: getattr(known, name) for name in new}
    replace(known, version, **new)
    return Told(known, _YEAR, f"{place} {year}", old, new, place)


def _sound(year: int, said: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a row, days only where the term has them; Impossible names what is wrong."""
    new = dict(said)
    if new["term"] not in TERMS:
        raise Impossible("Выберите вид срока из списка.")
    if new["term"] not in _DATED:
        new |= {"starts": None, "due": None}
        new["wording"] = new.get("wording") or TERMS[new["term"]].capitalize()
        return new
    starts, due = new.get("starts"), new.get("due")
    if due is None:
        raise Impossible("Назовите день, к которому мероприятие должно быть выполнено.")
    if starts is not None and starts > due:
        raise Impossible("Начало позже срока. Поменяйте дни местами.")
    if any(one.year != year for one in (starts, due) if one is not None):
        raise Impossible(f"План составляется на {year} год: дни должны быть в этом году.")
    return new
