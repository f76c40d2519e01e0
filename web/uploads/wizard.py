"""The mapping wizard: which table an unknown sheet is, where its columns go; it is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from msoko.facts.column import Table
from msoko.facts.schema import TABLES
from web.audit.impossible import Impossible
from web.organisations.models import Organisation
from web.policy.declare import needs
from web.ui.versioned import version_of
from web.uploads import actions, layout_actions
from web.uploads.asked import place_of
from web.uploads.card import shown_to
from web.uploads.mapping_form import MappingForm
from web.uploads.models import Delivery
from web.uploads.models import Mapping as Layout
from web.uploads.tasks import screen


@needs("uploads.decide")
@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: HttpRequest, delivery: str) -> HttpResponse:
    """First the sheet and the table, then the columns; the file is checked by them."""
    shown = shown_to(request, "uploads.decide", delivery)
    sheets = {one["sheet"]: one for one in shown.told.get("layouts", ())}
    if shown.state not in ("asked", "screened") or not sheets:
        messages.error(request, "Раскладка этого файла не нужна: он прочитан или уже решён.")
        return redirect("uploads:card", shown.pk)
    said = request.POST if request.method == "POST" else request.GET
    layout = sheets.get(said.get("sheet", "")) or next(iter(sheets.values()))
    known = _known(shown, layout)
    table = TABLES.get(said.get("table", "")) or (TABLES[known.table] if known else None)
    context: dict[str, Any] = {
        "delivery": shown, "sheets": list(sheets.values()), "layout": layout,
        "tables": TABLES.values(), "table": table, "known": known,
    }  # fmt: skip
    if table is None:
        return render(request, "uploads/mapping.html", context)
    form = _form(request, shown, table, layout, known)
    if request.method == "POST" and form.is_valid() and _remember(request, shown, layout, form):
        return redirect("uploads:card", shown.pk)
    return render(request, "uploads/mapping.html", context | {"form": form})


def _known(shown: Delivery, layout: Mapping[str, Any]) -> Layout | None:
    """The rule remembered for this layout; its constants are shown, not taken for granted."""
    place = place_of(shown.organisation)
    return Layout.objects.filter(
        signature=layout["signature"], organisation=place, is_active=True
    ).first()


def _form(
    request: HttpRequest, shown: Delivery, table: Table, layout: Mapping[str, Any],
    known: Layout | None,
) -> MappingForm:  # fmt: skip
    is_same = known is not None and known.table == table.name
    constants = dict(known.constants) if is_same and known else {}
    if table.has("organisation") and shown.organisation.kind != "municipality":
        constants.setdefault("organisation", shown.organisation.code)
    columns = dict(known.columns) if is_same and known else {}
    if "organisation" in columns:
        constants.pop("organisation", None)
    data = request.POST if request.method == "POST" else None
    return MappingForm(data, table=table, layout=layout, known=columns, constants=constants)


def _remember(
    request: HttpRequest, shown: Delivery, layout: Mapping[str, Any], form: MappingForm
) -> bool:
    place: Organisation = place_of(shown.organisation)
    try:
        with transaction.atomic():
            rule = layout_actions.remember(
                by=request.actor, organisation=place, signature=layout["signature"],
                headings=[one["text"] for one in layout["headings"]], table=form.table.name,
                columns=form.columns, constants=form.constants,
            )  # fmt: skip
            actions.explain(
                by=request.actor, delivery=shown, version=version_of(request.POST),
                said=shown.said, mapping=rule,
            )  # fmt: skip
            screen.enqueue(str(shown.pk))
    except Impossible as why:
        messages.error(request, str(why))
        return False
    messages.success(request, "Раскладка запомнена, файл проверяется по ней.")
    return True


@needs("uploads.decide")
@require_http_methods(["GET", "HEAD", "POST"])
def mappings(request: HttpRequest) -> HttpResponse:
    """Remembered layouts, each with what it says; one may be forgotten."""
    codes = request.actor.scope.codes("uploads.decide")
    found = Layout.objects.filter(organisation__code__in=codes, is_active=True)
    if request.method == "POST":
        number = request.POST.get("mapping", "")
        rule = get_object_or_404(found, pk=int(number) if number.isdigit() else 0)
        layout_actions.forget(by=request.actor, mapping=rule)
        messages.success(request, "Раскладка забыта: следующий такой файл спросит снова.")
        return redirect("uploads:mappings")
    rows = [(rule, TABLES[rule.table].ru, _pairs(rule)) for rule in found]
    return render(request, "uploads/mappings.html", {"rows": rows})


def _pairs(rule: Layout) -> list[tuple[str, str, bool]]:
    """Column of the table, where it comes from, and whether that is one word for all lines."""
    table = TABLES[rule.table]
    said = [(name, heading, False) for name, heading in rule.columns.items()]
    said += [(name, word, True) for name, word in rule.constants.items()]
    return [(table.column(name).ru, word, is_word) for name, word, is_word in said]
