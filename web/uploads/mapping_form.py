"""The form that says where the columns of an unknown table go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from msoko.facts.column import Column, Table
from msoko.facts.templates.words import allowed
from msoko.sources.fact_table.values import meaning_of
from web.uploads.layouts import guesses

_NOWHERE = ("", "— нет в файле —")


class MappingForm(forms.Form):
    """For every column of the table: a heading of the file, or one word for all lines."""

    def __init__(
        self, *args: Any, table: Table, layout: Mapping[str, Any], known: Mapping[str, str],
        constants: Mapping[str, str], **said: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **said)
        self.table = table
        headings = [
            (one["key"], f"{one['letters']}: {one['text']} ({one['holds']})"[:160])
            for one in layout["headings"]
        ]
        first = known or guesses(table, dict(layout))
        for column in table.columns:
            self.fields[f"from_{column.name}"] = forms.ChoiceField(
                label=column.ru, choices=[_NOWHERE, *headings], required=False,
                initial=first.get(column.name, ""),
            )  # fmt: skip
            self.fields[f"all_{column.name}"] = _one_value(column, constants.get(column.name, ""))

    @property
    def rows(self) -> list[tuple[Column, forms.BoundField, forms.BoundField]]:
        """The lines of the page, columns that must be there first."""
        ordered = sorted(self.table.columns, key=lambda column: column.unknown)
        return [(one, self[f"from_{one.name}"], self[f"all_{one.name}"]) for one in ordered]

    def clean(self) -> dict[str, Any]:
        """Each needed column has a source, no heading is used twice, constants can be read."""
        said = super().clean() or {}
        used: dict[str, str] = {}
        for column in self.table.columns:
            key = said.get(f"from_{column.name}", "")
            word = str(said.get(f"all_{column.name}") or "").strip()
            self._one(column, key, word)
            if key and key in used:
                self.add_error(f"from_{column.name}", f"Уже указан для «{used[key]}».")
            used.setdefault(key, column.ru)
        return said

    def _one(self, column: Column, key: str, word: str) -> None:
        if key and word:
            self.add_error(f"all_{column.name}", "Выберите что-то одно: столбец или значение.")
        elif not key and not word and not column.unknown:
            self.add_error(f"from_{column.name}", "Укажите столбец файла или одно значение.")
        elif word:
            try:
                meaning_of(column)(word)
            except ValueError:
                self.add_error(f"all_{column.name}", f"Впишите {allowed(column)}.")

    @property
    def columns(self) -> dict[str, str]:
        """Column of the table → heading of the file."""
        return self._said("from_")

    @property
    def constants(self) -> dict[str, str]:
        """Column of the table → the word for all lines."""
        return self._said("all_")

    def _said(self, start: str) -> dict[str, str]:
        found = {c.name: self.cleaned_data.get(start + c.name, "") for c in self.table.columns}
        return {name: str(word).strip() for name, word in found.items() if str(word).strip()}


def _one_value(column: Column, initial: str) -> forms.Field:
    label = f"{column.ru}: одно значение на все строки"
    if column.type in ("code", "bool"):
        codes = column.codes.items() if column.codes else (("да", "да"), ("нет", "нет"))
        return forms.ChoiceField(
            label=label, choices=[("", "—"), *codes], required=False, initial=initial
        )
    return forms.CharField(label=label, required=False, max_length=200, initial=initial)
