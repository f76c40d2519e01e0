"""Readiness shows what proves an area, keeps the rubric and ratings, and asks nobody outside."""

from __future__ import annotations

import io
import socket
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from msoko.cycle.rubric import DEFAULT
from tests.web import made_readiness, threads, world
from web.audit.impossible import Impossible
from web.audit.versions import Stale
from web.policy.scope import PROGRAM
from web.readiness import actions, looking
from web.readiness.models import Rating, RubricItem

pytestmark = pytest.mark.django_db
AREA = f"/readiness/{world.AREA}/"


def test_an_area_shows_what_proves_it_and_what_is_missing(
    signed_in: Callable[[str], Client],
) -> None:
    threads.decided()
    threads.chain(threads.opened())
    told = signed_in("authority_specialist").get(AREA).content.decode()
    for words in ("Мера 101", "нет принятого решения", "нет мониторинга", "не подписаны"):
        assert words.lower() in told.lower()


def test_an_expert_learns_that_it_is_there_and_not_what_it_says(
    signed_in: Callable[[str], Client],
) -> None:
    threads.decided()
    threads.chain(threads.opened())
    told = signed_in("expert").get(AREA).content.decode()
    assert "есть, нет доступа" in told
    assert "Мера 101" not in told
    assert "Школа № 101" not in told


def test_the_default_rubric_is_filled_once_and_edited(signed_in: Callable[[str], Client]) -> None:
    browser = signed_in("authority_specialist")
    browser.post("/readiness/rubric/fill/")
    assert RubricItem.objects.count() == len(DEFAULT)
    page = browser.post("/readiness/rubric/fill/", follow=True).content.decode()
    assert "Рубрика уже есть" in page
    item = RubricItem.objects.all()[0]
    said = {"version": 1, "question": "Другими словами?", "points": 5, "order": 1,
            "is_active": "on"}  # fmt: skip
    assert browser.post(f"/readiness/rubric/{item.pk}/", said).status_code == 302
    late = browser.post(f"/readiness/rubric/{item.pk}/", {**said, "question": "Поздно?"})
    assert late.status_code == 422
    assert "Поздно?" in late.content.decode()


def test_an_expert_rates_by_a_link(signed_in: Callable[[str], Client]) -> None:
    item, browser = made_readiness.item(), signed_in("expert")
    said = {"address": "https://edu.example/doc", "points": 2, "checked_on": "2025-09-01",
            "comment": "приложение 2"}  # fmt: skip
    assert browser.post(f"{AREA}rate/{item.pk}/", said).status_code == 302
    told = browser.get(AREA).content.decode()
    assert "Баллов: 2 из 2" in told
    assert "Оценка неполна" in told
    assert "приложение 2" in told


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"points": 3}, "Наибольший балл за этот вопрос — 2"),
        ({"checked_on": "2099-01-01"}, "День проверки ссылки ещё не наступил"),
        ({"address": "javascript:alert(1)"}, "Ссылка начинается с http"),
        ({"address": "//evil.example/x"}, "Ссылка начинается с http"),
    ],
)
def test_a_wrong_rating_is_refused_with_the_cause_and_nothing_typed_is_lost(
    said: dict[str, Any], why: str, signed_in: Callable[[str], Client]
) -> None:
    item = made_readiness.item()
    typed = {"address": "/cycles/", "points": 1, "checked_on": "2025-09-01",
             "comment": "длинное пояснение", **said}  # fmt: skip
    page = signed_in("expert").post(f"{AREA}rate/{item.pk}/", typed)
    assert page.status_code == 422
    assert why in page.content.decode()
    assert "длинное пояснение" in page.content.decode()
    assert not Rating.objects.exists()


def test_points_do_not_fall_below_those_given() -> None:
    rating = made_readiness.rating()
    with pytest.raises(Impossible, match="уже поставлен больший балл"):
        actions.change(by=PROGRAM, item=rating.item, version=1, question="?", points=1, order=1)


