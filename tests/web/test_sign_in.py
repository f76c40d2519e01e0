"""Coming in: by invitation and password; wrong ones lock the door; a role taken back is gone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.web import world
from web.accounts import actions
from web.accounts.models import Appointment, Invitation, Person
from web.audit.models import Event
from web.organisations.models import Organisation
from web.policy.scope import PROGRAM

pytestmark = pytest.mark.django_db
GOOD = "восемь зелёных чашек"


def enter(browser: Client, address: str, password: str) -> int:
    said = {"login": address, "password": password}
    return browser.post("/account/login/", said).status_code


def test_a_person_comes_in_with_the_password_and_it_is_recorded() -> None:
    browser = Client()
    assert enter(browser, "operator@school.example", world.PASSWORD) == 302
    assert browser.get("/").status_code == 200
    assert Event.objects.latest("number").action == "accounts.sign_in"


def test_wrong_passwords_close_the_door_even_for_the_right_one() -> None:
    browser = Client()
    told = [enter(browser, "operator@school.example", "неверный") for _ in range(6)]
    assert told[-1] == 429
    assert enter(browser, "operator@school.example", world.PASSWORD) == 429
    assert enter(Client(), "expert@school.example", world.PASSWORD) == 302


def test_the_invited_sets_a_password_and_comes_in_with_the_role(
    signed_in: Callable[[str], Client], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    said = {
        "name": "Новый Человек", "email": "new@school.example", "role": "expert",
        "organisation": world.NORTH,
    }  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        signed_in("authority_head").post("/people/invite/", said)
    link = re.search(r"/invitation/\S+", str(mail.outbox[-1].body))
    assert link
    browser = Client()
    weak = {"name": "Новый Человек", "password": "12345678", "again": "12345678"}
    assert "слишком короткий" in browser.post(link[0], weak).content.decode()
    strong = {"name": "Новый Человек", "password": GOOD, "again": GOOD}
    assert browser.post(link[0], strong).status_code == 302
    assert enter(browser, "new@school.example", GOOD) == 302
    assert "Эксперт" in browser.get("/me/").content.decode()
    assert Client().get(link[0]).status_code == 404


def test_an_invitation_too_old_is_not_accepted() -> None:
    place = Organisation.objects.get(code=world.NORTH)
    _, token = actions.invite(
        by=PROGRAM, email="x@school.example", name="X", role="expert", organisation=place
    )
    Invitation.objects.update(expires_at=timezone.now())
    response = Client().get(f"/invitation/{token}/")
    assert response.status_code == 404
    assert "Срок приглашения вышел" in response.content.decode()


def test_the_token_itself_is_nowhere_in_the_database() -> None:
    place = Organisation.objects.get(code=world.NORTH)
    invitation, token = actions.invite(
        by=PROGRAM, email="x@school.example", name="X", role="expert", organisation=place
    )
    assert token not in str(vars(invitation))
    assert token not in str(Event.objects.latest("number").new)


def test_a_role_taken_back_is_gone_at_the_next_request(
    signed_in: Callable[[str], Client], person: Callable[[str], Person]
) -> None:
    browser = signed_in("operator")
    assert browser.get("/uploads/").status_code == 200
    held = Appointment.objects.get(person=person("operator"))
    actions.dismiss(by=PROGRAM, appointment=held)
    assert browser.get("/uploads/").status_code == 403


def test_a_person_switched_off_is_out_at_once(
    signed_in: Callable[[str], Client], person: Callable[[str], Person]
) -> None:
    browser, operator = signed_in("operator"), person("operator")
    actions.switch(by=PROGRAM, person=operator, version=operator.version, is_active=False)
    assert browser.get("/uploads/").status_code == 302
    assert enter(Client(), "operator@school.example", world.PASSWORD) != 200


def test_a_role_that_demands_a_second_factor_is_sent_to_set_it_up(
    signed_in: Callable[[str], Client], settings: pytest.FixtureRequest
) -> None:
    settings.SECOND_FACTOR_ROLES = ["administrator"]  # type: ignore[attr-defined]
    response = signed_in("administrator").get("/people/")
    assert (response.status_code, response["Location"]) == (302, "/account/two-factor/")
    assert signed_in("administrator").get("/account/two-factor/").status_code == 200


def test_a_head_invites_for_own_school_and_lesser_roles_only(
    signed_in: Callable[[str], Client],
) -> None:
    page = signed_in("organisation_head").get("/people/invite/").content.decode()
    assert re.findall(r'<option value="(\w+)">', page)[:1] == ["data_officer"]
    assert f'value="{world.OTHER}"' not in page
    assert 'value="authority_head"' not in page


def test_reading_puts_off_the_end_of_a_session_and_writes_once_in_five_minutes(
    signed_in: Callable[[str], Client],
) -> None:
    browser = signed_in("operator")
    soon = timezone.now() + timedelta(minutes=1)
    Session.objects.update(expire_date=soon)
    browser.get("/me/")
    put_off = Session.objects.get().expire_date
    assert put_off > soon + timedelta(minutes=30)
    assert UserSession.objects.count() == 1
    with CaptureQueriesContext(connection) as asked:
        browser.get("/me/")
    assert [one for one in asked.captured_queries if not one["sql"].startswith("SELECT")] == []
    assert Session.objects.get().expire_date == put_off
