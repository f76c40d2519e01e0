"""Pages of many organisations: the tree as a list, and the same list as a file."""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from web.organisations.chosen import chosen
from web.organisations.kinds import FLAG_KINDS, IDENTIFIER_KINDS
from web.organisations.models import Flag, Identifier
from web.organisations.tree import tree_on
from web.policy.declare import needs
from web.ui.numbers import day
from web.ui.sheet import Sheet, saved

_ON_A_PAGE = 100
_HEADINGS = ("Организация", "Вид", "Код", "Подчинена", "Действует с", "Закрыта с")
_CODES = [kind for kind in IDENTIFIER_KINDS if kind != "code"]


@needs("organisations.see")
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Organisations one may see, as the tree of today, open ones unless all are asked for."""
    asked = chosen(request, "organisations.see")
    page = Paginator(asked.rows, _ON_A_PAGE).get_page(request.GET.get("page"))
    said = {"kind": asked.kind, "group": asked.group, "q": asked.words}
    query = {name: value for name, value in said.items() if value}
    if asked.everyone:
        query["all"] = "on"
    context = {
        "asked": asked, "page": page, "query": urlencode(query) + "&" if query else "",
        "may_edit": request.actor.scope.may("organisations.edit"),
    }  # fmt: skip
    return render(request, "organisations/list.html", context)


@needs("organisations.see")
@require_GET
def exported(request: HttpRequest, form: str) -> HttpResponse:
    """The same organisations with their codes and groups, as a file a spreadsheet opens."""
    asked = chosen(request, "organisations.see")
    tree, open_to = tree_on(asked.day), request.actor.scope.sees("internal")
    codes, flags = _held(asked.day) if open_to else ({}, {})
    further = [IDENTIFIER_KINDS[kind] for kind in _CODES] + list(FLAG_KINDS.values())
    rows = []
    for row in asked.rows:
        node = row.node
        parent = tree.nodes.get(node.parent)
        closed = day(node.closed_on) if node.closed_on else ""
        told = [node.name, row.kind_words, node.code, parent.name if parent else ""]
        told += [day(node.opened_on), closed]
        if open_to:
            told += [codes[node.code].get(kind, "") for kind in _CODES]
            told += [flags[node.code].get(kind, "") for kind in FLAG_KINDS]
        rows.append(tuple(told))
    headings = (*_HEADINGS, *(further if open_to else ()))
    notes = (("На какой день", day(asked.day)), ("Найдено по словам", asked.words))
    return saved(Sheet("организации", "Организации", headings, tuple(rows), notes), form)


def _held(today: object) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """Codes and flags in force today, by organisation: two questions for all of them."""
    codes: dict[str, dict[str, str]] = defaultdict(dict)
    for code, kind, value in Identifier.objects.on(today).values_list(
        "organisation__code", "kind", "value"
    ):
        codes[code][kind] = value
    flags: dict[str, dict[str, str]] = defaultdict(dict)
    for code, kind, value in Flag.objects.on(today).values_list(
        "organisation__code", "kind", "value"
    ):
        flags[code][kind] = value or "да"
    return codes, flags