def test_two_people_correcting_one_rating_do_not_overwrite_each_other() -> None:
    rating = made_readiness.rating()
    said = {"address": "/acts/", "points": 1, "checked_on": rating.checked_on}
    actions.correct(by=PROGRAM, rating=rating, version=1, **said)
    with pytest.raises(Stale):
        actions.correct(by=PROGRAM, rating=rating, version=1, **said)


def test_a_withdrawn_rating_no_longer_counts(signed_in: Callable[[str], Client]) -> None:
    rating, browser = made_readiness.rating(), signed_in("expert")
    said = {"version": 1, "reason": "не та ссылка"}
    browser.post(f"/readiness/ratings/{rating.pk}/withdraw/", said)
    assert "Баллов: 0 из 2" in browser.get(AREA).content.decode()


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every attempt to look a name up, none of which succeeds."""
    asked: list[str] = []

    def refuse(host: str, *_: Any, **__: Any) -> Any:
        asked.append(host)
        raise OSError("нет сети")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return asked


def test_nothing_is_asked_outside_without_the_setting(no_network: list[str]) -> None:
    state, said = looking.answer_of("https://edu.example/doc")
    assert (state, no_network) == ("unchecked", [])
    assert "не проверяются" in said


def test_a_dead_link_is_found_when_the_setting_allows(settings: Any, no_network: list[str]) -> None:
    settings.CHECK_LINKS = True
    assert looking.answer_of("https://edu.example/doc")[0] == "dead"
    assert no_network == ["edu.example"]


@pytest.mark.parametrize("address", ["10.0.0.5", "127.0.0.1", "169.254.169.254", "::1"])
def test_addresses_inside_the_network_are_never_asked(
    address: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CHECK_LINKS = True
    found = [(0, 0, 0, "", (address, 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("asked"))
    assert looking.answer_of("http://inside.example/")[0] == "dead"


def test_own_documents_are_looked_up_inside() -> None:
    cycle = threads.opened()
    assert looking.answer_of(f"/cycles/{cycle.pk}/")[0] == "alive"
    gone = "00000000-0000-4000-8000-000000000000"
    assert looking.answer_of(f"/cycles/{gone}/") == ("dead", "такого документа в системе нет")
    assert looking.answer_of("/nowhere/at/all/x") == ("dead", "такой страницы в системе нет")


def test_the_job_marks_every_link() -> None:
    alive = made_readiness.rating()
    dead = made_readiness.rating(item=alive.item, address="/nowhere/at/all/x")
    looking.look_at_links.call()
    assert [Rating.objects.get(pk=one.pk).link_state for one in (alive, dead)] == ["alive", "dead"]


def test_the_table_carries_the_evidence_with_addresses(
    signed_in: Callable[[str], Client],
) -> None:
    threads.decided()
    threads.chain(threads.opened())
    made_readiness.rating()
    browser = signed_in("authority_specialist")
    book = load_workbook(io.BytesIO(browser.get("/readiness/table/matrix.xlsx").content))
    cells = [cell for row in book["Таблица"].iter_rows(values_only=True) for cell in row if cell]
    assert any("http://testserver/findings/" in str(cell) for cell in cells)
    assert any("http://testserver/cycles/entries/" in str(cell) for cell in cells)
    rated = browser.get(f"/readiness/table/ratings.csv?area={world.AREA}").content.decode(
        "utf-8-sig"
    )
    assert "http://testserver/cycles/" in rated
    assert browser.get("/readiness/table/nothing.xlsx").status_code == 404


def test_the_number_of_questions_does_not_grow_with_areas_and_entries(
    signed_in: Callable[[str], Client], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in("authority_specialist")
    item = made_readiness.item()
    for _ in range(3):
        made_readiness.rating(item=item)
    threads.decided()
    cycle = threads.opened()
    for _ in range(3):
        threads.chain(cycle)
    browser.get("/readiness/")
    with django_assert_max_num_queries(22):
        browser.get("/readiness/")
