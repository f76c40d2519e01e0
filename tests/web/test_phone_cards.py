"""On a phone a row of a table is a card: beside the name of a cell stands one thing, or it is cut.

A cell is laid out as a row of boxes there (`table.cards td` in components.css): every further box
makes the card wider than the screen. What is several things is put into one `div`.
"""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.test import Client

from tests.web import world

pytestmark = pytest.mark.django_db
AREA = f"/areas/{world.AREA}/"
PAGES = (
    AREA,
    f"{AREA}{world.INDICATOR}/",
    f"{AREA}{world.INDICATOR}/101/",
    f"{AREA}{world.INDICATOR}/101/2024-25/",
    "/schools/101/",
    "/readiness/",
)
_VOID = {"br", "img", "input", "hr", "wbr"}


class Cells(HTMLParser):
    """Cells of cards by their name, each with how many boxes lie in it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, int]] = []
        self._in_cards, self._depth, self._name, self._boxes = False, -1, "", 0
        self._after_text = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "table":
            self._in_cards = "cards" in (said.get("class") or "").split()
        elif tag == "td" and self._in_cards:
            self._depth, self._name, self._boxes = 0, said.get("data-label") or "", 0
            self._after_text = False
        elif self._depth >= 0:
            self._box(text=False)
            self._depth += tag not in _VOID

    def handle_endtag(self, tag: str) -> None:
        if tag == "td" and self._depth == 0:
            self.found.append((self._name, self._boxes))
            self._depth = -1
        elif self._depth > 0:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if data.strip():
            self._box(text=True)

    def _box(self, *, text: bool) -> None:
        """One more thing straight in the cell; pieces of one text are one thing."""
        if self._depth == 0:
            self._boxes += not (text and self._after_text)
            self._after_text = text


@pytest.mark.parametrize("page", PAGES)
def test_a_cell_of_a_card_holds_one_thing(page: str, signed_in: Callable[[str], Client]) -> None:
    cells = Cells()
    cells.feed(signed_in("authority_specialist").get(page).content.decode())
    assert cells.found
    assert [name for name, boxes in cells.found if boxes > 1] == []
