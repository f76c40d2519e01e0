"""Scenarios of the rubric, of ratings and of comparisons for the test of all actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from tests.web import world
from web.cycle.models import Entry
from web.policy.scope import PROGRAM
from web.readiness import actions
from web.readiness.models import Rating, RubricItem


def item() -> RubricItem:
    """A question for two points about every area."""
    made: RubricItem = actions.add(by=PROGRAM, question="Есть ли документ?", points=2, order=1)
    return made


def rating(**other: Any) -> Rating:
    """Two points for a page of the application."""
    made: Rating = actions.give(by=PROGRAM, **given(**other))
    return made


def given(**other: Any) -> dict[str, Any]:
    """What a rating says."""
    said = {
        "area": world.AREA, "address": "/cycles/", "points": 2,
        "checked_on": timezone.localdate(),
    }  # fmt: skip
    return {"item": other.pop("item", None) or item(), **said, **other}


def _corrected() -> dict[str, Any]:
    told = rating()
    return {
        "rating": told, "version": told.version, "address": told.address, "points": 1,
        "checked_on": told.checked_on,
    }  # fmt: skip


def _withdrawn() -> dict[str, Any]:
    told = rating()
    return {"rating": told, "version": told.version, "reason": "не та ссылка"}


SCENARIOS: dict[str, Callable[[], dict[str, Any]]] = {
    "rubric.fill": lambda: {},
    "rubric.add": lambda: {"question": "Есть ли документ?", "points": 1, "order": 1},
    "rubric.change": lambda: {
        "item": item(), "version": 1, "question": "Иначе?", "points": 3, "order": 2,
    },
    "ratings.give": given,
    "ratings.correct": _corrected,
    "ratings.withdraw": _withdrawn,
    "ratings.look": lambda: {},
    "ratings.looked": lambda: {"told": [(rating(), "alive", "документ этой системы")]},
    "effects.ask": lambda: {"entry": Entry.objects.filter(places__organisation=world.OWN)[0]},
}  # fmt: skip
