"""Forms of acts: a new one, the words of a draft, the requisites of each step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from web.acts.files import ENDINGS, LARGEST, MIB, wrong_with
from web.cycle.models import Act
from web.ui.days import DayField
from web.ui.versioned import VersionedForm

_TEXT = 6000


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class NewForm(forms.Form):
    """Which act of which cycle."""

    what = forms.ChoiceField(
        label="Цикл и акт",
        error_messages={"invalid_choice": "Такого акта нет в списке: выберите другой."},
    )

    def __init__(self, *args: Any, options: Sequence[tuple[str, Any]], **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["what"].choices = [("", "Не выбрано"), *options]


class DraftForm(VersionedForm):
    """The words of a draft that no stage of the cycle has."""

    title = forms.CharField(
        label="Заголовок к тексту", max_length=500, widget=_area(2),
        help_text="Обязателен по ГОСТ Р 7.0.97-2025: «О …»",
    )  # fmt: skip
    introduction = forms.CharField(
        label="Вступление", max_length=_TEXT, required=False, widget=_area(),
        help_text="Добавляется перед словами «В соответствии с …»",
    )  # fmt: skip
    starts = DayField("Мониторинг: с", required=False)
    due = DayField("Мониторинг: по", required=False)
    inform = forms.CharField(
        label="До чьего сведения доводится", max_length=_TEXT, required=False, widget=_area(),
        help_text="По одному на строке: кто — каким способом",
    )  # fmt: skip
    post = forms.CharField(
        label="Должность подписанта", max_length=200, required=False,
        help_text="Пусто — из реквизитов положения",
    )  # fmt: skip
    name = forms.CharField(label="Инициалы и фамилия подписанта", max_length=200, required=False)
    approvers = forms.CharField(
        label="Лист согласования", max_length=_TEXT, required=False, widget=_area(),
        help_text="По одному на строке: должность; И.О. Фамилия",
    )  # fmt: skip

    def __init__(self, *args: Any, document: str, **said: Any) -> None:
        super().__init__(*args, **said)
        if document != "procedure_order":
            del self.fields["starts"], self.fields["due"]
        needed = {"procedure_order": ("starts", "due"), "analysis_report": ("inform",)}
        for name in needed.get(document, ()):
            self.fields[name].must = True  # type: ignore[attr-defined]


class _Original(forms.FileField):
    """A scan, looked at by content."""

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        """The file as it came, or None where it may be left out."""
        sent = super().clean(data, initial)
        if sent and (wrong := wrong_with(sent)):
            raise forms.ValidationError(wrong)
        return sent or None


def _original(*, required: bool) -> _Original:
    return _Original(
        label="Подписанный оригинал", required=required,
        help_text=f"{', '.join(ENDINGS)}, не больше {LARGEST // MIB} МБ",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)}),
    )  # fmt: skip


class SubmitForm(VersionedForm):
    """Nothing but the version that was shown."""


class ReturnForm(VersionedForm):
    """Why it comes back."""

    reason = forms.CharField(label="Что исправить", max_length=2000, widget=_area())


class SignForm(VersionedForm):
    """Number, date and signatory as they stand on the paper."""

    number = forms.CharField(
        label="Номер", max_length=60, required=False, help_text="Неизвестный печатается «б/н»"
    )
    signed_on = DayField("Дата подписания")
    post = forms.CharField(label="Должность", max_length=200)
    name = forms.CharField(label="Инициалы и фамилия", max_length=200)
    original = _original(required=False)


class PublishForm(VersionedForm):
    """Where it was published, and on which day."""

    where = forms.CharField(
        label="Где опубликован", max_length=180, help_text="Газета или адрес страницы сайта"
    )
    on = DayField("Когда")


class RevokeForm(VersionedForm):
    """By which act and why."""

    by_act = forms.ModelChoiceField(
        label="Отменяющий акт", queryset=Act.objects.none(), required=False,
        help_text="Если он есть в системе; иначе назовите его в основании",
    )  # fmt: skip
    reason = forms.CharField(
        label="Основание",
        max_length=2000,
        widget=_area(),
        help_text="Вид, дата и номер акта, причина",
    )

    def __init__(self, *args: Any, others: QuerySet[Act], **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["by_act"].queryset = others
        self.fields["by_act"].empty_label = "Не из этой системы"


class AttachForm(forms.Form):
    """A scan of the signed act."""

    original = _original(required=True)


class InformForm(forms.Form):
    """Who was told, how and when."""

    whom = forms.CharField(label="Кому", max_length=300)
    how = forms.CharField(label="Как", max_length=200, help_text="Например: электронной почтой")
    on = DayField("Когда")


STEP_FORMS: dict[str, type[VersionedForm]] = {
    "submit": SubmitForm,
    "return": ReturnForm,
    "sign": SignForm,
    "publish": PublishForm,
    "revoke": RevokeForm,
}
