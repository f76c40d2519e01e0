"""The journal is only appended: the database itself refuses to change or remove an event."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests.web import world
from web.audit.models import Event
from web.audit.words import Changed, changes

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


def test_a_corrected_entry_of_a_cycle_is_told_in_words() -> None:
    event = Event(
        kind="cycle.Entry",
        old={"said": {"indicator": "vpr_math_4"}},
        new={"said": {"indicator": "vpr_math_4", "target": "3", "target_by": "2025-05-31"}},
    )
    told = "Целевое значение: 3; Достичь к: 31.05.2025"
    assert changes(event) == [Changed("содержание", "—", told)]


def test_many_entries_at_once_are_told_in_words_and_name_nobody() -> None:
    said = [{"title": "Провести семинар", "person": "Иванова А. А."}, {"нечто": {"a": 1}}]
    (one,) = changes(Event(kind="cycle.Entry", old={}, new={"said": said}))
    assert "Провести семинар" in one.new
    assert "записано частей: 1" in one.new
    assert "Иванова" not in one.new
    assert "{" not in one.new
