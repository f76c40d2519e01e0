"""An event in words: what was done, to what, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from web.audit.action import ACTIONS
from web.audit.models import Event
from web.audit.parts import differing, parts_words
from web.ui.numbers import day

NOTHING = "—"


@dataclass(frozen=True)
class Changed:
    """One field: what it is called, what it was, what it is."""

    name: str
    old: str
    new: str


def action_words(event: Event) -> str:
    """What was done, as the register of actions calls it."""
    known = ACTIONS.get(event.action)
    return known.ru if known else event.action


def changes(event: Event) -> list[Changed]:
    """Fields of the event, the changed ones only, in the order of the new values."""
    names = dict.fromkeys([*event.new, *event.old])
    found = []
    for name in names:
        old, new = event.old.get(name), event.new.get(name)
        if old != new or new == "•••":
            field = _field(event.kind, name)
            title = str(getattr(field, "verbose_name", name))
            old, new = differing(old, new)
            found.append(Changed(title, _said(field, old), _said(field, new)))
    return found


def _field(kind: str, name: str) -> Any:
    """The field a value belongs to, None for one of an old version."""
    try:
        return apps.get_model(kind)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None


def _said(field: Any, value: Any) -> str:
    if value in (None, "", [], {}):
        return NOTHING
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, list):
        return ", ".join(_said(None, one) for one in value)
    if isinstance(value, dict):
        return parts_words(value) or NOTHING
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return day(date.fromisoformat(value))
    return str(dict(getattr(field, "choices", None) or ()).get(value, value))
