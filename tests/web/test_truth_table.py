"""Every role × every page × own, other's, foreign and absent object: the answers of the table.

The table is written by people, not derived from the policy; a page or role missing in it fails.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.web import world
from web.accounts.models import Appointment
from web.cycle.models import Cycle, Entry
from web.policy.pages import Page, pages
from web.policy.roles import ROLES
from web.uploads.models import Delivery

_TABLE = Path(__file__).with_name("truth_table.csv").read_text(encoding="utf-8")
EXPECTED = {row["page"]: row for row in csv.DictReader(_TABLE.splitlines(), delimiter=";")}
PAGES = {page.name: page for page in pages()}
WHO = [*ROLES, "former", "nobody"]
RELATIONS = {"own": world.OWN, "other": world.OTHER, "foreign": world.FOREIGN}
NOWHERE = "00000000-0000-4000-8000-000000000000"
# Parts of an address that name no protected object.
FIXED = {
    "job": NOWHERE,
    "act": NOWHERE, "kept": 0, "action": NOWHERE, "item": NOWHERE, "rating": NOWHERE,
    "area": world.AREA, "indicator": world.INDICATOR, "period": world.PERIOD,
    "document": "procedure_order", "feed": NOWHERE, "stage": "goals", "kind": "goal",
    "key": "0-0", "uidb36": "0", "form": "csv",
}  # fmt: skip
# Which way an address goes, where it has several.
WHAT = {
    "uploads:decide": "accept", "cycle:decide": "confirm", "workspace:indicator_chart": "values",
    "roadmap:table": "lines", "readiness:table": "matrix", "cycles:cycle_step": "withdraw",
    "cycles:stage_step": "begin",
    "cycles:entry_step": "recall",
    "workspace:indicator_table": "values", "workspace:unit_table": "cells",
}  # fmt: skip
DRAWN = ("workspace:indicator_chart", "workspace:unit_chart", "cycle:chart", "ui:sample")
OBJECTS = ("ref", "row", "entry", "organisation", "unit", "person", "number", "delivery", "finding")


def part(name: str, page: Page, code: str) -> object:
    """The value of one part of an address for an object of an organisation."""
    if name in ("finding", "ref"):
        return f"{'finding:' if name == 'ref' else ''}{world.key(code)}"
    if name in ("organisation", "unit"):
        return code
    if name in ("what", "verb"):
        return WHAT.get(page.name, "correct")
    if name == "cycle":
        return Cycle.objects.get().pk
    if name in FIXED:
        return "svg" if name == "form" and page.name in DRAWN else FIXED[name]
    if name == "token":
        return "неизвестный" if page.name == "accounts:join" else NOWHERE
    if code == world.ABSENT:
        return {"number": 0, "row": "own-none"}.get(name, NOWHERE)
    return of_object(name, code)


def of_object(name: str, code: str) -> object:
    """The number of an object that belongs to an organisation or its municipality."""
    if name == "row":
        return world.planned_row(world.SCHOOLS[code])
    if name == "entry":
        return Entry.objects.get(places__organisation=code).pk
    if name == "delivery":
        return Delivery.objects.get(organisation__code=code).pk
    held = Appointment.objects.get(person__email=f"data{code}@school.example")
    return {"person": held.person_id, "number": held.pk}[name]


def address(page: Page, code: str) -> str:
    """The address of a page about an object; KeyError for a part nobody has thought of."""
    return reverse(page.name, kwargs={name: part(name, page, code) for name in page.parts})


def asked(browser: Client, page: Page, code: str) -> HttpResponse:
    body = ""
    if page.name == "api:accept":
        shown = Delivery.objects.filter(organisation__code=code).first()
        body = json.dumps({"version": shown.version if shown else 1})
    method, kind = EXPECTED[page.name]["method"], "application/json"
    return browser.generic(method, address(page, code), body, content_type=kind)


def said(browser: Client, page: Page, code: str) -> tuple[int, bytes]:
    """Status and body, the one-time token of forms aside."""
    response = asked(browser, page, code)
    return response.status_code, re.sub(rb'value="\w{64}"', b"", response.content)


def answers(browser: Client, page: Page) -> list[int]:
    """The status for each relation; one for a page without an object."""
    codes = list(RELATIONS.values()) if set(page.parts) & set(OBJECTS) else [world.OWN]
    return [asked(browser, page, code).status_code for code in codes]


def test_the_table_names_every_page_and_every_role_and_no_other() -> None:
    assert set(EXPECTED) == set(PAGES)
    assert set(next(iter(EXPECTED.values()))) == {"page", "method", *WHO}


@pytest.mark.parametrize("who", WHO)
def test_every_page_answers_as_the_table_says(who: str, signed_in: Callable[[str], Client]) -> None:
    wrong = []
    for name, page in PAGES.items():
        browser = signed_in(who)
        told = answers(browser, page)
        expected = [int(word) for word in EXPECTED[name][who].split()]
        if told != (expected * len(told))[: len(told)]:
            wrong.append((name, expected, told))
    assert wrong == []


@pytest.mark.parametrize("who", [who for who in WHO if who != "nobody"])
def test_an_object_out_of_reach_looks_like_one_that_is_not_there(
    who: str, signed_in: Callable[[str], Client]
) -> None:
    browser = signed_in(who)
    for page in PAGES.values():
        if not set(page.parts) & set(OBJECTS):
            continue
        foreign, absent = (said(browser, page, c) for c in (world.FOREIGN, world.ABSENT))
        assert (page.name, foreign == absent) == (page.name, True)


def test_the_menu_offers_exactly_the_pages_that_open(
    signed_in: Callable[[str], Client],
) -> None:
    from web.policy.menu import ENTRIES

    for who in ROLES:
        browser = signed_in(who)
        page = browser.get(reverse("accounts:own")).content.decode()
        menu = page.partition('class="menu"')[2].partition("</nav>")[0]
        for name, title, _, _ in ENTRIES:
            offered = f">{title}<" in menu.replace(" <span", "<span")
            opens = EXPECTED[name][who] == "200"
            assert offered == opens, (who, title)
