"""Accepting all files of a sending in which there is nothing to decide one by one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from web.audit.impossible import Impossible
from web.policy.declare import needs
from web.uploads import actions
from web.uploads.card import named
from web.uploads.effect import together
from web.uploads.models import Delivery
from web.uploads.tasks import store_facts
from web.uploads.views import batch_of, within

# More are accepted in several goes: one request must not take minutes.
_AT_ONCE = 300


@needs("uploads.decide")
@require_http_methods(["GET", "HEAD", "POST"])
def accept_good(request: HttpRequest) -> HttpResponse:
    """First what accepting them together would change, then their acceptance."""
    batch = batch_of(request)
    waiting = within(request, "uploads.decide").filter(state="screened").order_by("sent_at")
    if batch:
        waiting = waiting.filter(batch=batch)
    good = [one for one in waiting if is_good(one)][:_AT_ONCE]
    if request.method == "POST":
        return _accept(request, {str(one.pk): one for one in good}, batch)
    changes = together([one.effect for one in good])
    context: dict[str, Any] = {
        "good": good, "others": waiting.count() - len(good), "effect": changes, "batch": batch,
        "indicators": named(changes["indicators"]),
    }  # fmt: skip
    return render(request, "uploads/accept.html", context)


def is_good(delivery: Delivery) -> bool:
    """No warning, nothing replaced: nothing a person would want to look at by itself."""
    quiet = all(one["severity"] == "note" for one in delivery.told.get("problems", ()))
    effect = delivery.effect
    return quiet and bool(effect) and not effect.get("hides") and not effect.get("clashes")


def _accept(request: HttpRequest, good: dict[str, Delivery], batch: object) -> HttpResponse:
    """Each file as it was shown; one that has changed meanwhile is told and left alone."""
    taken, left = 0, []
    for said in request.POST.getlist("file"):
        number, _, version = said.partition(":")
        if number not in good or not version.isdigit():
            left.append(number)
            continue
        try:
            with transaction.atomic():
                actions.accept(by=request.actor, delivery=good[number], version=int(version))
                store_facts.enqueue(number)
            taken += 1
        except Impossible:
            left.append(number)
    messages.success(request, f"Принимается файлов: {taken}. Страницу можно закрыть.")
    if left:
        messages.warning(
            request, f"Не принято файлов: {len(left)} — пока вы смотрели, они изменились."
        )
    return redirect(reverse("uploads:list") + (f"?batch={batch}" if batch else ""))
