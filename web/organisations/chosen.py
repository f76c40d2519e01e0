"""Which organisations a list is asked for: kind, state, group and words, over the tree of today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from web.organisations.kinds import FLAG_KINDS, NODE_KINDS
from web.organisations.models import Flag, Identifier
from web.organisations.tree import Node, tree_on

_LONGEST = 100


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    node: Node
    depth: int
    is_open: bool

    @property
    def kind_words(self) -> str:
        """Its kind in words."""
        return NODE_KINDS[self.node.kind]


@dataclass(frozen=True)
class Chosen:
    """The rows asked for, and what was asked, to be shown again in the form."""

    rows: list[Row]
    kinds: list[tuple[str, str]]
    groups: list[tuple[str, str]]
    kind: str
    group: str
    words: str
    everyone: bool
    day: date


def chosen(request: HttpRequest, permission: str) -> Chosen:
    """At most four questions to the database, however many organisations there are."""
    today, codes = timezone.localdate(), request.actor.scope.codes(permission)
    tree = tree_on(today)
    kind, group = request.GET.get("kind", ""), request.GET.get("group", "")
    words = request.GET.get("q", "").strip()[:_LONGEST]
    everyone = "all" in request.GET
    open_to = request.actor.scope.sees("internal")
    found = _of_words(words, tree.nodes, open_to) if words else None
    grouped = _of_group(group, today) if group and open_to else None
    rows = [
        Row(tree.nodes[code], depth, tree.nodes[code].is_open(today))
        for code, depth in tree.in_order
        if code in codes
        and (everyone or tree.nodes[code].is_open(today))
        and (not kind or tree.nodes[code].kind == kind)
        and (found is None or code in found)
        and (grouped is None or code in grouped)
    ]
    present = {tree.nodes[code].kind for code in codes if code in tree.nodes}
    kinds = [(name, ru) for name, ru in NODE_KINDS.items() if name in present]
    groups = _groups(codes, today) if open_to else []
    return Chosen(rows, kinds, groups, kind, group, words, everyone, today)


def _of_words(words: str, nodes: Mapping[str, Node], open_to: bool) -> set[str]:
    """Codes whose name or code holds the words; for insiders also another code of theirs."""
    low = words.lower()
    found = {code for code, one in nodes.items() if low in one.name.lower() or low in code.lower()}
    if open_to:
        held = Identifier.objects.filter(value__icontains=words)
        found |= set(held.values_list("organisation__code", flat=True))
    return found


def _of_group(group: str, today: date) -> set[str]:
    """Codes that carry a flag today; «cluster:малые» asks for one group of the flag."""
    kind, _, value = group.partition(":")
    held = Flag.objects.on(today).filter(kind=kind)
    held = held.filter(value=value) if value else held
    return set(held.values_list("organisation__code", flat=True))


def _groups(codes: frozenset[str], today: date) -> list[tuple[str, str]]:
    """Flags and groups that somebody in reach carries today."""
    held = Flag.objects.on(today).filter(Q(organisation__code__in=codes))
    pairs = set(held.values_list("kind", "value").order_by().distinct())
    return [
        (f"{kind}:{value}" if value else kind, f"{ru}: {value}" if value else ru)
        for kind, ru in FLAG_KINDS.items()
        for value in sorted(v for k, v in pairs if k == kind)
    ]
