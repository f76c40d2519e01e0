"""Pages of expected documents: the year, one document, its file, the table."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from msoko.roadmap.expected import STATE_RU
from web import regulation
from web.policy.declare import needs
from web.roadmap.answer import Page, answered
from web.roadmap.document_actions import mark_document
from web.roadmap.expecting import Copy, Document, documents, expecting
from web.roadmap.files import given, keep
from web.roadmap.forms import DocumentForm
from web.roadmap.history import history
from web.roadmap.models import DocumentMark
from web.roadmap.place import MARK, SEE, place_of, year_of
from web.ui.numbers import day
from web.ui.sheet import Sheet, origin, saved

_HEAD = (
    "Документ", "Направление", "Чей", "Состояние", "Последний день", "Ответственный",
    "Дата", "Ссылка или файл", "Примечание", "Основание",
)  # fmt: skip


@needs(SEE)
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Documents the regulation expects in a year, with their state."""
    shown = expecting(request)
    areas = regulation.profile().texts.areas
    used = {one.expected.document.area for one in shown.every}
    counts = shown.counts
    context = {
        "shown": shown,
        "filters": [
            ("area", "Направление", [(a.id, a.title) for a in areas.values() if a.id in used]),
            ("state", "Состояние", [(n, f"{ru} ({counts[n]})") for n, ru in STATE_RU.items()
                                    if counts[n]]),
        ],
    }  # fmt: skip
    return render(request, "roadmap/documents.html", context)


@needs(SEE)
@require_GET
def table(request: HttpRequest, form: str) -> HttpResponse:
    """The same documents as a file, one row for everybody who owes one."""
    shown = expecting(request)
    rows = tuple(_row(one, copy) for one in shown.shown for copy in one.copies)
    notes = (
        ("Не представлено", str(shown.missing)),
        *origin(),
    )
    title = f"Ожидаемые документы {shown.year} года: {shown.place}"
    return saved(Sheet(f"документы-{shown.year}", title, _HEAD, rows, notes), form)


def _row(one: Document, copy: Copy) -> tuple[str, ...]:
    mark = copy.mark
    return (
        one.expected.title, one.area, copy.name, copy.state_ru,
        day(one.expected.last_day) if one.expected.last_day else "", one.who,
        day(mark.delivered_on) if mark and mark.delivered_on else "",
        (mark.link or mark.file) if mark else "", mark.note if mark else "", one.clause,
    )  # fmt: skip


@needs(SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, document: str) -> HttpResponse:
    """One document: who has delivered it; for whoever may, the form of its state."""
    place = place_of(request)
    one = _document_of(request, place, document)
    code = request.GET.get("organisation")
    if code is not None:
        return _marked(request, place, one, code)
    if request.method == "POST":
        raise Http404
    name = f"{one.id} {one.expected.year}" + (f"-{one.expected.part}" if one.expected.part else "")
    context = {"one": one, "place": place, "past": history(request.actor, place, name)}
    return render(request, "roadmap/document.html", context)


def _marked(request: HttpRequest, place: str, one: Document, code: str) -> HttpResponse:
    """The form of one who owes the document."""
    copy = _copy_of(one, code)
    request.actor.scope.demand(MARK, [code or place])
    known = copy.mark
    names = ("state", "delivered_on", "link", "note", "version")
    start: dict[str, Any] = {"version": 0, "state": "delivered"}
    if known:
        start = {name: getattr(known, name) for name in names}
    which = {
        "place": place, "document": one.id, "year": one.expected.year, "part": one.expected.part,
        "organisation": code,
    }  # fmt: skip

    def run(said: dict[str, Any]) -> None:
        sent = said.pop("sent", None)
        file, sha256 = keep(sent) if sent else (known.file, known.sha256) if known else ("", "")
        mark_document(by=request.actor, **which, **said, file=file, sha256=sha256)

    page = Page(
        "Отметить документ", one.address, "Состояние документа сохранено.", who=copy.name,
        about=one.expected.title,
    )  # fmt: skip
    form = DocumentForm(request.POST or None, request.FILES or None, initial=start)
    return answered(request, form, run, page, partial(DocumentMark.objects.get, **which))


@needs(SEE)
@require_GET
def file(request: HttpRequest, document: str) -> HttpResponse:
    """The file of a delivered document."""
    one = _document_of(request, place_of(request), document)
    mark = _copy_of(one, request.GET.get("organisation", "")).mark
    if mark is None:
        raise Http404
    return given(mark.file, mark.sha256)


def _document_of(request: HttpRequest, place: str, document: str) -> Document:
    said = request.GET.get("part", "")
    part = int(said) if said.isdecimal() and len(said) < 3 else 0
    found = [one for one in documents(request.actor.scope, place, year_of(request))
             if one.id == document]  # fmt: skip
    for one in found:
        if part in (0, one.expected.part):
            return one
    raise Http404


def _copy_of(one: Document, code: str) -> Copy:
    for copy in one.copies:
        if copy.organisation == code:
            return copy
    raise Http404
