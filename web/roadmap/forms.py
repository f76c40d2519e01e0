"""Forms of the roadmap: a mark, a day, a row of one's own, approval, a document, a feed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings

from msoko.roadmap.duties import DONE, STATE_RU
from web.roadmap.models import DOCUMENT_STATES
from web.roadmap.plan_actions import TERMS
from web.ui.days import DayField
from web.ui.many import ManyField
from web.ui.versioned import VersionedForm

Choice = tuple[str, str]
_MIB = 1024 * 1024
# What an expected document may come as; it is kept as it came and given back as a file only.
ENDINGS = (
    ".pdf", ".docx", ".doc", ".odt", ".rtf", ".xlsx", ".xls", ".ods", ".pptx", ".jpg", ".jpeg",
    ".png", ".zip", ".sig",
)  # fmt: skip


def _reason(label: str, required: bool = False, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=600, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class _FirstOrLater(VersionedForm):
    """A form for a record that may not be there yet: its version is 0 then."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class MarkForm(_FirstOrLater):
    """How far one who answers is."""

    state = forms.ChoiceField(label="Состояние", choices=list(STATE_RU.items()))
    done_on = DayField("Когда выполнено", required=False, help_text="Только для «выполнено»")
    note = _reason("Примечание", help_text="Для «не требуется» — причина, она обязательна")

    def clean(self) -> dict[str, Any]:
        """A day belongs to what is done."""
        said = super().clean() or {}
        if said.get("done_on") and said.get("state") != DONE:
            self.add_error("done_on", "День выполнения ставят вместе с «выполнено».")
        return said


class DateForm(_FirstOrLater):
    """A day for a row."""

    starts = DayField("Начало", required=False)
    due = DayField("Срок")
    reason = _reason("Основание", help_text="Чем назначен срок: график, приказ")


class ClearDateForm(VersionedForm):
    """The day taken back."""

    reason = _reason("Почему назначенный срок снимается", required=True)


class RowForm(VersionedForm):
    """A row of one's own."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False
    )
    number = forms.CharField(label="Номер", max_length=20, required=False)
    title = forms.CharField(
        label="Мероприятие", max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    about = forms.CharField(
        label="Объекты оценки", max_length=600, required=False,
        help_text="Кого или что оценивают: классы, предметы, организации",
    )  # fmt: skip
    area = forms.ChoiceField(label="Направление", required=False)
    plan = forms.ChoiceField(label="План положения, к которому относится", required=False)
    term = forms.ChoiceField(label="Вид срока", choices=list(TERMS.items()))
    starts = DayField("Начало", required=False, help_text="Для «период»")
    due = DayField("Срок", required=False, help_text="Для «к дате» и «период»")
    wording = forms.CharField(
        label="Срок словами", max_length=200, required=False,
        help_text="Например: «март», «по графику ВПР»; так срок будет напечатан",
    )  # fmt: skip
    bodies = ManyField(
        label="Ответственные", required=False, choices=(),
        help_text="Хотя бы один: из списка или другой, строкой ниже",
    )  # fmt: skip
    other = forms.CharField(
        label="Другой ответственный", max_length=200, required=False,
        help_text="Если его нет в списке",
    )  # fmt: skip
    organisations = ManyField(
        label="Какие организации", required=False, choices=(),
        help_text="Если отвечают организации, но не все; пусто — все",
    )  # fmt: skip
    result = forms.CharField(label="Ожидаемый результат", max_length=600, required=False)
    reason = _reason(
        "Почему меняется утверждённая карта",
        help_text="Обязательно после утверждения: изменение войдёт как поправка",
    )

    def __init__(
        self, *args: Any, areas: Iterable[Choice], plans: Iterable[Choice],
        bodies: Iterable[Choice], organisations: Iterable[Choice], approved: bool, **said: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **said)
        told = {
            "area": [("", "—"), *areas], "plan": [("", "—"), *plans], "bodies": list(bodies),
            "organisations": list(organisations),
        }  # fmt: skip
        for name, choices in told.items():
            self.fields[name].choices = choices
        for name in ("plan", "organisations"):
            if len(told[name]) < 2:
                del self.fields[name]
        if not approved:
            del self.fields["reason"]
        self.names = dict(told["bodies"])

    def clean(self) -> dict[str, Any]:
        """Somebody answers; bodies become their words and roles."""
        said = super().clean() or {}
        roles = said.pop("bodies", [])
        other = said.pop("other", "")
        if not roles and not other:
            self.add_error("bodies", "Назовите хотя бы одного ответственного.")
        said["roles"] = [*roles, *([""] if other else [])]
        said["responsible"] = [*(self.names[one] for one in roles), *([other] if other else [])]
        return said


class WithdrawForm(VersionedForm):
    """A row taken out."""

    reason = _reason("Почему строка исключается", required=True)


class ApproveForm(_FirstOrLater):
    """The act that approves the plan; what is not known yet is written down later."""

    kind = forms.CharField(
        label="Вид акта", max_length=100, required=False, help_text="Например: приказ"
    )
    number = forms.CharField(
        label="Номер", max_length=60, required=False, help_text="Если ещё не присвоен, пусто: б/н"
    )
    approved_on = DayField("Дата", required=False)


class DocumentForm(_FirstOrLater):
    """What became of an expected document."""

    state = forms.ChoiceField(label="Состояние", choices=list(DOCUMENT_STATES.items()))
    delivered_on = DayField("Дата документа", required=False)
    link = forms.URLField(
        label="Ссылка", required=False, assume_scheme="https", max_length=600,
        help_text="Где документ опубликован или хранится",
    )  # fmt: skip
    sent = forms.FileField(
        label="Файл", required=False, help_text=f"До {settings.UPLOAD_BYTES // _MIB} МБ"
    )
    note = _reason("Примечание", help_text="Для «не требуется» — причина, она обязательна")

    def clean_sent(self) -> Any:
        """A file of a known kind within the limit."""
        sent = self.cleaned_data["sent"]
        if sent and not sent.name.lower().endswith(ENDINGS):
            raise forms.ValidationError(f"Принимаются файлы {', '.join(ENDINGS)}.")
        if sent and sent.size > settings.UPLOAD_BYTES:
            raise forms.ValidationError(f"Файл больше {settings.UPLOAD_BYTES // _MIB} МБ.")
        return sent


class FeedForm(forms.Form):
    """A calendar address."""

    name = forms.CharField(
        label="Где подключите", max_length=100, help_text="Например: «телефон», «Outlook на работе»"
    )
