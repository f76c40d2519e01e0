"""Pages that change the rubric and ratings: each reads a form and calls one action."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from web import regulation
from web.audit.attempt import attempt
from web.audit.impossible import Impossible
from web.audit.versions import Stale
from web.policy.declare import needs
from web.readiness import actions, looking
from web.readiness.forms import (
    ChangeItemForm,
    CorrectRatingForm,
    ItemForm,
    RatingForm,
    item_initial,
    rating_initial,
)
from web.readiness.models import Rating, RubricItem
from web.ui.versioned import version_of

_METHODS = ["GET", "HEAD", "POST"]


@needs("readiness.edit")
@require_http_methods(_METHODS)
def rubric(request: HttpRequest) -> HttpResponse:
    """All questions, and a form for one more."""
    items = list(RubricItem.objects.all())
    place = max((one.order for one in items), default=0) + 1
    form = ItemForm(request.POST or None, initial={"points": 1, "order": place})
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            actions.add(by=request.actor, **form.cleaned_data)
            messages.success(request, "Вопрос добавлен.")
            return redirect("readiness:rubric")
    context = {
        "items": items, "form": form,
        "areas": {one.id: one.title for one in regulation.profile().texts.areas.values()},
    }  # fmt: skip
    return render(request, "readiness/rubric.html", context, status=422 if form.errors else 200)


@needs("readiness.edit")
@require_POST
def fill(request: HttpRequest) -> HttpResponse:
    """The default rubric, into an empty one."""
    try:
        actions.fill(by=request.actor)
        messages.success(request, "Рубрика по умолчанию внесена: исправьте её под себя.")
    except Impossible as why:
        messages.error(request, str(why))
    return redirect("readiness:rubric")


@needs("readiness.edit")
@require_http_methods(_METHODS)
def item(request: HttpRequest, item: UUID) -> HttpResponse:
    """One question in other words."""
    shown = get_object_or_404(RubricItem, pk=item)
    form = ChangeItemForm(request.POST or None, initial=item_initial(shown))
    if request.method == "POST" and form.is_valid():
        with attempt(form, shown):
            actions.change(by=request.actor, item=shown, **form.cleaned_data)
            messages.success(request, "Вопрос исправлен.")
            return redirect("readiness:rubric")
    return _form(request, form, "Вопрос рубрики", reverse("readiness:rubric"), "Рубрика")


@needs("readiness.rate")
@require_http_methods(_METHODS)
def rate(request: HttpRequest, area: str, item: UUID) -> HttpResponse:
    """Points for a question about an area."""
    known = regulation.profile().texts.areas.get(area)
    if known is None:
        raise Http404
    asked = get_object_or_404(RubricItem, pk=item)
    form = RatingForm(request.POST or None, initial={"checked_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            actions.give(by=request.actor, item=asked, area=area, **form.cleaned_data)
            messages.success(request, "Оценка поставлена.")
            return redirect("readiness:area", area)
    back = reverse("readiness:area", args=[area])
    return _form(request, form, "Оценка по ссылке", back, known.title, asked)


@needs("readiness.rate")
@require_http_methods(_METHODS)
def rating(request: HttpRequest, rating: UUID) -> HttpResponse:
    """A rating corrected."""
    shown = get_object_or_404(Rating.objects.select_related("item"), pk=rating)
    form = CorrectRatingForm(request.POST or None, initial=rating_initial(shown))
    if request.method == "POST" and form.is_valid():
        with attempt(form, shown):
            actions.correct(by=request.actor, rating=shown, **form.cleaned_data)
            messages.success(request, "Оценка исправлена.")
            return redirect("readiness:area", shown.area)
    back = reverse("readiness:area", args=[shown.area])
    title = regulation.area_title(shown.area)
    return _form(request, form, "Оценка по ссылке", back, title, shown.item, shown)


@needs("readiness.rate")
@require_POST
def withdraw(request: HttpRequest, rating: UUID) -> HttpResponse:
    """A rating that no longer counts."""
    shown = get_object_or_404(Rating, pk=rating)
    reason = request.POST.get("reason", "")
    try:
        actions.withdraw(
            by=request.actor, rating=shown, reason=reason, version=version_of(request.POST)
        )
        messages.success(request, "Оценка снята.")
    except (Impossible, Stale) as why:
        messages.error(request, str(why))
    return redirect("readiness:area", shown.area)


@needs("readiness.rate")
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """All links are looked at in the background."""
    looking.look(by=request.actor)
    messages.success(request, "Ссылки проверяются. Обновите страницу через минуту.")
    return redirect("readiness:overview")


def _form(
    request: HttpRequest, form: forms.Form, title: str, back: str, back_ru: str,
    item: RubricItem | None = None, rating: Rating | None = None,
) -> HttpResponse:  # fmt: skip
    context = {
        "form": form, "title": title, "back": back, "back_ru": back_ru, "item": item,
        "rating": rating,
    }  # fmt: skip
    return render(request, "readiness/form.html", context, status=422 if form.errors else 200)
