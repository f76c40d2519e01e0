"""Which municipality and which year a page of the roadmap speaks of."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.http import Http404, HttpRequest
from django.utils import timezone

from msoko.roadmap.occurrences import FIRST_YEAR, LAST_YEAR
from msoko.vocabulary import UNIT_KINDS
from web.organisations.tree import Tree
from web.policy.scope import Scope

SEE, MARK, EDIT, APPROVE = "roadmap.see", "roadmap.mark", "roadmap.edit", "roadmap.approve"
# Kinds of nodes that are organisations of «ОО»: all but the authority itself.
_ORGANISATIONS = frozenset(UNIT_KINDS) - {"authority"}


def place_of(request: HttpRequest) -> str:
    """The municipality asked for, or the first within reach; 404 when none is."""
    places = sorted(request.actor.scope.places(SEE))
    if not places:
        raise Http404
    asked = request.GET.get("place", "")
    return asked if asked in places else places[0]


def year_of(request: HttpRequest) -> int:
    """The calendar year asked for, this one otherwise (AMB-317: the plan keeps calendar years)."""
    said = request.GET.get("year", "")
    year = int(said) if said.isdecimal() and len(said) == 4 else 0
    return year if FIRST_YEAR < year < LAST_YEAR else timezone.localdate().year


def organisations_of(tree: Tree, place: str, day: date) -> tuple[str, ...]:
    """Codes of the organisations of a municipality that work on a day, by kind and name."""
    right_below = set(tree.children.get(place, ()))
    return tuple(
        code
        for code, _ in tree.in_order
        if code in right_below
        and tree.nodes[code].kind in _ORGANISATIONS
        and tree.nodes[code].is_open(day)
    )


def name_of(tree: Tree, code: str) -> str:
    """The name of an organisation, its code when the tree does not know it."""
    return tree.nodes[code].name if code in tree.nodes else code


def may_mark(scope: Scope, place: str, organisation: str) -> bool:
    """Whether the reader may say how far a body or an organisation is."""
    return scope.everything or (organisation or place) in scope.codes(MARK)


def own_codes(scope: Scope, codes: Collection[str]) -> list[str]:
    """Organisations the reader answers for: of those who answer for their own ones only."""
    mine = {code for grant in scope.grants for code in grant.own if _is_organisation(grant.role)}
    return [code for code in codes if code in mine]


def _is_organisation(role: str) -> bool:
    return role in ("organisation_head", "data_officer")
