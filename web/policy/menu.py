"""The menu: pages a person may open, in one order for everybody."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from web.policy.scope import STRANGER

# name of the page, what it is called, the permission it needs, beginnings of names below it
ENTRIES = (
    ("home", "Направления", "areas.see", ("home", "workspace:")),
    ("today:today", "Сегодня", "account.own", ("today:",)),
    ("cycles:list", "Циклы", "cycles.see", ("cycles:",)),
    ("cycle:findings", "Выводы", "findings.see", ("cycle:",)),
    ("acts:list", "Акты", "acts.see", ("acts:",)),
    ("roadmap:list", "Дорожная карта", "roadmap.see", ("roadmap:",)),
    ("readiness:overview", "Готовность", "readiness.see", ("readiness:",)),
    ("uploads:list", "Файлы", "uploads.see", ("uploads:",)),
    ("organisations:list", "Организации", "organisations.see", ("organisations:",)),
    ("accounts:people", "Люди", "people.see", ("accounts:people", "accounts:card")),
    ("jobs:list", "Фоновая работа", "jobs.mind", ("jobs:",)),
    ("audit:journal", "Журнал", "journal.see", ("audit:",)),
    ("accounts:roles", "Роли и права", "rules.see", ("accounts:roles",)),
)
# Entries with a number beside them, and where the number is asked for once the page is there.
_COUNTED = {"today:today": "today:count"}


def menu(request: HttpRequest) -> dict[str, Any]:
    """For every template: the menu, the actor and the mode of the application."""
    actor = getattr(request, "actor", STRANGER)
    match = getattr(request, "resolver_match", None)
    here = match.view_name if match else ""
    entries = [
        {
            "address": reverse(name),
            "title": title,
            "here": here.startswith(below),
            "count": reverse(_COUNTED[name]) if name in _COUNTED else "",
        }
        for name, title, permission, below in ENTRIES
        if actor.scope.may(permission)
    ]
    return {"menu": entries, "actor": actor, "is_demo": settings.MODE == "demo"}
