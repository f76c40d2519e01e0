"""What happens to a line of the roadmap: how far somebody is, and the day a person sets for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from msoko.roadmap.duties import DONE, NOT_NEEDED, NOT_STARTED, STATE_RU
from msoko.roadmap.occurrences import Key
from web.audit.action import Told, action
from web.audit.impossible import Impossible
from web.audit.versions import Stale, put
from web.policy.scope import Actor
from web.roadmap.models import RoadmapDate, RoadmapMark, RoadmapYear

_MARK, _DATE = "roadmap.RoadmapMark", "roadmap.RoadmapDate"


def named(key: Key) -> str:
    """How the journal calls a line: «row_2.1 2025»."""
    return f"{key.row} {key.year}" + (f"-{key.month}" if key.month else "")


def who(said: Mapping[str, Any]) -> list[str]:
    """Whom a mark is about: an organisation, or the body of a municipality."""
    return [said["organisation"] or said["place"]]


def there(said: Mapping[str, Any]) -> list[str]:
    """The municipality whose plan it is."""
    return [said["place"]]


@action("roadmap.mark", "отмечен ход мероприятия", needs="roadmap.mark", touches=who)
def mark(
    *, by: Actor, place: str, key: Key, responsible: str, organisation: str, state: str,
    done_on: date | None = None, note: str = "", version: int = 0,
) -> Told:  # fmt: skip
    """How far one who answers is; `version` 0 when nothing was marked before."""
    _is_sound(state, done_on, note)
    now = timezone.now()
    new = {
        "state": state, "done_on": done_on if state == DONE else None, "note": note.strip(),
        "marked_by": by.id, "marked_at": now,
    }  # fmt: skip
    which = {
        "place": place, "row": key.row, "year": key.year, "month": key.month,
        "responsible": responsible, "organisation": organisation,
    }  # fmt: skip
    known = RoadmapMark.objects.filter(**which).first()
    old: dict[str, Any] = {"state": NOT_STARTED, "done_on": None, "note": ""}
    if known:
        old = {name: getattr(known, name) for name in old}
    told = put(RoadmapMark, known, version, which, new)
    said = {
        "responsible": responsible,
        **{name: new[name] for name in ("state", "done_on", "note")},
    }
    before = {"responsible": responsible, **old}
    return Told(told, _MARK, named(key), before, said, organisation or place, note.strip())


def _is_sound(state: str, done_on: date | None, note: str) -> None:
    if state not in STATE_RU:
        raise Impossible("Выберите состояние из списка.")
    if state == NOT_NEEDED and not note.strip():
        raise Impossible("Напишите, почему мероприятие не требуется: причина останется в истории.")
    if state == DONE and done_on is not None and done_on > timezone.localdate():
        raise Impossible("День выполнения ещё не наступил. Поставьте «в работе» или другой день.")


@action("roadmap.set_date", "назначен срок", needs="roadmap.edit", touches=there)
def set_date(
    *, by: Actor, place: str, key: Key, due: date, starts: date | None = None, reason: str = "",
    is_written: bool = False, version: int = 0,
) -> Told:  # fmt: skip
    """A day for a line: for words without a day at will, against the source with a reason."""
    if starts is not None and starts > due:
        raise Impossible("Начало позже срока. Поменяйте дни местами.")
    if is_written and not reason.strip():
        raise Impossible("Срок назван в самом плане. Напишите, почему он меняется.")
    amending(place, key.year, reason)
    new = {
        "due": due, "starts": starts, "reason": reason.strip(), "set_by": by.id,
        "set_at": timezone.now(),
    }  # fmt: skip
    which = {"place": place, "row": key.row, "year": key.year, "month": key.month}
    known = RoadmapDate.objects.filter(**which).first()
    old = {"due": known.due, "starts": known.starts} if known else {"due": None, "starts": None}
    told = put(RoadmapDate, known, version, which, new)
    said = {"due": due, "starts": starts}
    return Told(told, _DATE, named(key), old, said, place, reason.strip())


@action("roadmap.clear_date", "снят назначенный срок", needs="roadmap.edit", touches=there)
def clear_date(*, by: Actor, place: str, key: Key, version: int, reason: str) -> Told:
    """The source's own words hold again; the journal keeps the day there was."""
    if not reason.strip():
        raise Impossible("Напишите, почему назначенный срок снимается.")
    amending(place, key.year, reason)
    found = RoadmapDate.objects.filter(
        place=place, row=key.row, year=key.year, month=key.month, version=version
    ).first()
    if found is None:
        raise Stale
    old = {"due": found.due, "starts": found.starts}
    found.delete()
    return Told(None, _DATE, named(key), old, {"due": None, "starts": None}, place, reason.strip())


def amending(place: str, year: int, reason: str) -> None:
    """An approved plan changes with a reason only, which stays with it as an amendment."""
    approved = RoadmapYear.objects.filter(place=place, year=year, state="approved").exists()
    if approved and not reason.strip():
        raise Impossible(
            f"Дорожная карта на {year} год утверждена: изменение вносится с причиной. "
            "Напишите её, и изменение войдёт в карту как поправка."
        )
