"""Files on their way in: the limit before anything is read, then one delivery a file."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from web.audit.impossible import Impossible
from web.organisations.models import Organisation
from web.policy.scope import Actor
from web.uploads import actions
from web.uploads.forms import MIB, wrong_with
from web.uploads.staging import discard, plain_folders, plain_name, stage
from web.uploads.tasks import screen

# Without scripts all files come in one request; so many times the limit of one file, together.
_TOGETHER = 3
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Received:
    """What became of one file of a request; `delivery` is empty when it was not taken."""

    file: str
    said: str
    delivery: str = ""


def limited(view: View) -> View:
    """Refuses a request that is too large, or of too many files, by its length before reading it.

    The check of the form's token reads the form, so it comes after; nothing is changed before it.
    """
    guarded = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def look(request: HttpRequest, *args: Any, **said: Any) -> HttpResponse:
        limit = settings.UPLOAD_BYTES * _TOGETHER
        if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
            return _refused(request, f"За один раз принимается не больше {limit // MIB} МБ.", 413)
        try:
            len(request.FILES)
        except TooManyFilesSent:
            most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
            return _refused(request, f"За один раз принимается не больше {most} файлов.", 413)
        return guarded(request, *args, **said)

    return look


def _refused(request: HttpRequest, what: str, status: int) -> HttpResponse:
    mend = "Ничего не принято: пришлите файлы по частям, а большую таблицу разделите."
    if wants_data(request):
        return JsonResponse({"said": f"{what} {mend}"}, status=status)
    return render(request, "uploads/too_much.html", {"what": what, "mend": mend}, status=status)


def wants_data(request: HttpRequest) -> bool:
    """Whether a script asks, which shows the answer itself."""
    return request.headers.get("Accept") == "application/json"


def receive(
    sent: UploadedFile, *, by: Actor, organisation: Organisation, batch: uuid.UUID, path: str = ""
) -> Received:
    """Stage a file; its record and its job come into being together, or not at all."""
    name = plain_name(sent.name or "")
    if wrong := wrong_with(sent):
        return Received(name, wrong)
    number = str(uuid.uuid4())
    _, sha256 = stage(sent, number, plain_folders(path))
    try:
        with transaction.atomic():
            actions.send(
                by=by, number=number, file=name, sha256=sha256, size=sent.size or 0,
                organisation=organisation, batch=str(batch),
            )  # fmt: skip
            screen.enqueue(number)
    except Impossible as why:
        discard(number)
        return Received(name, str(why))
    return Received(name, f"«{name}» прислан и проверяется.", number)
