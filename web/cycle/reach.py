"""What of the thread a reader may see: never more than the pages of the things themselves show."""

from __future__ import annotations

from dataclasses import dataclass

from msoko.cycle.snapshot import IN_FORCE
from msoko.cycle.thread import Node, value_parts
from web.cycle.pages.reach import SEE
from web.figures.found import SIGNAL
from web.policy.scope import Scope

_RULES = frozenset({"clause", "goal", "indicator"})


@dataclass(frozen=True)
class Reach:
    """The reader's scope asked about nodes.

    `findings` are keys the reader sees today, `entries` and `cycles` ids of rows within reach.
    """

    scope: Scope
    findings: frozenset[str]
    entries: frozenset[str]
    cycles: frozenset[str]

    def sees(self, node: Node) -> bool:
        """Whether the content of a node may be shown."""
        kind, _, name = node.ref.partition(":")
        if kind == "value":
            return self._sees_value(node)
        if kind == "finding":
            return self._sees_finding(node)
        if kind in _RULES:
            return self.scope.may("areas.see")
        if kind == "act":
            return self.scope.reaches_all(SEE) or (
                node.state in IN_FORCE and node.cycle in self.cycles
            )
        return name in (self.cycles if kind == "cycle" else self.entries)

    def _sees_value(self, node: Node) -> bool:
        parts = value_parts(node.ref)
        seen = self.scope.codes("values.see") | self.scope.places("values.see")
        return parts is not None and parts[1] in seen

    def _sees_finding(self, node: Node) -> bool:
        """As the card of a finding: by its unit, signals of integrity by a right of their own."""
        permission = "findings.integrity" if node.said.get("kind") == SIGNAL else "findings.see"
        seen = self.scope.codes(permission) if self.scope.may(permission) else frozenset()
        return node.ref.removeprefix("finding:") in self.findings or bool(set(node.units) & seen)
