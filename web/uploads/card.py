"""One sent file: its report, what a decision would change, the decision itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from msoko.vocabulary import AcademicYear
from web import regulation
from web.audit.impossible import Impossible
from web.figures.state import store
from web.policy.declare import needs
from web.ui.attachment import CONTENT_TYPES
from web.ui.versioned import version_of
from web.uploads import actions, effect
from web.uploads.forms import AboutForm
from web.uploads.models import Delivery
from web.uploads.report import ASKED
from web.uploads.staging import KEPT_DAYS, marked, staged
from web.uploads.tasks import NEXT_JOB, hide_facts, screen, store_facts
from web.uploads.views import senders, within


def shown_to(request: HttpRequest, permission: str, delivery: object) -> Delivery:
    """The delivery if the permission reaches it, else a page that is not there."""
    found: Delivery = get_object_or_404(within(request, permission), pk=delivery)
    return found


@needs("uploads.see")
@require_GET
def card(request: HttpRequest, delivery: str) -> HttpResponse:
    """The report first, then what may be done and what it would change."""
    shown = shown_to(request, "uploads.see", delivery)
    scope, code = request.actor.scope, shown.organisation.code
    may_explain = code in scope.codes("uploads.send")
    changes = _changes(shown)
    context: dict[str, Any] = {
        "delivery": shown, "effect": changes, "indicators": named(changes.get("indicators", ())),
        "may_decide": code in scope.codes("uploads.decide"), "may_explain": may_explain,
        "about": about(request, shown) if may_explain and _is_open(shown) else None,
        "asked": set(shown.told.get("asks", ())) & set(ASKED),
        "is_marked": marked(str(shown.pk)).exists(), "kept_days": KEPT_DAYS,
        "is_moving": shown.state in NEXT_JOB, "is_unknown": bool(shown.told.get("layouts")),
    }  # fmt: skip
    template = "uploads/card_body.html" if request.htmx else "uploads/card.html"
    return render(request, template, context)


def _is_open(shown: Delivery) -> bool:
    return shown.state in ("asked", "screened", "failed") and staged(str(shown.pk)) is not None


def _changes(shown: Delivery) -> Mapping[str, Any]:
    """What accepting was found to change, or what withdrawing would."""
    if shown.state == "accepted" and shown.upload:
        return effect.of_withdrawing(store(), shown.upload)
    changes: Mapping[str, Any] = shown.effect
    return changes


def named(indicators: Any) -> list[tuple[str, str, str]]:
    """Area, id and label of indicators; those of an older regulation are left out."""
    known = regulation.profile().indicators
    return [(known[one].area, one, known[one].label) for one in indicators if one in known]


def about(request: HttpRequest, shown: Delivery, data: Any = None) -> AboutForm:
    """The form of what the file is about, with what was said before."""
    today = timezone.localdate()
    first = {"organisation": shown.organisation.code, **shown.said}
    if not set(shown.told.get("asks", ())) & {"organisation"}:
        first["organisation"] = shown.said.get("organisation", "")
    return AboutForm(
        data, initial=first, asked=shown.told.get("asks", ()), senders=senders(request),
        this_year=AcademicYear.of_date(today.year, today.month),
    )  # fmt: skip


@needs("uploads.send")
@require_POST
def explain(request: HttpRequest, delivery: str) -> HttpResponse:
    """What the file is about was said on the page: it is checked anew."""
    shown = shown_to(request, "uploads.send", delivery)
    form = about(request, shown, request.POST)
    if not form.is_valid():
        for wrong in form.errors.values():
            messages.error(request, " ".join(map(str, wrong)))
        return redirect("uploads:card", shown.pk)
    try:
        with transaction.atomic():
            actions.explain(
                by=request.actor, delivery=shown, version=version_of(request.POST), said=form.said
            )
            screen.enqueue(str(shown.pk))
    except Impossible as why:
        messages.error(request, str(why))
    return redirect("uploads:card", shown.pk)


@needs("uploads.see")
@require_GET
def marked_book(request: HttpRequest, delivery: str) -> HttpResponse | FileResponse:
    """The sender's own workbook with the cells to mend marked; never shown inside the browser."""
    shown = shown_to(request, "uploads.see", delivery)
    path = marked(str(shown.pk))
    if not path.exists():
        messages.error(
            request, "Размеченной книги нет: замечаний к ячейкам не было или срок вышел."
        )
        return redirect("uploads:card", shown.pk)
    name = f"{shown.file.rsplit('.', 1)[0]} (замечания).xlsx"
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type=CONTENT_TYPES["xlsx"]
    )
    response["Content-Security-Policy"] = "sandbox"
    return response


@needs("uploads.decide")
@require_POST
def decide(request: HttpRequest, delivery: str, what: str) -> HttpResponse:
    """Accept, refuse, withdraw, or check again."""
    shown = shown_to(request, "uploads.decide", delivery)
    if what not in _DECISIONS:
        raise Http404
    try:
        with transaction.atomic():
            _DECISIONS[what](request, shown)
    except Impossible as why:
        messages.error(request, str(why))
    return redirect("uploads:card", shown.pk)


def _accept(request: HttpRequest, shown: Delivery) -> None:
    actions.accept(
        by=request.actor, delivery=shown, version=version_of(request.POST),
        supersede=request.POST.getlist("supersede"),
    )  # fmt: skip
    store_facts.enqueue(str(shown.pk))
    messages.success(request, "Файл принимается: это занимает до минуты. Страницу можно закрыть.")


def _refuse(request: HttpRequest, shown: Delivery) -> None:
    reason = request.POST.get("reason", "")
    actions.refuse(
        by=request.actor, delivery=shown, version=version_of(request.POST), reason=reason
    )
    messages.success(request, "В приёме отказано, сведения не изменились.")


def _withdraw(request: HttpRequest, shown: Delivery) -> None:
    reason = request.POST.get("reason", "")
    actions.withdraw(
        by=request.actor, delivery=shown, version=version_of(request.POST), reason=reason
    )
    hide_facts.enqueue(str(shown.pk))
    messages.success(request, "Файл отзывается, затем значения будут пересчитаны.")


def _again(request: HttpRequest, shown: Delivery) -> None:
    """A job that was given up is asked for once more; a check may be repeated at will."""
    if shown.state not in NEXT_JOB:
        actions.explain(
            by=request.actor, delivery=shown, version=version_of(request.POST), said=shown.said
        )
    NEXT_JOB[shown.state].enqueue(str(shown.pk))


_DECISIONS = {"accept": _accept, "refuse": _refuse, "withdraw": _withdraw, "again": _again}
