"""How far a person reaches: rows by organisation, values by level, fields by sensitivity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from web.policy.fields import SEES
from web.policy.table import PERMISSIONS

NOBODY: frozenset[str] = frozenset()


class Denied(PermissionDenied):
    """What was asked is not allowed; the text says why."""


@dataclass(frozen=True)
class Grant:
    """One role held now: codes below one's own seat, codes of one's whole municipality."""

    role: str
    own: frozenset[str] = NOBODY
    whole: frozenset[str] = NOBODY
    places: frozenset[str] = NOBODY
    subject: str = ""


@dataclass(frozen=True)
class Scope:
    """Everything a person holds; `everything` is for the program itself only."""

    grants: tuple[Grant, ...] = ()
    everything: bool = False

    @property
    def roles(self) -> frozenset[str]:
        """Roles held now."""
        return frozenset(grant.role for grant in self.grants)

    def reach(self, permission: str) -> frozenset[str]:
        """How far a permission reaches, over all roles held; empty when not at all."""
        if self.everything:
            return frozenset({"all"})
        known = PERMISSIONS[permission].reach
        return frozenset(known[grant.role] for grant in self.grants if grant.role in known)

    def may(self, permission: str) -> bool:
        """Whether the permission is held at all."""
        return bool(self.reach(permission))

    def reaches_all(self, permission: str) -> bool:
        """Whether a permission reaches every organisation, not only one's own."""
        return "all" in self.reach(permission)

    def codes(self, permission: str) -> frozenset[str]:
        """Codes of the organisations a permission reaches one by one."""
        known = PERMISSIONS[permission].reach
        found: set[str] = set()
        for grant in self.grants:
            how = known.get(grant.role)
            found |= grant.whole if how == "all" else grant.own if how == "own" else NOBODY
        return frozenset(found)

    def places(self, permission: str) -> frozenset[str]:
        """Names of the municipalities whose totals a permission reaches."""
        known = PERMISSIONS[permission].reach
        return frozenset(p for g in self.grants if g.role in known for p in g.places)

    def subjects(self, permission: str) -> frozenset[str]:
        """Subjects whose values of every organisation a permission reaches."""
        known = PERMISSIONS[permission].reach
        return frozenset(g.subject for g in self.grants if known.get(g.role) == "subject")

    def subject_codes(self, permission: str) -> frozenset[str]:
        """Organisations whose values of one's subject a permission reaches."""
        known = PERMISSIONS[permission].reach
        return frozenset(c for g in self.grants if known.get(g.role) == "subject" for c in g.whole)

    def sees(self, sensitivity: str) -> bool:
        """Whether fields of a sensitivity may be shown."""
        return self.everything or any(sensitivity in SEES[role] for role in self.roles)

    def demand(self, permission: str, codes: Iterable[str] | None = None) -> None:
        """Denied, with the reason, unless the permission reaches all the organisations named."""
        said = PERMISSIONS[permission].ru
        if self.everything:
            return
        if not self.may(permission):
            raise Denied(f"Для этого нужно право «{said}», а ваши роли его не дают.")
        if codes is not None and not set(codes) <= self.codes(permission):
            raise Denied(f"Право «{said}» не распространяется на эту организацию.")


@dataclass(frozen=True)
class Actor:
    """Who acts: the id kept in the journal, and how far they reach."""

    id: str
    scope: Scope
    name: str = ""


PROGRAM = Actor("program", Scope(everything=True), "программа")
STRANGER = Actor("", Scope())
