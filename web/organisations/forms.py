"""Forms of the register of organisations."""

from __future__ import annotations

from typing import Any

from django import forms

from msoko.vocabulary import UNIT_KINDS
from web.organisations.kinds import FLAG_KINDS, IDENTIFIER_KINDS, SUCCESSION_KINDS
from web.organisations.models import Organisation
from web.ui.choosing import LongSelect
from web.ui.days import DayField
from web.ui.versioned import VersionedForm


def act(required: bool = False) -> forms.CharField:
    """The act that says so."""
    return forms.CharField(
        label="Акт", max_length=300, required=required,
        help_text="Вид, дата и номер: «приказ от 25.08.2025 № 118»",
    )  # fmt: skip


class FoundForm(forms.Form):
    """A new organisation."""

    code = forms.CharField(label="Код", max_length=200, help_text="Каким он стоит в файлах")
    kind = forms.ChoiceField(label="Вид", choices=list(UNIT_KINDS.items()))
    name = forms.CharField(label="Краткое название", max_length=300)
    full_name = forms.CharField(label="Полное название", max_length=600, required=False)
    parent = forms.ModelChoiceField(
        label="Кому подчинена", queryset=Organisation.objects.none(), to_field_name="code",
        widget=LongSelect, empty_label="Выберите, кому подчинена",
        help_text="Муниципалитет или головная организация, если это филиал",
    )  # fmt: skip
    opened_on = DayField("Действует с")
    act = act()

    def __init__(self, *args: Any, parents: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["parent"].queryset = parents


class CorrectForm(VersionedForm):
    """Names and the day of opening, with the version that was shown."""

    name = forms.CharField(label="Краткое название", max_length=300)
    full_name = forms.CharField(label="Полное название", max_length=600, required=False)
    opened_on = DayField("Действует с")
    reason = forms.CharField(label="Почему исправлено", max_length=300, required=False)


class MoveForm(VersionedForm):
    """Another place in the tree from a day on."""

    parent = forms.ModelChoiceField(
        label="Кому подчинена", queryset=Organisation.objects.none(), to_field_name="code",
        widget=LongSelect, empty_label="Выберите, кому подчинена",
        help_text="Прежнее место сохранится в истории со своими датами",
    )  # fmt: skip
    since = DayField("С какого дня")
    act = act()

    def __init__(self, *args: Any, others: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["parent"].queryset = others


class CloseForm(VersionedForm):
    """Closing an organisation."""

    closed_on = DayField("Закрыта с")
    act = act(required=True)


class SucceedForm(VersionedForm):
    """Who comes after this organisation."""

    new = forms.ModelChoiceField(
        label="Правопреемник", queryset=Organisation.objects.none(), to_field_name="code",
        widget=LongSelect, empty_label="Выберите правопреемника",
    )  # fmt: skip
    kind = forms.ChoiceField(label="Что произошло", choices=list(SUCCESSION_KINDS.items()))
    on = DayField("С какого дня")
    act = act(required=True)

    def __init__(self, *args: Any, others: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["new"].queryset = others


class IdentifyForm(VersionedForm):
    """A code from a day on."""

    kind = forms.ChoiceField(label="Вид кода", choices=list(IDENTIFIER_KINDS.items()))
    value = forms.CharField(label="Код", max_length=200)
    since = DayField("Действует с")


class FlagForm(VersionedForm):
    """A flag or group from a day on, or its end."""

    kind = forms.ChoiceField(label="Признак", choices=list(FLAG_KINDS.items()))
    value = forms.CharField(
        label="Группа", max_length=200, required=False, help_text="Только для групп"
    )
    since = DayField("С какого дня")
    ends = forms.BooleanField(label="С этого дня признака больше нет", required=False)
    act = act()


class LoadForm(forms.Form):
    """A table of organisations."""

    file = forms.FileField(
        label="Файл перечня", help_text="Шаблон делает команда: msoko template units"
    )
    act = act()
