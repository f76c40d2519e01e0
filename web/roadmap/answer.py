"""One way for every form of the roadmap: run one action, or show again what was typed and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from web.audit.attempt import attempt
from web.roadmap.plan import Line

# Runs the action with what was typed; tells where to go when that is not the page before.
Run = Callable[[dict[str, Any]], str | None]


@dataclass(frozen=True)
class Page:
    """A page with a form: its title, where it leads back to, what it is about, what it says."""

    title: str
    back: str
    done: str
    line: Line | None = None
    who: str = ""
    about: str = ""
    button: str = "Сохранить"
    is_danger: bool = False
    # a second form on the same page, told apart by the name of its button
    further: forms.Form | None = None
    flag: str = ""
    rows: Sequence[Mapping[str, str]] = ()
    lacking: Sequence[Line] = ()


def answered(
    request: HttpRequest, form: forms.Form, run: Run, page: Page,
    fresh: Callable[[], Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """The form, the form again with what is wrong, or the page it leads to.

    `fresh` tells the record as it is now, for whoever comes second.
    """
    if request.method == "POST" and form.is_valid():
        with attempt(form, fresh):
            back = run(dict(form.cleaned_data))
            messages.success(request, page.done)
            return redirect(back or page.back)
    status = 422 if form.errors else 200
    return render(request, "roadmap/form.html", {"form": form, "page": page}, status=status)
