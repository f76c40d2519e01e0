"""What is empty in several entries is filled by one form; what was filled stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.web import course
from web.audit.models import Event
from web.cycle.models import Cycle

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]
STAGE, KIND = "methods", "method"


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def methods() -> tuple[Cycle, str]:
    """Three methods: two without a deadline, one of them without anybody who answers."""
    cycle = course.opened(STAGE)
    course.entry(cycle, KIND, due="2026-05-01", responsible="Петрова")
    course.entry(cycle, KIND, due="", responsible="Сидорова")
    course.entry(cycle, KIND, due="", responsible="")
    return cycle, reverse("cycles:together", args=[cycle.pk, STAGE, KIND])


def test_only_empty_fields_are_filled_in_one_go(signed_in: SignedIn) -> None:
    cycle, form = methods()
    browser = signed_in("authority_specialist")
    page = text(browser.get(reverse("cycles:stage", args=[cycle.pk, STAGE])))
    assert "Заполнить сразу у всех: срок сбора" in page
    assert "Метод сбора № 3 «" in page
    shown = text(browser.get(form))
    assert "пусто в записях: 2" in shown
    assert 'name="responsible"' not in shown
    assert browser.post(form, {"due": "2026-06-01"}).status_code == 302
    said = [one.said for one in cycle.entries.filter(kind=KIND).order_by("number")]
    assert [one["due"] for one in said] == ["2026-05-01", "2026-06-01", "2026-06-01"]
    assert [one.get("responsible") for one in said] == ["Петрова", "Сидорова", None]
    assert [one.due.isoformat() for one in cycle.entries.filter(kind=KIND, number__gt=1)] == [
        "2026-06-01", "2026-06-01",
    ]  # fmt: skip
    event = Event.objects.get(action="entries.complete")
    assert event.new["number"] == [2, 3]
    again = browser.get(form)
    assert "пустых сразу в нескольких записях, нет" in text(again)


def test_nothing_typed_is_told(signed_in: SignedIn) -> None:
    _, form = methods()
    response = signed_in("operator").post(form, {"due": ""})
    assert response.status_code == 422
    assert "Заполните хотя бы одно поле" in text(response)
    wrong = signed_in("operator").post(form, {"due": "завтра"})
    assert wrong.status_code == 422
    assert not Event.objects.filter(action="entries.complete").exists()


def test_a_stage_that_is_over_refuses(signed_in: SignedIn) -> None:
    cycle, form = methods()
    cycle.stages.filter(stage=STAGE).update(state="done")
    response = signed_in("operator").post(form, {"due": "2026-06-01"})
    assert response.status_code == 422
    assert not Event.objects.filter(action="entries.complete").exists()
