"""The form that sends files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from web.organisations.models import Organisation
from web.uploads.staging import ENDINGS


class _Many(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class _Files(forms.FileField):
    """A list of files, each looked at by itself."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Every file; what is wrong with any of them is told by its name."""
        sent = data if isinstance(data, list | tuple) else [data] if data else []
        if not sent:
            raise forms.ValidationError("Выберите хотя бы один файл.")
        return [self._one(one, initial) for one in sent]

    def _one(self, sent: UploadedFile, initial: Any) -> UploadedFile:
        one: UploadedFile = super().clean(sent, initial)
        if not (one.name or "").lower().endswith(ENDINGS):
            raise forms.ValidationError(f"«{one.name}»: принимаются таблицы {', '.join(ENDINGS)}.")
        if (one.size or 0) > settings.UPLOAD_BYTES:
            limit = settings.UPLOAD_BYTES // (1024 * 1024)
            raise forms.ValidationError(f"«{one.name}» больше {limit} МБ: разделите файл.")
        return one


class SendForm(forms.Form):
    """Files and whom they come from."""

    files = _Files(
        label="Файлы", widget=_Many(attrs={"multiple": True, "accept": ",".join(ENDINGS)}),
        help_text="Файлы можно перетащить сюда мышью",
    )  # fmt: skip
    organisation = forms.ModelChoiceField(
        label="От кого", queryset=Organisation.objects.none(), to_field_name="code"
    )

    def __init__(self, *args: Any, senders: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["organisation"].queryset = senders
