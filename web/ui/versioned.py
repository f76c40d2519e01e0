"""Two people at one form: the second is told what the first has saved and keeps what they typed.

A form that changes a record carries the version it was shown with. When the record has moved on,
the form comes back as it was typed, with the differences beside it and the new version inside: the
next press of the button saves knowingly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from web.ui.many import ManyField
from web.ui.numbers import day


def version_of(said: Mapping[str, str]) -> int:
    """The version a button was shown with; 0, which no record has, when it says none."""
    version = said.get("version", "")
    return int(version) if version.isdecimal() else 0


@dataclass(frozen=True)
class Difference:
    """One field: what it is called, what was typed, what is recorded now."""

    title: str
    typed: str
    recorded: str


class VersionedForm(forms.Form):
    """A form that knows which version of the record it changes."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    differences: tuple[Difference, ...] = ()

    def overtake(self, why: Exception, record: Any) -> None:
        """Say why nothing was saved, show the differences, and go on from the present version."""
        self.add_error(None, str(why))
        self.differences = tuple(
            Difference(
                str(self[name].label),
                self._said(name, typed),
                self._said(name, getattr(record, name)),
            )
            for name, typed in self.cleaned_data.items()
            if name != "version" and hasattr(record, name) and getattr(record, name) != typed
        )
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(record.version)

    def _said(self, name: str, value: Any) -> str:
        """A value in words: a choice by its label, several of them one after another."""
        if isinstance(value, bool):
            return "да" if value else "нет"
        if isinstance(value, date):
            return day(value)
        field = self.fields[name]
        labels = dict(field.choices) if type(field) in _CHOSEN else {}
        told = value if isinstance(value, list) else [value]
        return "; ".join(str(labels.get(one, one)) for one in told if one) or "—"


# Fields whose choices are plain pairs of a value and its label.
_CHOSEN = (forms.ChoiceField, ManyField)
