"""A region of 700 organisations: found by words, paged, exported; never read whole for a page."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web import world
from web.organisations import actions
from web.organisations.models import Flag, Identifier, Organisation, Placement
from web.organisations.tree import turned
from web.policy.scope import PROGRAM

pytestmark = pytest.mark.django_db
MANY = 700
# questions of the longest page, the sign-in among them
MOST = 14
SINCE = date(2020, 9, 1)


@pytest.fixture
def many(db: None) -> None:
    """Seven hundred more schools in the north, a tenth of them in a group."""
    north = Organisation.objects.get(code=world.NORTH)
    made = Organisation.objects.bulk_create(
        Organisation(code=f"9{n:05}", kind="school", name=f"Школа {n}", opened_on=SINCE)
        for n in range(MANY)
    )
    Placement.objects.bulk_create(
        Placement(organisation=one, parent=north, since=SINCE) for one in made
    )
    Identifier.objects.bulk_create(
        Identifier(organisation=one, kind="login", value=f"edu{one.code}", since=SINCE)
        for one in made
    )
    Flag.objects.bulk_create(
        Flag(organisation=one, kind="cluster", value="малые", since=SINCE) for one in made[::10]
    )
    turned()


def questions(browser: Client, path: str) -> list[str]:
    """What a page asks the database the second time it is opened."""
    browser.get(path)
    with CaptureQueriesContext(connection) as told:
        assert browser.get(path).status_code == 200
    return [one["sql"] for one in told.captured_queries]


@pytest.mark.parametrize(
    "path",
    [
        "/organisations/", "/organisations/?q=7&group=cluster:малые", "/organisations/list.csv",
        "/organisations/card/101/", "/people/", "/me/",
    ],
)  # fmt: skip
def test_a_page_asks_as_often_for_many_as_for_few(
    path: str, signed_in: Callable[[str], Client], request: Any
) -> None:
    who = "authority_head" if path.startswith("/people") else "operator"
    browser = signed_in(who)
    few = questions(browser, path)
    request.getfixturevalue("many")
    found = questions(browser, path)
    assert (path, len(found)) == (path, len(few))
    assert len(found) <= MOST


def test_the_tree_is_read_again_only_after_a_change(
    signed_in: Callable[[str], Client], many: None
) -> None:
    browser = signed_in("operator")
    whole = 'FROM "organisations_placement"'
    assert not any(whole in one for one in questions(browser, "/organisations/"))
    actions.found(
        by=PROGRAM, code="150", kind="school", name="Новая школа", opened_on=SINCE,
        parent=Organisation.objects.get(code=world.NORTH),
    )  # fmt: skip
    page = browser.get("/organisations/?q=Новая").content.decode()
    assert "Новая школа" in page


def test_a_long_list_is_shown_by_pages(signed_in: Callable[[str], Client], many: None) -> None:
    page = signed_in("operator").get("/organisations/").content.decode()
    assert "703 в перечне, на этой странице 100" in page
    last = signed_in("operator").get("/organisations/?page=8").content.decode()
    assert "Страница 8 из 8" in last


@pytest.mark.parametrize(
    ("query", "number"),
    [("q=Школа 69", 11), ("q=edu900005", 1), ("group=cluster:малые", 70), ("q=нигде", 0)],
)
def test_words_codes_and_groups_narrow_the_list(
    query: str, number: int, signed_in: Callable[[str], Client], many: None
) -> None:
    assert f"{number} в перечне" in signed_in("operator").get(
        f"/organisations/?{query}"
    ).content.decode()  # fmt: skip


def test_the_file_is_the_list_with_codes_and_groups(
    signed_in: Callable[[str], Client], many: None
) -> None:
    response = signed_in("operator").get("/organisations/list.csv?group=cluster:малые")
    text = response.content.decode("utf-8-sig")
    table, _, notes = text.partition("\r\n\r\n")
    rows = list(csv.DictReader(io.StringIO(table), delimiter=";"))
    assert "На какой день" in notes
    assert len(rows) == 70
    first = rows[0]
    assert (first["Код"], first["Логин ФИС ОКО"]) == ("900000", "edu900000")
    assert (first["Группа сопоставимых организаций"], first["Подчинена"]) == ("малые", world.NORTH)


def test_the_file_holds_nobody_out_of_reach(signed_in: Callable[[str], Client]) -> None:
    text = signed_in("data_officer").get("/organisations/list.csv?all").content.decode()
    assert f"Школа № {world.OWN}" in text
    assert world.OTHER not in text
    assert world.FOREIGN not in text
