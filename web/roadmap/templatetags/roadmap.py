"""Parts of pages of the roadmap: tabs, states, addresses of marks."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from msoko.roadmap.due import SOON_DAYS, Due
from web.roadmap.expecting import Copy, Document
from web.roadmap.plan import Held, Line
from web.ui.numbers import NBSP
from web.ui.templatetags.ui import badge

register = template.Library()
_TABS = (
    ("list", "Список"), ("timeline", "По месяцам"), ("month", "Календарь"),
    ("documents", "Ожидаемые документы"), ("reminders", "Напоминания"),
)  # fmt: skip
_URGENCY = {
    "overdue": "просрочено", "soon": f"срок в ближайшие {SOON_DAYS} дней", "returned": "вернулось",
    "closed": "закончено", "later": "срок впереди", "undated": "день не назван",
}  # fmt: skip
_TONES = {"overdue": "late", "soon": "in_work", "returned": "late", "closed": "done"}


@register.inclusion_tag("roadmap/tabs.html")
def tabs(here: str, year: int, place: str) -> dict[str, Any]:
    """The views of one plan, the year kept."""
    query = urlencode({"year": year, "place": place})
    return {
        "here": here,
        "tabs": [(name, title, f"{reverse(f'roadmap:{name}')}?{query}") for name, title in _TABS],
    }


@register.simple_tag
def state_of(line: Line) -> SafeString:
    """The state of a line in words; lateness and how many of many beside it."""
    told = line.standing
    parts = [badge("просрочено", "late")] if line.is_late else []
    if told.total:
        parts.append(badge(line.state_ru, line.state))
    many = f"{told.closed}{NBSP}из{NBSP}{told.total}" if told.total > 1 else ""
    return format_html("{} <small>{}</small>", SafeString(" ".join(parts)), many)


@register.simple_tag
def mark_address(line: Line, held: Held) -> str:
    """Where somebody's part of a line is marked."""
    key, duty = line.key, held.duty
    said: dict[str, Any] = {"year": key.year, "responsible": duty.name}
    said |= {"organisation": duty.organisation} if duty.organisation else {}
    said |= {"month": key.month} if key.month else {}
    return f"{reverse('roadmap:mark', args=[key.row])}?{urlencode(said)}"


@register.simple_tag
def copy_query(one: Document, copy: Copy) -> str:
    """Which copy of a document is meant, as part of an address."""
    said: dict[str, Any] = {"year": one.year, "organisation": copy.organisation}
    said |= {"part": one.expected.part} if one.expected.part else {}
    return urlencode(said)


@register.simple_tag
def urgent(thing: Due, today: date) -> str:
    """The word for the look of a thing on a day."""
    return thing.urgency(today)


@register.simple_tag
def urgent_ru(thing: Due, today: date) -> str:
    """The same in words."""
    return _URGENCY[thing.urgency(today)]


@register.simple_tag
def urgent_badge(thing: Due, today: date) -> SafeString:
    """The same as a badge."""
    word = thing.urgency(today)
    return badge(_URGENCY[word], _TONES.get(word, ""))


@register.simple_tag
def urgency_ru(word: str) -> str:
    """«Просрочено», a heading."""
    return _URGENCY[word].capitalize()
