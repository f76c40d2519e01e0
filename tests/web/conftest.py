"""The made-up world is built once a process; every test works in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.web import world
from web.accounts import tokens
from web.accounts.models import Person
from web.accounts.reach import actor_of
from web.policy.scope import PROGRAM, Actor


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tables, then the world."""
    with django_db_blocker.unblock():
        world.build()


@pytest.fixture
def person(db: None) -> Callable[[str], Person]:
    """A person of the world by the beginning of the address, which is the role."""
    return lambda name: Person.objects.get(email=f"{name}@school.example")


@pytest.fixture
def signed_in(person: Callable[[str], Person]) -> Callable[[str], Client]:
    """A browser in which the person of a role has signed in; "nobody" has not.

    It carries the person's key as well, for the addresses of programs; a program has only that.
    """

    def client(name: str, is_program: bool = False) -> Client:
        if name == "nobody":
            return Client(raise_request_exception=False)
        _, key = tokens.make_token(by=PROGRAM, person=person(name), name="проверка", days=1)
        headers = {"Authorization": f"Bearer {key}"}
        browser = Client(raise_request_exception=False, headers=headers)
        if not is_program:
            way = "allauth.account.auth_backends.AuthenticationBackend"
            browser.force_login(person(name), backend=way)
        return browser

    return client


@pytest.fixture
def same_store() -> Iterator[None]:
    """Facts accepted by a test are no facts of the next one."""
    ledger = Path(settings.STORE) / "ledger"
    before = set(ledger.iterdir())
    yield
    for entry in set(ledger.iterdir()) - before:
        entry.unlink()


@pytest.fixture
def acting(person: Callable[[str], Person]) -> Callable[[str], Actor]:
    """The actor of a role today."""
    from django.utils import timezone

    return lambda name: actor_of(person(name), timezone.localdate())
