"""Every kind of page is free of serious faults of accessibility, on a screen and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.site import AXE

Opened = Callable[..., Any]
AREA = "/areas/low_performing_schools/"
PAGES = {
    "": ("/account/login/", "/account/password/reset/"),
    "authority_specialist": (
        "/", AREA, f"{AREA}vpr_russian_4/", "/organisations/", "/organisations/new/",
        "/organisations/load/", "/cycles/", "/cycles/new/", "/today/", "/uploads/", "/roles/",
        "/roadmap/", "/roadmap/timeline/", "/roadmap/calendar/", "/roadmap/documents/",
        "/roadmap/add/", "/roadmap/reminders/",
        "/me/", "/me/keys/", "/components/", "/nothing/", "/account/sessions/",
    ),
    "administrator": ("/people/", "/people/invite/", "/journal/", "/account/two-factor/"),
}  # fmt: skip
_RUN = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
  .filter(one => ['serious', 'critical'].includes(one.impact))
  .map(one => one.id + ': '
    + one.nodes.map(node => node.html.slice(0, 120)).slice(0, 3).join(' | '))
"""


def faults(page: Any) -> list[str]:
    """Serious and critical violations of the page as it stands."""
    # the policy of content forbids scripts of others: the checker is run, not loaded
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return list(page.evaluate(_RUN))


def followed(page: Any, what: Any) -> None:
    """A link or button pressed, and the page it leads to there: the checker must not run before."""
    with page.expect_navigation():
        what.click()


@pytest.mark.parametrize("width", [1200, 390])
@pytest.mark.parametrize("role", PAGES)
def test_a_page_has_no_serious_fault(role: str, width: int, opened: Opened) -> None:
    page = opened(role, width=width)
    wrong = {}
    for address in PAGES[role]:
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == "ru"
        assert page.get_by_role("heading", level=1).count() == 1
        found = faults(page)
        if found:
            wrong[address] = found
    assert wrong == {}


def test_cards_and_forms_with_errors_are_no_worse(opened: Opened) -> None:
    page = opened("authority_specialist")
    page.goto("/organisations/")
    followed(page, page.get_by_role("rowheader").last.get_by_role("link"))
    assert faults(page) == []
    for what in ("correct", "move", "identify", "flag", "succeed", "close"):
        card = page.url
        page.goto(f"{card}{what}/")
        page.evaluate("document.querySelector('main form').noValidate = true")
        followed(page, page.locator("main form button[type=submit]"))
        assert (what, faults(page)) == (what, [])
        page.goto(card)


@pytest.mark.parametrize("width", [1200, 390])
def test_pages_of_a_cycle_have_no_serious_fault(width: int, opened: Opened) -> None:
    page = opened("authority_specialist", width=width)
    page.goto("/cycles/new/")
    page.get_by_label("Направление").select_option("preschool")
    page.get_by_label("Учебный год").select_option(index=int(width == 390))
    followed(page, page.get_by_role("button", name="Открыть цикл"))
    wrong = {"цикл": faults(page)}
    followed(page, page.get_by_role("button", name="Начать этап"))
    followed(page, page.get_by_role("button", name="Внести из положения"))
    wrong["этап"] = faults(page)
    stage = page.url
    followed(page, page.get_by_role("rowheader").first.get_by_role("link"))
    wrong["запись"] = faults(page)
    card = page.url
    for address in (f"{card}edit/", f"{card}withdraw/", f"{stage}step/finish/",
                    f"{stage}add/goal/"):  # fmt: skip
        page.goto(address)
        wrong[address] = faults(page)
    assert {name: found for name, found in wrong.items() if found} == {}


def test_the_checker_sees_a_planted_fault(opened: Opened) -> None:
    page = opened()
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert any(one.startswith("html-has-lang") for one in faults(page))
