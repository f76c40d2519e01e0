"""The list of sent files with the form to send more, and the whole of one sending."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from web.organisations.models import Organisation
from web.organisations.views import within as places_within
from web.policy.declare import needs
from web.uploads.forms import SendForm
from web.uploads.models import MOVING, STATES, Delivery
from web.uploads.receiving import limited, receive, wants_data

_ON_A_PAGE = 50


def within(request: HttpRequest, permission: str) -> QuerySet[Delivery]:
    """Files of the organisations a permission reaches."""
    codes = request.actor.scope.codes(permission)
    return Delivery.objects.filter(organisation__code__in=codes).select_related("organisation")


def senders(request: HttpRequest) -> QuerySet[Organisation]:
    """Whom a person may send files for."""
    return places_within(request, "uploads.send").exclude(kind="region")


def batch_of(request: HttpRequest) -> uuid.UUID | None:
    """The sending the page is about; None for all files."""
    try:
        return uuid.UUID(request.GET.get("batch", ""))
    except ValueError:
        return None


@needs("uploads.see")
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Sent files, newest first, those of one sending with their progress."""
    state, batch = request.GET.get("state", ""), batch_of(request)
    found = within(request, "uploads.see")
    if batch:
        found = found.filter(batch=batch)
    counts = _counts(found)
    rows = found.filter(state=state) if state in STATES else found
    page = Paginator(rows.defer("told", "effect"), _ON_A_PAGE).get_page(request.GET.get("page"))
    query = f"batch={batch}&" if batch else ""
    context = {
        "page": page, "state": state, "batch": batch, "counts": counts,
        "limit": settings.UPLOAD_BYTES,
        "query": f"{query}state={state}&", "form": _form(request),
        "is_moving": any(counts.get(one) for one in MOVING),
        "may_decide": request.actor.scope.may("uploads.decide"), **_progress(counts),
    }  # fmt: skip
    template = "uploads/rows.html" if request.htmx else "uploads/list.html"
    return render(request, template, context | {"choices": _choices(counts)})


def _counts(found: QuerySet[Delivery]) -> dict[str, int]:
    counted = found.order_by().values("state").annotate(number=Count("pk"))
    return dict(counted.values_list("state", "number"))


def _choices(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    return [(code, words, counts[code]) for code, words in STATES.items() if counts.get(code)]


def _progress(counts: dict[str, int]) -> dict[str, Any]:
    """How far the files are: checked of all, and the same in words."""
    total = sum(counts.values())
    left = sum(counts.get(state, 0) for state in MOVING)
    told = [f"{STATES[state]} — {number}" for state, number in counts.items()]
    said = f"Обработано {total - left} из {total}: {', '.join(told)}." if total else ""
    return {"done": total - left, "left": left, "total": total, "said": said}


def _form(request: HttpRequest) -> SendForm | None:
    """An empty form; one's own seat is chosen already."""
    if not request.actor.scope.may("uploads.send"):
        return None
    places = senders(request)
    seat = places.filter(kind="municipality").first() or places.first()
    first = {"organisation": seat.code if seat else "", "batch": uuid.uuid4()}
    return SendForm(senders=places, initial=first)


@needs("uploads.send")
@require_POST
@limited
def send(request: HttpRequest) -> HttpResponse:
    """Every file becomes a delivery with a job of its own; one bad file does not stop the rest."""
    form = SendForm(request.POST, request.FILES, senders=senders(request))
    if not form.is_valid():
        wrong = " ".join(str(one) for said in form.errors.values() for one in said)
        return _answer(request, [wrong], 0, None)
    said = form.cleaned_data
    batch = said["batch"] or uuid.uuid4()
    received = [
        receive(
            one, by=request.actor, organisation=said["organisation"], batch=batch, path=said["path"]
        )
        for one in said["files"]
    ]
    taken = sum(bool(one.delivery) for one in received)
    return _answer(request, [one.said for one in received if not one.delivery], taken, batch)


def _answer(
    request: HttpRequest, wrong: list[str], taken: int, batch: uuid.UUID | None
) -> HttpResponse:
    address = reverse("uploads:list") + (f"?batch={batch}" if taken else "")
    if wants_data(request):
        return JsonResponse({"said": " ".join(wrong), "taken": taken, "address": address})
    if wrong:
        messages.error(request, " ".join(wrong))
    if taken:
        messages.success(request, f"Прислано файлов: {taken}. Страницу можно закрыть.")
    return redirect(address)
