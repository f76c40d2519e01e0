"""Choosing a day by the calendar of the browser."""

from __future__ import annotations

from typing import Any

from django import forms


class DayField(forms.DateField):
    """One day; browsers take and give it as 2025-09-01 whatever the language of the page."""

    def __init__(self, label: str = "", **said: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(label=label, widget=widget, **said)
