"""Days of a stage are told as they were; the journal keeps when, by whom and why."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.web import course
from web.audit.models import Event
from web.cycle.models import Cycle

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def marked_today() -> Cycle:
    """A cycle whose first stage was marked today from its beginning to its end."""
    cycle = course.opened("objectives")
    today = timezone.localdate()
    cycle.stages.filter(stage="goals").update(started_on=today, done_on=today)
    return cycle


def test_the_days_are_told_from_the_page_of_the_stage(signed_in: SignedIn) -> None:
    cycle, today = marked_today(), timezone.localdate()
    browser = signed_in("authority_specialist")
    page, form = (reverse(f"cycles:{one}", args=[cycle.pk, "goals"]) for one in ("stage", "days"))
    assert form in text(browser.get(page))
    shown = text(browser.get(form))
    assert f'value="{today:%Y-%m-%d}"' in shown
    assert "Сохранить и внести ещё" not in shown
    started, done = today - timedelta(days=60), today - timedelta(days=50)
    said = {"version": "1", "started_on": f"{started}", "done_on": f"{done}", "reason": "на бумаге"}
    assert browser.post(form, said).status_code == 302
    shown = text(browser.get(page))
    assert f"{started:%d.%m.%Y}" in shown
    assert f"{done:%d.%m.%Y}" in shown
    event = Event.objects.get(action="stages.date")
    assert (event.reason, event.at.date()) == ("на бумаге", timezone.now().date())
    assert form not in text(signed_in("authority_head").get(page))


def test_wrong_days_are_told_at_once_and_what_was_typed_stays(signed_in: SignedIn) -> None:
    cycle, today = marked_today(), timezone.localdate()
    form = reverse("cycles:days", args=[cycle.pk, "goals"])
    later = today + timedelta(days=1)
    said = {"version": "1", "started_on": f"{later}", "done_on": f"{today}", "reason": "ошибка"}
    response = signed_in("operator").post(form, said)
    shown = text(response)
    assert response.status_code == 422
    assert "ещё не наступил" in shown
    assert "День завершения раньше дня начала" in shown
    assert "ошибка</textarea>" in shown
    assert course.stage(cycle, "goals").started_on == today


def test_a_stage_that_is_not_begun_has_no_days_yet(signed_in: SignedIn) -> None:
    cycle = course.opened("goals")
    form = reverse("cycles:days", args=[cycle.pk, "objectives"])
    assert "Этап ещё не начат" in text(signed_in("operator").get(form))
