"""What happened to a line, from the journal, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from web.audit.models import Event
from web.audit.words import Changed, action_words, changes
from web.organisations.tree import Tree, tree_now
from web.policy.scope import PROGRAM, Actor
from web.roadmap.place import SEE, name_of

_MARK = "roadmap.RoadmapMark"
_KINDS = (
    _MARK, "roadmap.RoadmapDate", "roadmap.OwnRow", "roadmap.DocumentMark",
    "roadmap.RoadmapYear",
)  # fmt: skip
_OF_THE_PLAN = ("roadmap.OwnRow", "roadmap.RoadmapDate")
_SHOWN = 50


@dataclass(frozen=True)
class Past:
    """One event: when, what, about whom, what changed, why; `who` is empty for outsiders."""

    event: Event
    what: str
    about: str
    who: str
    changes: Sequence[Changed]

    @property
    def why(self) -> str:
        """The reason, unless it stands among what changed."""
        told = (self.event.new.get("note"), self.event.new.get("reason"))
        return "" if self.event.reason in told else self.event.reason


def history(
    actor: Actor, place: str, *objects: str, bodies: Mapping[str, str] | None = None
) -> list[Past]:
    """Events of the objects within the reader's reach, newest first.

    `bodies`: how those who answer are called, by the name their marks are kept under.
    """
    codes = [place, *actor.scope.codes(SEE)]
    found = Event.objects.filter(kind__in=_KINDS, object_id__in=objects, organisation__in=codes)
    return _told(actor, found, lambda one, tree: _about(one, place, tree, bodies or {}))


def amendments(
    actor: Actor, place: str, year: int, since: datetime, titles: Mapping[str, str]
) -> list[Past]:
    """What changed in a plan after its approval: rows and days, each with the reason.

    `titles`: how rows are called, by their id.
    """
    found = Event.objects.filter(
        kind__in=_OF_THE_PLAN, organisation=place, at__gt=since, object_id__endswith=f" {year}"
    )

    def about(event: Event, _tree: Tree) -> str:
        row = event.object_id.split(" ")[0]
        return titles.get(row) or str(event.new.get("title") or event.old.get("title") or row)

    return _told(actor, found, about)


def _told(actor: Actor, events: QuerySet[Event], about: Callable[[Event, Tree], str]) -> list[Past]:
    found = list(events.order_by("-number")[:_SHOWN])
    names, tree = _names(actor, found), tree_now()
    return [
        Past(one, action_words(one), about(one, tree), names.get(one.by, ""), changes(one))
        for one in found
    ]


def _about(event: Event, place: str, tree: Tree, bodies: Mapping[str, str]) -> str:
    """Whose part of a line was marked: an organisation, or a body by its name."""
    if event.organisation != place:
        return name_of(tree, event.organisation)
    return bodies.get(event.new["responsible"], "") if event.kind == _MARK else ""


def _names(actor: Actor, found: Sequence[Event]) -> dict[str, str]:
    """Names of those who acted, for readers who may see names, and one's own."""
    known = {PROGRAM.id: PROGRAM.name, actor.id: actor.name}
    if not actor.scope.sees("personal"):
        return known
    ids = {one.by for one in found if len(one.by) == 36}
    people = get_user_model().objects.filter(pk__in=ids)
    return {**known, **{str(one.pk): str(one) for one in people}}
