"""How programs send files: the same check, states and decisions as on the pages."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.datastructures import MultiValueDict
from ninja import File, Form, Query, Status
from ninja.files import UploadedFile

from web.api import shapes
from web.api.interface import REFUSALS, api, refused
from web.audit.impossible import Impossible
from web.policy.declare import needs
from web.uploads import actions
from web.uploads.forms import SendForm
from web.uploads.models import Delivery
from web.uploads.receiving import receive
from web.uploads.tasks import store_facts
from web.uploads.views import senders, within

_ON_A_PAGE = 100
_TABLE = File(..., description="Таблица одного из известных видов")
_SENDER = Form(..., max_length=200, description="Код организации-отправителя")


def told(one: Delivery) -> dict[str, Any]:
    """A file as programs are told of it."""
    found = one.told.get("problems", []) or one.outcome.get("problems", [])
    problems = [
        {
            "where": str(p.get("where") or ""), "what": str(p.get("what") or ""),
            "how_to_mend": str(p.get("mend") or p.get("how_to_mend") or ""),
        }
        for p in found
    ]  # fmt: skip
    return {
        "id": one.pk, "file": one.file, "organisation": one.organisation.code,
        "state": one.state, "state_words": one.get_state_display(), "kind": one.kind,
        "sent_at": one.sent_at, "reason": one.reason, "version": one.version,
        "problems": problems,
    }  # fmt: skip


@api.get("/files", response={200: shapes.Files, **REFUSALS}, summary="Присланные файлы")
@needs("uploads.see")
def files(request: HttpRequest, page: int = Query(1, ge=1, le=100_000)) -> Any:
    """Files of the organisations the owner of the key may see, by 100 on a page."""
    known = within(request, "uploads.see")
    first = (page - 1) * _ON_A_PAGE
    items = [told(one) for one in known[first : first + _ON_A_PAGE]]
    return {"total": known.count(), "page": page, "items": items}


@api.get("/files/{uuid:delivery}", response={200: shapes.File, **REFUSALS}, summary="Один файл")
@needs("uploads.see")
def file(request: HttpRequest, delivery: UUID) -> Any:
    """The state of a file, what is wrong in it and how to mend it."""
    return told(get_object_or_404(within(request, "uploads.see"), pk=delivery))


@api.post("/files/send", response={202: shapes.File, **REFUSALS}, summary="Прислать файл")
@needs("uploads.send")
def send(
    request: HttpRequest,
    file: UploadedFile = _TABLE,
    organisation: str = _SENDER,
) -> Any:
    """The file is checked in the background; ask for its state by its number."""
    said, files_of = {"organisation": organisation}, MultiValueDict({"files": [file]})
    form = SendForm(said, files_of, senders=senders(request))
    if not form.is_valid():
        wrong = [
            {"where": {"files": "file"}.get(name, name), "what": " ".join(map(str, texts))}
            for name, texts in form.errors.items()
        ]
        return refused(422, "Файл не отправлен.", wrong)
    sender = form.cleaned_data["organisation"]
    received = receive(file, by=request.actor, organisation=sender, batch=uuid.uuid4())
    if not received.delivery:
        return refused(409, received.said)
    return Status(202, told(within(request, "uploads.send").get(pk=received.delivery)))


@api.post(
    "/files/{uuid:delivery}/accept", response={202: shapes.File, **REFUSALS},
    summary="Принять файл",
)  # fmt: skip
@needs("uploads.decide")
def accept(request: HttpRequest, delivery: UUID, said: shapes.Seen) -> Any:
    """The facts of a checked file are stored in the background."""

    def run(shown: Delivery) -> None:
        actions.accept(by=request.actor, delivery=shown, version=said.version)
        store_facts.enqueue(str(shown.pk))

    return _decided(request, delivery, run)


@api.post(
    "/files/{uuid:delivery}/refuse", response={202: shapes.File, **REFUSALS},
    summary="Отказать в приёме файла",
)  # fmt: skip
@needs("uploads.decide")
def refuse(request: HttpRequest, delivery: UUID, said: shapes.Reason) -> Any:
    """The file is not accepted, and its sender reads why."""

    def run(shown: Delivery) -> None:
        actions.refuse(by=request.actor, delivery=shown, reason=said.reason, version=said.version)

    return _decided(request, delivery, run)


def _decided(request: HttpRequest, number: UUID, run: Callable[[Delivery], None]) -> Any:
    shown = get_object_or_404(within(request, "uploads.decide"), pk=number)
    try:
        with transaction.atomic():
            run(shown)
    except Impossible as why:
        return refused(409, str(why))
    return Status(202, told(shown))
