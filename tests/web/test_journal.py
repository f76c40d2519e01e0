"""The journal is only appended: the database itself refuses to change or remove an event."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests.web import world
from web.audit.models import Event

pytestmark = pytest.mark.django_db


def test_an_event_cannot_be_changed() -> None:
    with pytest.raises(DatabaseError, match="только дополняется"), transaction.atomic():
        Event.objects.all().update(by="другой")


def test_an_event_cannot_be_removed() -> None:
    with pytest.raises(DatabaseError, match="только дополняется"), transaction.atomic():
        Event.objects.all().delete()


def test_the_journal_reads_in_words_and_keeps_to_the_municipality(
    signed_in: Callable[[str], Client],
) -> None:
    page = signed_in("authority_head").get("/journal/?action=organisations.found").content.decode()
    assert "заведена организация" in page
    assert f"Школа № {world.OWN}" in page
    assert f"Школа № {world.FOREIGN}" not in page
