"""Days as an iCalendar file (RFC 5545), which other programs subscribe to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from msoko.roadmap.due import Due
from msoko.roadmap.duties import STATE_RU

_REFRESH = timedelta(hours=12)


def calendar_text(told: Iterable[Due], name: str, site: str, made_at: datetime) -> bytes:
    """One all-day event for every thing with a day; `site` stands before addresses.

    What has no day is no event: a calendar shows days only.
    """
    book = Calendar()
    book.add("prodid", "-//МСОКО//Дорожная карта//RU")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", name)
    book.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    for one in told:
        if one.due is not None:
            book.add_component(_event(one, site, made_at))
    text: bytes = book.to_ical()
    return text


def _event(one: Due, site: str, made_at: datetime) -> Event:
    assert one.due is not None
    event = Event()
    event.add("uid", f"{one.uid}@msoko")
    event.add("dtstamp", made_at.astimezone(UTC))
    event.add("dtstart", one.due)
    event.add("dtend", one.due + timedelta(days=1))
    event.add("summary", f"Срок: {one.title}")
    event.add("description", "\n".join(_lines(one)))
    event.add("url", f"{site}{one.url}")
    event.add("categories", [one.kind_ru])
    # a deadline does not make its day busy
    event.add("transp", "TRANSPARENT")
    return event


def _lines(one: Due) -> list[str]:
    told = [f"Состояние: {STATE_RU[one.state]}"] if one.state in STATE_RU else []
    if one.who:
        told.append(f"Ответственный: {one.who}")
    if one.starts and one.starts != one.due:
        told.append(f"Начало: {one.starts:%d.%m.%Y}")
    return [*told, *([one.note] if one.note else [])]
