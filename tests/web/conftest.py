"""The made-up world is built once a process; every test works in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.web import world
from web.accounts.models import Person
from web.accounts.reach import actor_of
from web.policy.scope import Actor


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
    """A browser in which the person of a role has signed in; "nobody" has not."""

    def client(name: str) -> Client:
        browser = Client(raise_request_exception=False)
        if name != "nobody":
            way = "allauth.account.auth_backends.AuthenticationBackend"
            browser.force_login(person(name), backend=way)
        return browser

    return client


@pytest.fixture
def acting(person: Callable[[str], Person]) -> Callable[[str], Actor]:
    """The actor of a role today."""
    from django.utils import timezone

    return lambda name: actor_of(person(name), timezone.localdate())
