"""The form of an entry, made from the fields of its kind; the form of a step with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any

from django import forms

from msoko.cycle.kinds import KINDS, UNITS, EntryKind, Field
from msoko.cycle.target import target_faults
from msoko.vocabulary import capital
from web import regulation
from web.cycle.models import Entry
from web.cycle.pages.choices import Choices
from web.ui.days import DayField
from web.ui.many import ManyField
from web.ui.versioned import VersionedForm

_LINE, _TEXT = 300, 6000
# Links a stage is not whole without (msoko.cycle.contents).
_ASKED_FOR = {
    ("objective", "goal"), ("indicator", "goal"), ("method", "indicator"),
    ("recommendation", "finding"), ("review", "action"), ("relevance", "finding"),
}  # fmt: skip
_FOLLOWS = "follows_"
_NOT_YET_IN = (
    "В списке показатели, которых в цикле ещё нет. Внесённому показателю цель назначают на его "
    "карточке: «Исправить»"
)


class StepForm(VersionedForm):
    """A step: the version that was shown, the day it sets anew, and why."""

    due = DayField(
        label="Новый срок",
        help_text="Прежний срок и причина останутся в записи и будут видны всем, кто её видит",
    )
    reason = forms.CharField(
        label="Причина", max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, asks: bool, sets: str = "", **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["reason"].required = asks
        for name, wanted in (("reason", asks), ("due", sets == "due")):
            if not wanted:
                del self.fields[name]


class AnswerForm(VersionedForm):
    """What an organisation answers when it has read what was sent to it."""

    note = forms.CharField(
        label="Ответ организации", max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Например: что уже сделано или чего не хватает",
    )  # fmt: skip


class PersonForm(VersionedForm):
    """Whom a recommendation is for by name."""

    person = forms.CharField(
        label="Лицо, которому адресована рекомендация", max_length=_LINE, required=False,
        help_text="Видно только руководителю; в журнал имя не попадает",
    )  # fmt: skip


class EntryForm(VersionedForm):
    """The fields of a kind, and one field for each kind it may follow."""

    def __init__(
        self, *args: Any, kind: EntryKind, choices: Choices, is_new: bool, **said: Any
    ) -> None:
        super().__init__(*args, **said)
        self.kind = kind
        for field in kind.fields:
            if field.name != "person":
                self.fields[field.name] = field_of(kind, field, choices)
        for name, options in choices.links.items():
            if options:
                what = KINDS[name].plural if name in KINDS else "выводы анализа"
                label = f"Из чего следует: {what}"
                known = ManyField(label=label, choices=options, required=False)
                known.must = (kind.id, name) in _ASKED_FOR  # type: ignore[attr-defined]
                self.fields[f"{_FOLLOWS}{name}"] = known
        if is_new and kind.id == "indicator":
            self.fields["indicator"].help_text = _NOT_YET_IN
        if not is_new:
            self.fields["reason"] = forms.CharField(
                label="Почему исправлено", max_length=_LINE, required=False
            )

    def clean(self) -> dict[str, Any]:
        """A goal of the regulation may go without own words; days go in their order."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        starts, due = told.get("starts"), told.get("due")
        if starts and due and due < starts:
            self.add_error("due", "Этот день раньше начала: проверьте оба.")
        if self.kind.id == "indicator":
            self._aim(told)
        if self.kind.id == "goal" and not told.get("title"):
            if told.get("goal"):
                told["title"] = _statement(told["goal"])
            elif "title" not in self.errors:
                self.add_error("title", "Выберите цель положения или напишите свою.")
        return told

    def _aim(self, told: dict[str, Any]) -> None:
        """A target in the unit of its indicator, which nobody has to know by heart."""
        known = regulation.profile().indicators.get(str(told.get("indicator") or ""))
        told["target"] = str(told.get("target") or "").removesuffix("%").strip()
        begun = any(told.get(one) for one in ("target", "target_side", "target_by"))
        if begun and not told.get("target_unit") and known and known.unit in dict(UNITS):
            told["target_unit"] = known.unit
        for fault in target_faults(told, known):
            if fault.field not in self.errors:
                self.add_error(fault.field, f"{capital(fault.what)}.")

    @property
    def said(self) -> dict[str, Any]:
        """What the fields of the kind say."""
        names = [field.name for field in self.kind.fields]
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    @property
    def links(self) -> list[str]:
        """What the entry points back to."""
        names = [name for name in self.fields if name.startswith(_FOLLOWS)]
        return [ref for name in names for ref in self.cleaned_data[name]]


