"""Pages of acts: the list with its filters, the card of one, its files."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from msoko.cycle.snapshot import IN_FORCE
from msoko.cycle.transitions import STATES
from web import regulation
from web.acts.files import content_of
from web.acts.printed import filled, kept_word, pdf_of
from web.acts.reach import SEE, acts_seen, one_act, words_seen
from web.acts.shown import mends_of, now_of, preview_of, warned
from web.acts.steps import TRANSITIONS
from web.cycle.models import Act, ActFile
from web.cycle.pages.words import TONES
from web.policy.declare import needs
from web.policy.scope import Scope
from web.ui.attachment import attachment

_ON_A_PAGE = 30
_FILTERS = {"area": "cycle__area", "state": "state", "period": "cycle__period"}


@needs(SEE)
@require_GET
def acts(request: HttpRequest) -> HttpResponse:
    """Acts the reader may see, newest first, by area, state and year."""
    scope = request.actor.scope
    asked = {name: request.GET[name][:100] for name in _FILTERS if request.GET.get(name)}
    seen = acts_seen(scope).select_related("cycle")
    found = seen.filter(**{_FILTERS[name]: word for name, word in asked.items()})
    originals = ActFile.objects.filter(act=OuterRef("pk"), kind="original")
    found = found.annotate(originals=Exists(originals)).order_by("-made_at", "pk")
    page = Paginator(found, _ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "asked": asked, "total": page.paginator.count, "tones": TONES,
        "query": f"{urlencode(asked)}&" if asked else "", "filters": _filters(scope),
        "may_draft": scope.may("acts.draft"), "areas": _areas(),
    }  # fmt: skip
    return render(request, "acts/list.html", context)


def _areas() -> dict[str, str]:
    return {one.id: one.title for one in regulation.profile().texts.areas.values()}


def _filters(scope: Scope) -> list[tuple[str, str, list[tuple[str, str]]]]:
    years = acts_seen(scope).order_by("-cycle__period").values_list("cycle__period", flat=True)
    states = [
        (name, ru) for name, ru in STATES["act"].items()
        if scope.reaches_all(SEE) or name not in ("draft", "on_approval")
    ]  # fmt: skip
    return [
        ("area", "Направление", list(_areas().items())),
        ("state", "Состояние", states),
        ("period", "Учебный год", [(one, one.replace("-", "/")) for one in years.distinct()]),
    ]


@needs(SEE)
@require_GET
def card(request: HttpRequest, act: object) -> HttpResponse:
    """One act: what it lacks, what it says, its versions, who was told."""
    shown, scope = one_act(request, act), request.actor.scope
    office, readable = scope.reaches_all(SEE), words_seen(scope, shown)
    text, made = now_of(shown, scope) if readable else (None, None)
    files = list(shown.files.all()) if readable else []
    informed = list(shown.informed.all())
    context: dict[str, Any] = {
        "act": shown, "cycle": shown.cycle, "office": office, "readable": readable,
        "tone": TONES.get(shown.state, ""), "area": _areas().get(shown.cycle.area, ""),
        "preview": preview_of(text) if text else None,
        "lacks": mends_of(shown, made.lacks) if made else (),
        "warnings": warned(text, made) if text and office and shown.state != "revoked" else (),
        "is_live": made is not None, "files": files if office else _for_school(files),
        "informed": informed, "names": _names(scope, files, informed, shown),
        "steps": [one for one in TRANSITIONS.values()
                  if shown.state in one.sources and scope.may(one.permission)],
        "may_edit": shown.state == "draft" and scope.may("acts.draft"),
        "may_tell": shown.state in IN_FORCE and scope.may("acts.draft"),
        "revokes": list(shown.revokes.all()),
    }  # fmt: skip
    return render(request, "acts/card.html", context)


def _for_school(files: list[ActFile]) -> list[ActFile]:
    return [one for one in files if one.kind == "original"]


def _names(scope: Scope, files: list[Any], informed: list[Any], act: Act) -> dict[str, str]:
    """Names of those who acted, for readers who may know them."""
    if not scope.sees("personal"):
        return {}
    ids = {act.made_by, *(one.kept_by for one in files), *(one.told_by for one in informed)}
    people = get_user_model().objects.filter(pk__in=[one for one in ids if len(one) == 36])
    return {str(one.pk): one.name for one in people}


@needs(SEE)
@require_GET
def made(request: HttpRequest, act: object, form: str) -> HttpResponse:
    """The act as Word or PDF: a draft as it stands today, the rest as it was kept."""
    shown, scope = one_act(request, act), request.actor.scope
    if form not in ("docx", "pdf") or not words_seen(scope, shown):
        raise Http404
    word = kept_word(shown) if shown.state != "draft" else None
    problems: tuple[Any, ...] = ()
    if word is None:
        text, _ = now_of(shown, scope)
        word, problems = filled(shown, text) if text else (None, ())
    if word is None:
        context = {"act": shown, "cycle": shown.cycle, "problems": problems}
        return render(request, "acts/unmade.html", context, status=422)
    name = f"{shown.kind} {shown.number or 'проект'}.{form}".replace("/", "-")
    return attachment(word if form == "docx" else pdf_of(word), name)


@needs(SEE)
@require_GET
def file(request: HttpRequest, act: object, kept: int) -> HttpResponse:
    """A kept file: a version of the office, a signed original of whoever may read the act."""
    shown, scope = one_act(request, act), request.actor.scope
    found = get_object_or_404(ActFile, act=shown, pk=kept)
    if not words_seen(scope, shown) or (found.kind != "original" and not scope.reaches_all(SEE)):
        raise Http404
    content = content_of(found.sha256)
    if content is None:
        raise Http404
    return attachment(content, found.name)
