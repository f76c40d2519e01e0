"""The programming interface keeps to its own description, whatever it is asked."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

pytestmark = pytest.mark.django_db
CHECKS = (
    not_a_server_error, status_code_conformance, content_type_conformance,
    response_schema_conformance,
)  # fmt: skip
TRIES = int(os.environ.get("MSOKO_TRIES", "6"))


schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Requests share this test's connection and its transaction, as those of the test client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def key(signed_in: Callable[..., Client]) -> str:
    """The key of somebody who may do everything here."""
    return str(signed_in("operator", is_program=True).defaults["HTTP_AUTHORIZATION"])


@schema.parametrize()
@settings(
    max_examples=TRIES, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_every_answer_is_one_the_description_speaks_of(case: Any, key: str) -> None:
    # the caller inside the process does not unpack what a browser would
    answer = case.call(headers={"Authorization": key, "Accept-Encoding": "identity"})
    case.validate_response(answer, checks=CHECKS)


@schema.parametrize()
@settings(
    max_examples=3, deadline=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_nothing_is_told_without_a_key(case: Any) -> None:
    cache.clear()
    answer = case.call(headers={"Authorization": "Bearer msoko_none"})
    # 404: an address with a number that is none is not there for anybody
    assert answer.status_code in (401, 404)
