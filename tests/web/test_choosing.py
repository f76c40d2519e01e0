"""The long list of choices is Django's own list, only drawn faster."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django import forms
from django.test import Client

from web.ui.choosing import LongSelect

CHOICES = [("", "—"), ("1", "Школа «<b>& 'кавычки'»"), *((str(n), f"№ {n}") for n in range(2, 80))]


class Read(HTMLParser):
    """Tags with their attributes, and the words between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.told: list[object] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.told.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.told.append(data.strip())


def drawn(widget: type[forms.Select], value: str, is_required: bool) -> list[object]:
    field = forms.ChoiceField(choices=CHOICES, widget=widget(attrs={"data-auto": True}))
    field.required = is_required
    form = type("F", (forms.Form,), {"place": field})({"place": value})
    return Read(str(form["place"])).told


def test_it_is_the_same_list_for_every_value() -> None:
    for value in ("", "1", "79", "чужое"):
        for is_required in (True, False):
            ours = drawn(LongSelect, value, is_required)
            assert ours == drawn(forms.Select, value, is_required)
            assert len(ours) == 1 + 2 * len(CHOICES)
            chosen = {"value": value, "selected": None}
            assert (("option", chosen) in ours) == (value != "чужое")


def test_words_are_escaped() -> None:
    page = LongSelect(choices=[('"><script>', "<script>")]).render("a", None)
    assert "<script>" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "role"),
    [
        ("/uploads/", "operator"),
        ("/organisations/new/", "authority_specialist"),
        ("/people/invite/", "administrator"),
    ],
)
def test_a_list_asks_in_words_for_one_to_be_chosen(
    page: str, role: str, signed_in: Callable[[str], Client]
) -> None:
    told = signed_in(role).get(page)
    assert told.status_code == 200
    assert "-----" not in told.content.decode()
    assert "Выберите" in told.content.decode()
