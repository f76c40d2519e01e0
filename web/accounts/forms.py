"""Forms of people: invitation, joining, appointment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)

from web.accounts.models import ROLE_CHOICES, SUBJECT_CHOICES, Person
from web.accounts.tokens import DAYS
from web.organisations.forms import act
from web.organisations.models import Organisation
from web.policy.roles import ROLES
from web.ui.choosing import LongSelect
from web.ui.days import DayField
from web.ui.versioned import VersionedForm

_NO_SUBJECT = [("", "—"), *SUBJECT_CHOICES]


class _RoleForm(forms.Form):
    """A role at a place, with a subject where the role has one."""

    role = forms.ChoiceField(label="Роль")
    organisation = forms.ModelChoiceField(
        label="Где", queryset=Organisation.objects.none(), to_field_name="code",
        widget=LongSelect, empty_label="Выберите, где",
        help_text="Муниципалитет — для органа управления и приглашённых, организация — для школ",
    )  # fmt: skip
    subject = forms.ChoiceField(
        label="Предмет", choices=_NO_SUBJECT, required=False,
        help_text="Только для методического объединения",
    )  # fmt: skip

    def __init__(self, *args: Any, roles: frozenset[str], places: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["role"].choices = [one for one in ROLE_CHOICES if one[0] in roles]
        self.fields["organisation"].queryset = places

    def clean(self) -> dict[str, Any]:
        """A subject exactly where the role has one."""
        said = super().clean() or {}
        role = ROLES.get(said.get("role", ""))
        if role and role.subject and not said.get("subject"):
            self.add_error("subject", "Для этой роли нужен предмет.")
        if role and not role.subject:
            said["subject"] = ""
        return said


class InviteForm(_RoleForm):
    """An invitation."""

    email = forms.EmailField(label="Адрес электронной почты")
    name = forms.CharField(label="Имя и фамилия", max_length=200)
    field_order = ("name", "email", "role", "organisation", "subject")


class AppointForm(_RoleForm):
    """A further role of a person."""

    since = DayField("С какого дня")
    act = act()


class CorrectForm(VersionedForm):
    """Name and position of a person."""

    name = forms.CharField(label="Имя и фамилия", max_length=200)
    position = forms.CharField(label="Должность", max_length=200, required=False)


class TokenForm(forms.Form):
    """A key for a program."""

    name = forms.CharField(
        label="Для чего ключ", max_length=100, help_text="Например: «выгрузка из журнала школы»"
    )
    days = forms.TypedChoiceField(label="Сколько действует", choices=list(DAYS.items()), coerce=int)


class JoinForm(forms.Form):
    """The invited person's name and password."""

    name = forms.CharField(label="Имя и фамилия", max_length=200)
    password = forms.CharField(
        label="Пароль", strip=False, help_text=password_validators_help_text_html(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label="Пароль ещё раз", strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, *args: Any, email: str, **said: Any) -> None:
        super().__init__(*args, **said)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Both passwords alike, and good enough."""
        said = super().clean() or {}
        if said.get("password") != said.get("again"):
            self.add_error("again", "Пароли не совпадают.")
        elif said.get("password"):
            person = Person(email=self.email, name=said.get("name", ""))
            try:
                validate_password(said["password"], person)
            except forms.ValidationError as wrong:
                self.add_error("password", wrong)
        return said
