"""Filling at once what is empty in several entries of one kind: a deadline, who answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from msoko.cycle.kinds import KINDS, EntryKind, Field
from msoko.cycle.policies import Refusal
from msoko.cycle.snapshot import CycleNow
from msoko.cycle.transitions import WITHDRAWABLE
from web.audit.attempt import attempt
from web.cycle import entering
from web.cycle.pages.choices import Choices, choices
from web.cycle.pages.forms import field_of
from web.cycle.pages.reach import one_cycle
from web.cycle.pages.words import mended
from web.cycle.standing import standing
from web.policy.declare import needs

_SEVERAL = 2


def empty_in(now: CycleNow, kind: EntryKind) -> dict[Field, int]:
    """Fields that must be filled and are empty in several entries, with how many entries."""
    entries = [one for one in now.of(kind.id) if one.state in WITHDRAWABLE]
    counts = {
        field: sum(not one.filled(field.name) for one in entries)
        for field in kind.must
        if field.name != kind.title
    }
    return {field: count for field, count in counts.items() if count >= _SEVERAL}


class TogetherForm(forms.Form):
    """Only fields that are empty somewhere; what is left empty here stays empty there."""

    def __init__(
        self, *args: Any, kind: EntryKind, empty: dict[Field, int], choices: Choices, **said: Any
    ) -> None:
        super().__init__(*args, **said)
        for field, count in empty.items():
            made = field_of(kind, field, choices)
            made.required, made.must = False, False  # type: ignore[attr-defined]
            made.help_text = "; ".join(filter(None, (made.help_text, f"пусто в записях: {count}")))
            self.fields[field.name] = made

    def clean(self) -> dict[str, Any]:
        """Something has to be said."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(told.values()):
            raise forms.ValidationError("Заполните хотя бы одно поле.")
        return told


@needs("cycles.lead")
@require_http_methods(["GET", "HEAD", "POST"])
def together(request: HttpRequest, cycle: object, stage: str, kind: str) -> HttpResponse:
    """One form for all entries of a kind; only their empty fields are filled."""
    shown = one_cycle(request, cycle)
    now = standing(shown)
    home = now.home(kind) if kind in KINDS else None
    if home is None or home.plan.id != stage:
        raise Http404
    known, why = KINDS[kind], list[Refusal]()
    form = TogetherForm(
        request.POST or None, kind=known, empty=empty_in(now, known),
        choices=choices(request.actor.scope, now, known),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        with attempt(form, None, why):
            made = entering.complete(
                by=request.actor, cycle=shown, kind=kind, said=form.cleaned_data
            )
            messages.success(request, f"Дополнено записей: {len(made)}.")
            return redirect("cycles:stage", shown.pk, stage)
    if not form.fields:
        why = [Refusal("полей, пустых сразу в нескольких записях, нет")]
    context = {
        "form": form, "cycle": shown, "stage": stage, "title": f"Заполнить сразу: {known.plural}",
        "name": "Заполнятся только пустые поля; то, что уже внесено, не изменится.",
        "button": "Заполнить", "refusals": mended(shown.pk, why), "once": True,
    }  # fmt: skip
    status = 422 if form.errors or (why and form.is_bound) else 200
    return render(request, "cycles/form.html", context, status=status)
