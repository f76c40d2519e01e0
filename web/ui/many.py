"""Choosing several of many: a list with search, «все» and groups; plain boxes without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

Group = tuple[str, Sequence[str]]


class ManyWidget(forms.CheckboxSelectMultiple):
    """Boxes in a scrolled list; `groups` are (title, values) marked by one button."""

    template_name = "ui/parts/many.html"

    def __init__(self, groups: Sequence[Group] = (), **said: Any) -> None:
        super().__init__(**said)
        self.groups = groups

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """The context of a choice together with its groups."""
        told = super().get_context(name, value, attrs)
        told["widget"]["groups"] = [(title, " ".join(codes)) for title, codes in self.groups]
        told["widget"]["is_long"] = len(list(self.choices)) > 8
        return told


class ManyField(forms.MultipleChoiceField):
    """Several of the choices, none when nothing is marked."""

    def __init__(
        self, *, choices: Sequence[tuple[str, str]], groups: Sequence[Group] = (), **said: Any
    ) -> None:
        super().__init__(choices=choices, widget=ManyWidget(groups), **said)