def record_of(entry: Entry) -> SimpleNamespace:
    """An entry as the form sees it: to start with, and to compare with what was typed."""
    kind = KINDS[entry.kind]
    said = {field.name: _as_typed(field, entry.said) for field in kind.fields}
    refs = [one.ref for one in entry.links.all()]
    follows = {f"{_FOLLOWS}{name}": refs for name in kind.follows}
    return SimpleNamespace(**said, **follows, version=entry.version)


def chosen_first(asked: Mapping[str, Any], kind: EntryKind) -> dict[str, Any]:
    """What a new entry starts with: the references its address names."""
    refs = asked.getlist("follows")  # type: ignore[attr-defined]
    return {"version": 1, **{f"{_FOLLOWS}{name}": refs for name in kind.follows}}


def only_offered(form: EntryForm, record: SimpleNamespace) -> SimpleNamespace:
    """The record without references a field does not offer: each field shows its own."""
    told = vars(record).copy()
    for name, field in form.fields.items():
        if name.startswith(_FOLLOWS) and name in told:
            offered = {value for value, _ in field.choices}
            told[name] = [ref for ref in told[name] if ref in offered]
    return SimpleNamespace(**told)


def _as_typed(field: Field, said: Mapping[str, Any]) -> Any:
    value = said.get(field.name)
    if field.type == "date":
        return date.fromisoformat(value) if isinstance(value, str) and value else value
    return value or ([] if field.type == "organisations" else "")


def _statement(goal: str) -> str:
    areas = regulation.profile().texts.areas.values()
    found = (one for area in areas for one in area.goals if one.id == goal)
    return next((one.statement or one.title for one in found), goal)


def field_of(kind: EntryKind, field: Field, choices: Choices) -> forms.Field:
    """One field; only the name of the entry is demanded at once, the rest by the stage."""
    named = field.name == kind.title and kind.id != "goal"
    made = _MADE[field.type](field, choices, required=named, label=field.ru, help_text=field.hint)
    made.must = field.must and not named  # type: ignore[attr-defined]
    return made


def _line(field: Field, choices: Choices, **said: Any) -> forms.Field:
    return forms.CharField(max_length=_LINE, **said)


def _text(field: Field, choices: Choices, **said: Any) -> forms.Field:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(max_length=_TEXT, widget=widget, **said)


def _date(field: Field, choices: Choices, **said: Any) -> forms.Field:
    return DayField(**said)


def _one_of(options: Callable[[Field, Choices], Any]) -> Callable[..., forms.Field]:
    def made(field: Field, choices: Choices, **said: Any) -> forms.Field:
        return forms.ChoiceField(choices=[("", "Не выбрано"), *options(field, choices)], **said)

    return made


def _organisations(field: Field, choices: Choices, **said: Any) -> forms.Field:
    return ManyField(choices=choices.organisations, groups=choices.groups, **said)


_MADE: Mapping[str, Callable[..., forms.Field]] = {
    "line": _line,
    "text": _text,
    "date": _date,
    "choice": _one_of(lambda field, choices: field.choices),
    "goal": _one_of(lambda field, choices: choices.goals),
    "indicator": _one_of(lambda field, choices: choices.indicators),
    "organisations": _organisations,
    "address": lambda field, choices, **said: forms.URLField(max_length=_TEXT, **said),
}
