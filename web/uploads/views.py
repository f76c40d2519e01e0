"""Pages of sent files: the list with the form, one file with its report, decisions."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from web.audit.versions import Stale
from web.figures.tasks import ask_to_recompute
from web.organisations.models import Organisation
from web.organisations.views import within as places_within
from web.policy.declare import needs
from web.uploads import actions
from web.uploads.forms import SendForm
from web.uploads.models import STATES, Delivery
from web.uploads.staging import discard, plain_name, stage
from web.uploads.tasks import screen, store_facts

_ON_A_PAGE = 50


def within(request: HttpRequest, permission: str) -> QuerySet[Delivery]:
    """Files of the organisations a permission reaches."""
    codes = request.actor.scope.codes(permission)
    return Delivery.objects.filter(organisation__code__in=codes).select_related("organisation")


@needs("uploads.see")
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Sent files, newest first, and the form to send more."""
    state = request.GET.get("state", "")
    found = within(request, "uploads.see")
    rows = found.filter(state=state) if state in STATES else found
    page = Paginator(rows, _ON_A_PAGE).get_page(request.GET.get("page"))
    may_send = request.actor.scope.may("uploads.send")
    context = {
        "page": page, "states": STATES.items(), "state": state,
        "form": _form(request) if may_send else None,
        "is_moving": found.filter(state__in=["waiting", "storing"]).exists(),
    }  # fmt: skip
    template = "uploads/rows.html" if request.htmx else "uploads/list.html"
    return render(request, template, context)


def _form(request: HttpRequest) -> SendForm:
    """An empty form; one's own seat is chosen already."""
    senders = _senders(request)
    seat = senders.filter(kind="municipality").first() or senders.first()
    return SendForm(senders=senders, initial={"organisation": seat.code if seat else ""})


def _senders(request: HttpRequest) -> QuerySet[Organisation]:
    return places_within(request, "uploads.send").exclude(kind="region")


@needs("uploads.send")
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Every file becomes a delivery with a job of its own."""
    form = SendForm(request.POST, request.FILES, senders=_senders(request))
    if not form.is_valid():
        for wrong in form.errors.values():
            messages.error(request, " ".join(map(str, wrong)))
        return redirect("uploads:list")
    for sent in form.cleaned_data["files"]:
        _send(request, sent, form.cleaned_data["organisation"])
    return redirect("uploads:list")


def _send(request: HttpRequest, sent: UploadedFile, organisation: Organisation) -> None:
    name, number = plain_name(sent.name or ""), str(uuid.uuid4())
    _, sha256 = stage(sent, number)
    try:
        with transaction.atomic():
            actions.send(
                by=request.actor, number=number, file=name, sha256=sha256, size=sent.size or 0,
                organisation=organisation,
            )  # fmt: skip
            screen.enqueue(number)
    except actions.Impossible as why:
        discard(number)
        messages.warning(request, str(why))
    else:
        messages.success(request, f"«{name}» прислан и проверяется.")


@needs("uploads.see")
@require_GET
def card(request: HttpRequest, delivery: str) -> HttpResponse:
    """One file: its report and what may be decided."""
    shown = get_object_or_404(within(request, "uploads.see"), pk=delivery)
    context: dict[str, Any] = {
        "delivery": shown,
        "may_decide": shown.organisation.code in request.actor.scope.codes("uploads.decide"),
    }
    return render(request, "uploads/card.html", context)


@needs("uploads.decide")
@require_http_methods(["POST"])
def decide(request: HttpRequest, delivery: str, what: str) -> HttpResponse:
    """Accept, refuse or withdraw."""
    shown = get_object_or_404(within(request, "uploads.decide"), pk=delivery)
    if what not in _DECISIONS:
        raise Http404
    try:
        _DECISIONS[what](request, shown)
    except (actions.Impossible, Stale) as why:
        messages.error(request, str(why))
    return redirect("uploads:card", shown.pk)


def _accept(request: HttpRequest, shown: Delivery) -> None:
    with transaction.atomic():
        actions.accept(by=request.actor, delivery=shown)
        store_facts.enqueue(str(shown.pk))
    messages.success(request, "Файл принимается: это занимает до минуты.")


def _refuse(request: HttpRequest, shown: Delivery) -> None:
    actions.refuse(by=request.actor, delivery=shown, reason=request.POST.get("reason", ""))
    discard(str(shown.pk))
    messages.success(request, "В приёме отказано.")


def _withdraw(request: HttpRequest, shown: Delivery) -> None:
    actions.withdraw(by=request.actor, delivery=shown, reason=request.POST.get("reason", ""))
    ask_to_recompute()
    messages.success(request, "Файл отозван, значения пересчитываются.")


_DECISIONS = {"accept": _accept, "refuse": _refuse, "withdraw": _withdraw}
