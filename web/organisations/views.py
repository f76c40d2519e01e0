"""Pages of organisations: the tree as a list, the card with its history."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from web.organisations.kinds import NODE_KINDS
from web.organisations.models import Organisation
from web.organisations.tree import Tree, tree_on
from web.policy.declare import needs


def within(request: HttpRequest, permission: str) -> QuerySet[Organisation]:
    """Organisations a permission reaches; every list, card and form starts here."""
    return Organisation.objects.filter(code__in=request.actor.scope.codes(permission))


def one(request: HttpRequest, code: str, permission: str) -> Organisation:
    """An organisation by code; the same 404 for one that is not there and one out of reach."""
    return get_object_or_404(within(request, permission), code=code)


@needs("organisations.see")
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Organisations one may see, as the tree of today, open ones unless all are asked for."""
    today = timezone.localdate()
    tree = tree_on(today)
    known = {row.code: row for row in within(request, "organisations.see")}
    everyone = "all" in request.GET
    kind = request.GET.get("kind", "")
    rows = [
        {"organisation": known[code], "depth": depth, "is_open": known[code].is_open(today)}
        for code, depth in _in_order(tree)
        if code in known
        and (everyone or known[code].is_open(today))
        and (not kind or known[code].kind == kind)
    ]
    kinds = [(name, ru) for name, ru in NODE_KINDS.items() if any(
        row.kind == name for row in known.values()
    )]  # fmt: skip
    context = {
        "rows": rows, "kinds": kinds, "kind": kind, "everyone": everyone,
        "may_edit": request.actor.scope.may("organisations.edit"),
    }  # fmt: skip
    return render(request, "organisations/list.html", context)


def _in_order(tree: Tree) -> list[tuple[str, int]]:
    """Every code with its depth, each under its parent, siblings by kind and name."""
    rows: list[tuple[str, int]] = []

    def walk(codes: list[str], depth: int) -> None:
        order = list(NODE_KINDS)
        for code in sorted(
            codes, key=lambda c: (order.index(tree.nodes[c].kind), tree.nodes[c].name)
        ):
            rows.append((code, depth))
            walk(tree.children.get(code, []), depth + 1)

    walk([code for code, node in tree.nodes.items() if not node.parent], 0)
    return rows


@needs("organisations.see")
@require_GET
def card(request: HttpRequest, organisation: str) -> HttpResponse:
    """One organisation: what it is today and everything that happened to it."""
    shown = one(request, organisation, "organisations.see")
    scope = request.actor.scope
    context: dict[str, Any] = {
        "organisation": shown,
        "is_open": shown.is_open(timezone.localdate()),
        "placements": shown.placements.select_related("parent"),
        "successors": shown.successors.select_related("new"),
        "predecessors": shown.predecessors.select_related("old"),
        "identifiers": shown.identifiers.all() if scope.sees("internal") else [],
        "flags": shown.flags.all() if scope.sees("internal") else [],
        "branches": within(request, "organisations.see").filter(
            placements__parent=shown, placements__until=None
        ),
        "may_edit": shown.code in scope.codes("organisations.edit"),
    }
    return render(request, "organisations/card.html", context)
