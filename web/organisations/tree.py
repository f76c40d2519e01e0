"""The tree on a day: who stands under whom, and everything below a node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from web.organisations.kinds import MUNICIPALITY
from web.organisations.models import Organisation, Placement


@dataclass(frozen=True)
class Node:
    """One organisation as the tree knows it; `parent` is a code, empty at the top."""

    code: str
    kind: str
    name: str
    parent: str


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


def tree_on(day: date) -> Tree:
    """The tree of a day, closed organisations included: their figures stay.

    Two questions to the database. A node whose place has ended keeps its last one.
    """
    parents: dict[str, str] = {}
    placed = Placement.objects.filter(since__lte=day).order_by("since")
    for code, parent in placed.values_list("organisation__code", "parent__code"):
        parents[code] = parent
    nodes: dict[str, Node] = {}
    children: dict[str, list[str]] = defaultdict(list)
    for code, kind, name in Organisation.objects.values_list("code", "kind", "name"):
        nodes[code] = Node(code, kind, name, parents.get(code, ""))
        if code in parents:
            children[parents[code]].append(code)
    return Tree(nodes, dict(children))
