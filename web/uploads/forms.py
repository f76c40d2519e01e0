"""Forms of sent files: which files, what they are about, where their columns go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from msoko.facts.schema import TABLES
from msoko.sources.reading.told import SAID_RU
from msoko.vocabulary import PROCEDURES, SUBJECTS, AcademicYear
from web.organisations.models import Organisation
from web.ui.choosing import LongSelect
from web.uploads.staging import ENDINGS

MIB = 1024 * 1024
# How many years back a file may speak of.
_YEARS = 8
_UNSAID = ("", "как в файле")


def wrong_with(sent: UploadedFile) -> str:
    """Why a file is not taken at all; empty when it is."""
    name, size = sent.name or "", sent.size or 0
    if not name.lower().endswith(ENDINGS):
        return f"«{name}»: принимаются таблицы {', '.join(ENDINGS)}."
    if size > settings.UPLOAD_BYTES:
        return f"«{name}» больше {settings.UPLOAD_BYTES // MIB} МБ: разделите таблицу на части."
    return f"«{name}»: файл пуст. Выгрузите его заново." if not size else ""


class _Many(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class _Files(forms.FileField):
    """A list of files; what is wrong with one of them does not stop the others."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Every file as it came."""
        sent = data if isinstance(data, list | tuple) else [data] if data else []
        if not sent:
            raise forms.ValidationError("Выберите хотя бы один файл.")
        if len(sent) == 1 and (wrong := wrong_with(sent[0])):
            raise forms.ValidationError(wrong)
        return list(sent)


class SendForm(forms.Form):
    """Files and whom they come from."""

    files = _Files(
        label="Файлы", widget=_Many(attrs={"multiple": True, "accept": ",".join(ENDINGS)}),
        help_text="Можно выбрать сразу много файлов или перетащить сюда файлы и папки",
    )  # fmt: skip
    organisation = forms.ModelChoiceField(
        label="От кого", queryset=Organisation.objects.none(), to_field_name="code",
        widget=LongSelect, empty_label="Выберите, от кого файл",
        error_messages={"invalid_choice": "От этой организации вы не можете прислать файл."},
    )  # fmt: skip
    batch = forms.UUIDField(widget=forms.HiddenInput, required=False)
    path = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)

    def __init__(self, *args: Any, senders: QuerySet[Organisation], **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["organisation"].queryset = senders


class AboutForm(forms.Form):
    """What a file does not say itself; `asked` are the things it cannot be read without."""

    subject = forms.ChoiceField(choices=[_UNSAID, *SUBJECTS.items()], required=False)
    grade = forms.ChoiceField(
        choices=[_UNSAID, *((str(n), str(n)) for n in range(1, 13))], required=False,
        help_text="За программу какого класса работа",
    )  # fmt: skip
    year = forms.ChoiceField(required=False)
    procedure = forms.ChoiceField(choices=[_UNSAID, *PROCEDURES.items()], required=False)
    organisation = forms.ChoiceField(required=False, widget=LongSelect)
    attempt = forms.ChoiceField(
        choices=[_UNSAID, *TABLES["results"].column("attempt").codes.items()], required=False
    )

    def __init__(
        self, *args: Any, asked: Sequence[str], senders: QuerySet[Organisation],
        this_year: AcademicYear, **said: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **said)
        years = [this_year - back for back in range(-1, _YEARS)]
        self.fields["year"].choices = [_UNSAID, *((str(y), y.ru) for y in years)]
        named = senders.exclude(kind="municipality").values_list("code", "name")
        self.fields["organisation"].choices = [_UNSAID, *named]
        for name, field in self.fields.items():
            field.label = SAID_RU[name].capitalize()
            field.required = name in asked
            field.error_messages["required"] = f"Выберите: {SAID_RU[name]}."

    @property
    def said(self) -> Mapping[str, str]:
        """What was really said."""
        return {name: word for name, word in self.cleaned_data.items() if word}
