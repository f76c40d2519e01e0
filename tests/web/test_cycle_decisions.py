"""Decisions of all cycles stand in one list with what they rest on and what came of them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from tests.web import course, world
from web.cycle.models import Cycle, Entry, EntryPlace, Finding
from web.figures.found import SIGNAL

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]
PAGE = "/cycles/decisions/"


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def decision(cycle: Cycle, state: str = "taken", **said: Any) -> Entry:
    """A decision with its whole thread: finding, recommendation, action before it, a review."""
    cycle.stages.update(state="open")
    finding = course.decided() if not Finding.objects.exists() else "finding:gap-confirmed"
    advice = course.entry(cycle, "recommendation", "sent", [finding])
    action = course.entry(cycle, "action", "done", [f"entry:{advice.pk}"], title="Семинар")
    made = course.entry(cycle, "decision", state, [f"entry:{action.pk}"], **said)
    course.entry(
        cycle, "review", "concluded", [f"entry:{action.pk}"], conclusion="Доля двоек снизилась"
    )
    return made


def test_a_decision_is_shown_with_its_findings_and_effect(signed_in: SignedIn) -> None:
    made = decision(course.opened(), title="Закрепить наставника")
    page = text(signed_in("authority_head").get(PAGE))
    assert "Решений: 1" in page
    for told in (
        "Закрепить наставника", f"/cycles/entries/{made.pk}/", "Вывод.", "/findings/gap-confirmed/",
        "Семинар", "Доля двоек снизилась", "просрочено",
    ):  # fmt: skip
        assert told in page
    assert PAGE in text(signed_in("authority_head").get("/cycles/"))


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("", 3), ("period=2025-26", 2), ("period=2024-25", 1), ("area=leaders", 1),
        (f"organisation={world.OTHER}", 1), (f"organisation={world.FOREIGN}", 0),
        ("state=done", 1), ("state=late", 2), ("state=withdrawn", 0), ("state=нет", 0),
        ("period=2025-26&area=leaders", 1), ("page=999", 3),
    ],
)  # fmt: skip
def test_filters_narrow_list_and_file_alike(asked: str, count: int, signed_in: SignedIn) -> None:
    decision(course.opened())
    decision(course.opened(period="2024-25"), "done")
    decision(course.opened(area="leaders"), participants=[world.OTHER])
    browser = signed_in("authority_specialist")
    assert f"Решений: {count}" in text(browser.get(f"{PAGE}?{asked}"))
    book = load_workbook(io.BytesIO(browser.get(f"{PAGE}table.xlsx?{asked}").content))
    assert len(list(book["Таблица"].iter_rows())) == count + 1


def test_a_decision_of_a_closed_cycle_is_not_late(signed_in: SignedIn) -> None:
    made = decision(course.opened())
    Cycle.objects.filter(pk=made.cycle.pk).update(state="closed")
    assert "Решений: 0" in text(signed_in("authority_head").get(f"{PAGE}?state=late"))


def test_a_school_sees_its_own_decisions_that_are_taken_and_no_drafts(signed_in: SignedIn) -> None:
    mine = decision(course.opened(), title="Своё решение")
    decision(course.opened(area="leaders"), title="Чужое решение", participants=[world.OTHER])
    decision(course.opened(area="teachers"), "draft", title="Проект решения")
    EntryPlace.objects.create(entry=mine, organisation=world.OTHER)
    page = text(signed_in("organisation_head").get(PAGE))
    assert "Решений: 1" in page
    assert "Своё решение" in page
    assert f"Школа № {world.OWN}" in page
    assert f"Школа № {world.OTHER}" not in page
    assert "Что дало" not in page
    assert "Доля двоек снизилась" not in page
    file = signed_in("organisation_head").get(f"{PAGE}table.csv").content.decode("utf-8-sig")
    assert "Своё решение" in file
    assert "Выводы об эффективности" not in file


def test_a_signal_is_not_told_to_who_may_not_see_signals(signed_in: SignedIn) -> None:
    decision(course.opened())
    advice = Entry.objects.get(kind="recommendation", cycle__area=course.AREA)
    Finding.objects.update(kind=SIGNAL, sentence="Признак необъективности.")
    for page in (PAGE, f"/cycles/entries/{advice.pk}/"):
        assert "Признак необъективности." not in text(signed_in("data_officer").get(page))
    assert "Признак необъективности." in text(signed_in("authority_head").get(PAGE))


def test_the_list_asks_a_constant_number_of_questions(
    signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in("operator")
    decision(course.opened())
    browser.get(PAGE)
    with django_assert_max_num_queries(40) as told:
        browser.get(PAGE)
    for area in ("leaders", "teachers", "upbringing"):
        decision(course.opened(area=area), due=timezone.localdate() + timedelta(days=3))
    with django_assert_max_num_queries(len(told)):
        browser.get(PAGE)
