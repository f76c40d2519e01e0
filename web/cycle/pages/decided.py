"""Decisions of all cycles and years with what they rest on and what came of them.

A decision rests on findings through the actions and recommendations it follows; what came of it
are the reviews of it and of those actions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from msoko.cycle.reached import unsettled
from web.cycle.models import Entry, EntryLink
from web.cycle.pages.reach import SEE, entries_seen, findings_seen
from web.cycle.pages.words import Shown, shown
from web.organisations.tree import tree_now
from web.policy.scope import Scope

LATE = "late"
_WAITING = unsettled("decision")
_THREAD = ("decision", "action", "recommendation", "review")


@dataclass(frozen=True)
class Ground:
    """A finding a decision rests on."""

    said: str
    address: str


@dataclass(frozen=True)
class Decided:
    """One decision of the list; what is out of the reader's reach is not in it."""

    entry: Entry
    shown: Shown
    organisations: Sequence[str]
    findings: Sequence[Ground]
    actions: Sequence[Shown]
    reviews: Sequence[tuple[Shown, str]]
    is_late: bool

    @property
    def responsible(self) -> str:
        """Who answers for it."""
        return str(self.entry.said.get("responsible") or "")


def decisions_seen(scope: Scope, asked: Mapping[str, str], day: date) -> QuerySet[Entry]:
    """Decisions within reach that answer the filters, the newest years first."""
    found = entries_seen(scope).filter(kind="decision")
    if "period" in asked:
        found = found.filter(cycle__period=asked["period"])
    if "area" in asked:
        found = found.filter(cycle__area=asked["area"])
    if "organisation" in asked:
        within = {asked["organisation"]} & scope.codes(SEE)
        found = found.filter(places__organisation__in=within)
    if asked.get("state") == LATE:
        found = found.filter(state__in=_WAITING, due__lt=day, cycle__state="open")
    elif "state" in asked:
        found = found.filter(state=asked["state"])
    else:
        found = found.exclude(state="withdrawn")
    order = ("-cycle__period", "cycle__area", "cycle__pk", "number")
    return found.select_related("cycle").prefetch_related("places").order_by(*order)


def told(scope: Scope, decisions: Sequence[Entry], day: date) -> list[Decided]:
    """Decisions with their thread: the same few queries however many they are."""
    web = _Thread(scope, decisions)
    nodes, reach = tree_now().nodes, scope.codes(SEE)
    rows = []
    for one in decisions:
        codes = [place.organisation for place in one.places.all()]
        rows.append(
            Decided(
                one, shown(one),
                [nodes[code].name if code in nodes else code for code in codes if code in reach],
                web.findings(one), web.actions(one), web.reviews(one),
                one.cycle.state == "open" and one.state in _WAITING
                and one.due is not None and one.due < day,
            )
        )  # fmt: skip
    return rows


class _Thread:
    """Entries of the cycles of some decisions within reach, and how they point to one another."""

    def __init__(self, scope: Scope, decisions: Sequence[Entry]) -> None:
        cycles = {one.cycle_id for one in decisions}
        self.links: dict[str, list[str]] = defaultdict(list)
        self.back: dict[str, list[str]] = defaultdict(list)
        pairs = EntryLink.objects.filter(entry__cycle__in=cycles, entry__kind__in=_THREAD)
        for entry, ref in pairs.order_by("id").values_list("entry_id", "ref"):
            self.links[str(entry)].append(ref)
            self.back[ref].append(str(entry))
        known = entries_seen(scope).filter(cycle__in=cycles, kind__in=_THREAD)
        self.entries = {str(one.pk): one for one in known.exclude(state="withdrawn")}
        keys = {key for one in decisions for key in self._keys(one)}
        found = findings_seen(scope).filter(key__in=keys)
        self.known = {one.key: one.said for one in found}

    def _before(self, decision: Entry) -> list[str]:
        """The decision and everything it follows, by id."""
        seen = dict.fromkeys([str(decision.pk)])
        waiting = [str(decision.pk)]
        while waiting:
            refs = self.links[waiting.pop()]
            ids = [ref.removeprefix("entry:") for ref in refs if ref.startswith("entry:")]
            fresh = [one for one in ids if one not in seen]
            seen |= dict.fromkeys(fresh)
            waiting += fresh
        return list(seen)

    def _keys(self, decision: Entry) -> list[str]:
        refs = [ref for one in self._before(decision) for ref in self.links[one]]
        keys = (ref.removeprefix("finding:") for ref in refs if ref.startswith("finding:"))
        return list(dict.fromkeys(keys))

    def findings(self, decision: Entry) -> list[Ground]:
        """Findings a decision rests on."""
        return [
            Ground(self.known[key], reverse("cycle:card", args=[key]))
            for key in self._keys(decision)
            if key in self.known
        ]

    def _actions(self, decision: Entry) -> list[Entry]:
        known = (self.entries.get(one) for one in self._before(decision))
        return [one for one in known if one is not None and one.kind == "action"]

    def actions(self, decision: Entry) -> list[Shown]:
        """Actions a decision follows."""
        return [shown(one) for one in self._actions(decision)]

    def reviews(self, decision: Entry) -> list[tuple[Shown, str]]:
        """Reviews of a decision first, then those of the actions it follows; with conclusions."""
        refs = [f"entry:{one.pk}" for one in (decision, *self._actions(decision))]
        ids = dict.fromkeys(one for ref in refs for one in self.back[ref])
        found = (self.entries.get(one) for one in ids)
        return [
            (shown(one), str(one.said.get("conclusion") or ""))
            for one in found
            if one is not None and one.kind == "review"
        ]
