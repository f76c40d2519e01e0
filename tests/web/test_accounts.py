"""One's own account: second factor, a new password by letter, sessions, the door that closes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests.web import world
from web.accounts import actions
from web.accounts.models import Person
from web.policy.scope import PROGRAM

pytestmark = pytest.mark.django_db
GOOD = "восемь зелёных чашек"
SETTING_UP = "/account/two-factor/totp/activate/"


@pytest.fixture(autouse=True)
def forgotten() -> None:
    """Counts of earlier tests do not slow this one."""
    cache.clear()


def enter(browser: Client, address: str, password: str) -> Any:
    return browser.post("/account/login/", {"login": address, "password": password})


def code_of(secret: str) -> str:
    """What an application on a phone would show now."""
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def test_the_administrator_sets_up_a_second_factor_and_comes_in_with_it(settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = ["administrator"]
    browser, address = Client(), "administrator@school.example"
    enter(browser, address, world.PASSWORD)
    assert browser.get("/people/")["Location"] == "/account/two-factor/"
    again = browser.get(SETTING_UP)["Location"]
    assert browser.post(again, {"password": world.PASSWORD})["Location"] == SETTING_UP
    page = browser.get(SETTING_UP).content.decode()
    secret = re.search(r'id="authenticator_secret"[^>]*value="(\w+)"', page)
    assert secret
    assert browser.post(SETTING_UP, {"code": "000000"}).status_code == 200
    done = browser.post(SETTING_UP, {"code": code_of(secret[1])})
    assert done.status_code == 302
    assert browser.get("/people/").status_code == 200
    other = Client()
    asked = enter(other, address, world.PASSWORD)["Location"]
    assert other.get("/people/").status_code == 302
    cache.clear()  # the code just used is not accepted twice
    other.post(asked, {"code": code_of(secret[1])})
    assert other.get("/people/").status_code == 200


def test_a_new_password_comes_by_letter_and_ends_other_sessions() -> None:
    inside = Client()
    enter(inside, "operator@school.example", world.PASSWORD)
    assert inside.get("/uploads/").status_code == 200
    stranger = Client()
    stranger.post("/account/password/reset/", {"email": "operator@school.example"})
    letter = mail.outbox[-1]
    assert (letter.subject, letter.to) == ("МСОКО: новый пароль", ["operator@school.example"])
    link = re.search(r"/account/password/reset/key/\S+", str(letter.body))
    assert link
    page = stranger.get(link[0], follow=True)
    address = page.redirect_chain[-1][0]
    assert stranger.post(address, {"password1": GOOD, "password2": GOOD}).status_code == 302
    assert inside.get("/uploads/").status_code == 302
    assert enter(Client(), "operator@school.example", GOOD).status_code == 302
    assert "не действует" in Client().get(link[0], follow=True).content.decode()


def test_nobody_learns_whether_an_address_is_known() -> None:
    said = [
        Client().post("/account/password/reset/", {"email": address}, follow=True).content
        for address in ("operator@school.example", "nobody@school.example")
    ]
    plain = [re.sub(rb'value="\w{64}"', b"", one) for one in said]
    assert plain[0] == plain[1]


def test_a_person_sees_sessions_and_ends_the_others() -> None:
    here, there = Client(), Client()
    for browser in (here, there):
        enter(browser, "operator@school.example", world.PASSWORD)
        browser.get("/")
    page = here.get("/account/sessions/").content.decode()
    assert page.count("127.0.0.1") == 2
    assert here.post("/account/sessions/").status_code == 302
    assert here.get("/uploads/").status_code == 200
    assert there.get("/uploads/").status_code == 302


def test_reading_a_page_does_not_write(
    signed_in: Callable[[str], Client], django_assert_max_num_queries: Any
) -> None:
    browser = signed_in("operator")
    browser.get("/me/")
    seen = UserSession.objects.values_list("last_seen_at", flat=True)
    before = list(seen)
    with django_assert_max_num_queries(9) as told:
        browser.get("/me/")
    assert list(seen.all()) == before
    assert not any(one["sql"].startswith(("UPDATE", "INSERT")) for one in told.captured_queries)


def test_the_closed_door_says_why_and_what_to_do() -> None:
    for _ in range(6):
        answer = enter(Client(), "operator@school.example", "неверный")
    assert answer.status_code == 429
    page = answer.content.decode()
    assert "Вход временно закрыт" in page
    assert "задайте новый пароль" in page


def test_the_second_editor_of_a_person_loses_nothing_typed(
    signed_in: Callable[[str], Client], person: Callable[[str], Person]
) -> None:
    shown = person("expert")
    actions.correct(by=PROGRAM, person=shown, version=shown.version, name="Первая", position="")
    said = {"version": "1", "name": "Вторая", "position": "эксперт по математике"}
    path = f"/people/{shown.pk}/correct/"
    answer = signed_in("administrator").post(path, said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "запись изменил кто-то другой" in page
    assert 'value="Вторая"' in page
    assert 'value="эксперт по математике"' in page
    again = {**said, "version": str(person("expert").version)}
    assert signed_in("administrator").post(path, again).status_code == 302
    assert person("expert").name == "Вторая"


def test_people_are_found_by_name_and_address(signed_in: Callable[[str], Client]) -> None:
    page = signed_in("administrator").get("/people/?q=observer").content.decode()
    assert "observer@school.example" in page
    assert "operator@school.example" not in page
