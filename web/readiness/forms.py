"""Forms of the rubric and of ratings."""

from __future__ import annotations

from typing import Any

from django import forms

from msoko.cycle.readiness import LINKS
from web import regulation
from web.readiness.models import Rating, RubricItem
from web.ui.days import DayField
from web.ui.versioned import VersionedForm

_LINKS = [("", "—"), *LINKS.items(), ("documents", "Документы по ссылкам")]


def areas() -> list[tuple[str, str]]:
    """Every area, or one of them."""
    known = regulation.profile().texts.areas.values()
    return [("", "Все направления"), *((one.id, one.title) for one in known)]


class ItemForm(forms.Form):
    """One question of the rubric."""

    question = forms.CharField(
        label="Вопрос", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    points = forms.IntegerField(label="Наибольший балл", min_value=1, max_value=100)
    order = forms.IntegerField(label="Место по порядку", min_value=1, max_value=1000)
    area = forms.ChoiceField(label="О каком направлении", required=False)
    link = forms.ChoiceField(label="О каком звене", choices=_LINKS, required=False)
    clause = forms.CharField(label="Пункт положения", max_length=300, required=False)
    quote = forms.CharField(
        label="Слова положения", max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["area"].choices = areas()


class ChangeItemForm(ItemForm, VersionedForm):
    """The same question in other words, with the version that was shown."""

    is_active = forms.BooleanField(label="Вопрос задаётся", required=False)


class RatingForm(forms.Form):
    """Points by what stands at an address."""

    address = forms.CharField(
        label="Ссылка на документ",
        max_length=500,
        help_text="Адрес страницы: https://… или документ этой системы: /acts/…",
    )
    points = forms.IntegerField(label="Балл", min_value=0, max_value=100)
    checked_on = DayField("Ссылка проверена")
    comment = forms.CharField(
        label="Пояснение", max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def clean_address(self) -> str:
        """An address of a page or a path inside; nothing a browser would run."""
        told = str(self.cleaned_data["address"]).strip()
        inside = told.startswith("/") and not told.startswith("//")
        if not inside and not told.startswith(("http://", "https://")):
            raise forms.ValidationError(
                "Ссылка начинается с http:// или https://, а на документ этой системы — с «/»."
            )
        return told


class CorrectRatingForm(RatingForm, VersionedForm):
    """Another address, points or day, with the version that was shown."""


def item_initial(item: RubricItem) -> dict[str, Any]:
    """What the form of a question starts with."""
    names = ("version", "question", "points", "order", "area", "link", "clause", "quote",
             "is_active")  # fmt: skip
    return {name: getattr(item, name) for name in names}


def rating_initial(rating: Rating) -> dict[str, Any]:
    """What the form of a rating starts with."""
    names = ("version", "address", "points", "checked_on", "comment")
    return {name: getattr(rating, name) for name in names}
