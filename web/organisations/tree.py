"""The tree on a day: who stands under whom, and everything below a node."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from django.utils import timezone

from web.organisations.kinds import MUNICIPALITY, NODE_KINDS
from web.organisations.models import Edition, Organisation, Placement


@dataclass(frozen=True)
class Node:
    """One organisation as the tree knows it; `parent` is a code, empty at the top."""

    code: str
    kind: str
    name: str
    parent: str
    opened_on: date
    closed_on: date | None

    def is_open(self, day: date) -> bool:
        """Whether it works on a day."""
        return self.opened_on <= day and (self.closed_on is None or day < self.closed_on)


@dataclass(frozen=True)
class Tree:
    """Nodes by code, and the codes right below each."""

    nodes: dict[str, Node]
    children: dict[str, list[str]]

    def below(self, code: str) -> Iterator[str]:
        """The node itself and everything under it."""
        yield code
        for child in self.children.get(code, ()):
            yield from self.below(child)

    def all_below(self, code: str) -> frozenset[str]:
        """The node itself and everything under it, remembered: every request asks for it."""
        if code not in self._below:
            self._below[code] = frozenset(self.below(code))
        return self._below[code]

    @cached_property
    def _below(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def in_order(self) -> tuple[tuple[str, int], ...]:
        """Every code with its depth, each under its parent, siblings by kind and name."""
        order = {kind: place for place, kind in enumerate(NODE_KINDS)}
        rows: list[tuple[str, int]] = []

        def walk(codes: list[str], depth: int) -> None:
            known = [self.nodes[code] for code in codes]
            for node in sorted(known, key=lambda one: (order[one.kind], one.name)):
                rows.append((node.code, depth))
                walk(self.children.get(node.code, []), depth + 1)

        walk([code for code, node in self.nodes.items() if not node.parent], 0)
        return tuple(rows)

    def municipality(self, code: str) -> str:
        """The municipality a node stands in; the node itself when it stands in none."""
        here = code
        while here in self.nodes and self.nodes[here].kind != MUNICIPALITY:
            parent = self.nodes[here].parent
            if not parent:
                return code
            here = parent
        return here

    def places(self, code: str) -> list[str]:
        """Municipalities a node reaches: its own, or those below a region."""
        if code in self.nodes and self.nodes[code].kind == "region":
            return [c for c in self.children.get(code, ()) if self.nodes[c].kind == MUNICIPALITY]
        return [self.municipality(code)]


def tree_now() -> Tree:
    """The tree of today."""
    return tree_on(timezone.localdate())


def tree_on(day: date) -> Tree:
    """The tree of a day, closed organisations included: their figures stay.

    One question to the database; the tree itself is read only when it has changed.
    """
    return _read(_edition(), day)


def turned() -> None:
    """To be called by every action that changes the tree, in its transaction."""
    Edition.objects.update_or_create(pk=1, defaults={"seal": secrets.token_hex(16)})


def _edition() -> str:
    return Edition.objects.filter(pk=1).values_list("seal", flat=True).first() or ""


@lru_cache(maxsize=8)
def _read(_edition: str, day: date) -> Tree:
    """Two questions to the database. A node whose place has ended keeps its last one."""
    parents: dict[str, str] = {}
    placed = Placement.objects.filter(since__lte=day).order_by("since")
    for code, parent in placed.values_list("organisation__code", "parent__code"):
        parents[code] = parent
    nodes: dict[str, Node] = {}
    children: dict[str, list[str]] = defaultdict(list)
    told = Organisation.objects.values_list("code", "kind", "name", "opened_on", "closed_on")
    for code, kind, name, opened, closed in told:
        nodes[code] = Node(code, kind, name, parents.get(code, ""), opened, closed)
        if code in parents:
            children[parents[code]].append(code)
    return Tree(nodes, dict(children))
