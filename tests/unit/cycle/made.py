"""A cycle of each profile's order that tests drive by hand, with entries made up whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from msoko.cycle.course import refused, together
from msoko.cycle.deadline import unfit, with_deadline
from msoko.cycle.kinds import KINDS
from msoko.cycle.plan import PlannedStage, planned
from msoko.cycle.policies import Refusal, Thing, refusals
from msoko.cycle.snapshot import ActNow, CycleNow, EntryNow, FindingNow, StageNow
from msoko.cycle.transitions import ENTERED_WHEN, Transition, transition
from msoko.profile.load import default_profiles_dir, load_profile

PROFILES = ("solnechny", "aleksandrovskoe", "kalininsky", "aniva", "severomorsk")
DAY = date(2025, 9, 1)


@cache
def stages(profile: str) -> tuple[PlannedStage, ...]:
    """The stages a profile orders."""
    loaded = load_profile(default_profiles_dir() / profile)
    assert loaded.profile is not None, loaded.problems
    return planned(loaded.profile)


def said(kind: str, day: date) -> dict[str, Any]:
    """Every field of a kind filled; its days are around the day it is entered."""
    values: dict[str, Any] = {}
    for one in KINDS[kind].fields:
        if one.type == "organisations":
            values[one.name] = ["101"]
        elif one.type == "date":
            values[one.name] = (day + timedelta(days=1)).isoformat()
        else:
            values[one.name] = one.choices[0][0] if one.choices else f"{one.ru}: заполнено"
    values.pop("done_on", None)
    if kind == "indicator":
        values["target"] = "85,5"
    if "starts" in values:
        values["starts"] = day.isoformat()
    return values


@dataclass
class Course:
    """A cycle on a day; every change goes through the rules, as in the application."""

    profile: str
    day: date = DAY
    state: str = "open"
    stages: dict[str, str] = field(default_factory=dict)
    entries: dict[str, EntryNow] = field(default_factory=dict)
    acts: dict[str, ActNow] = field(default_factory=dict)
    findings: dict[str, FindingNow] = field(default_factory=dict)

    @property
    def now(self) -> CycleNow:
        """As the rules see it."""
        plan = stages(self.profile)
        at = tuple(StageNow(one, self.stages.get(one.id, "waiting")) for one in plan)
        rest = (self.entries, self.acts, self.findings)
        return CycleNow("1", "area", "2025-26", self.state, at, *(tuple(r.values()) for r in rest))

    def take(self, target: Thing, verb: str) -> list[Refusal]:
        """Take a step of the table; the refusals when it may not be taken."""
        of = _of(target)
        step, now = transition(of, verb), self.now
        if step.asks:
            assert isinstance(target, EntryNow)
            return self.reschedule(target.id, self.day + timedelta(days=30), "причина")
        found = refused(now, target, step, self.day)
        if not found:
            self.stages.update(together(now, target, step))
            self._arrive(target, step)
        return found

    def reschedule(self, id_: str, due: date | None, why: str) -> list[Refusal]:
        """The step that moves the deadline of an action."""
        one, step = self.entries[id_], transition("action", "reschedule")
        found = refused(self.now, one, step, self.day) or list(unfit(one, due, self.day))
        if not found and due is not None:
            said = with_deadline(one, due, self.day, why)
            self.entries[id_] = replace(one, state=step.leads_to(one.state), said=said)
        return found

    def _arrive(self, target: Thing, step: Transition) -> None:
        if isinstance(target, CycleNow):
            self.state = step.leads_to(target.state)
        elif isinstance(target, StageNow):
            self.stages[target.plan.id] = step.leads_to(target.state)
        elif isinstance(target, EntryNow):
            self.entries[target.id] = replace(target, state=step.leads_to(target.state))

    def stage(self, id_: str, verb: str) -> list[Refusal]:
        """A step of a stage."""
        return self.take(self.now.stage(id_), verb)

    def entry(self, id_: str, verb: str) -> list[Refusal]:
        """A step of an entry."""
        return self.take(self.entries[id_], verb)

    def enter(
        self, kind: str, links: Iterable[str] = (), **other: Any
    ) -> tuple[str, list[Refusal]]:
        """A new entry with every field filled, but for those said otherwise; its id."""
        id_ = f"{kind}{len(self.entries)}"
        fields = {**said(kind, self.day), **other}
        one = EntryNow(id_, kind, KINDS[kind].states[0][0], fields, tuple(links))
        found = refusals(ENTERED_WHEN, self.now, one, self.day)
        if not found:
            self.entries[id_] = one
        return id_, found

    def withdraw(self, id_: str) -> list[Refusal]:
        """Take an entry out."""
        found = refusals(ENTERED_WHEN, self.now, self.entries[id_], self.day)
        if not found:
            self.entries[id_] = replace(self.entries[id_], state="withdrawn")
        return found

    def read(self, id_: str, codes: Iterable[str]) -> None:
        """Organisations acknowledge what was sent to them."""
        one = self.entries[id_]
        self.entries[id_] = replace(one, acknowledged=one.acknowledged | frozenset(codes))

    def sign(self, document: str, state: str = "signed") -> None:
        """An act of a document, with its requisites."""
        self.acts[document] = ActNow(document, document, f"Акт «{document}»", state, "7", self.day)

    def confirm(self, kind: str, state: str = "confirmed") -> str:
        """A finding a person has decided on; how entries name it."""
        self.findings[kind] = FindingNow(kind, kind, state, f"Вывод вида «{kind}».")
        return f"finding:{kind}"

    def refs(self, *kinds: str) -> list[str]:
        """How entries of these kinds that count are named."""
        return [one.ref for one in self.now.of(*kinds)]


def _of(target: Thing) -> str:
    if isinstance(target, EntryNow):
        return target.kind
    return "stage" if isinstance(target, StageNow) else "cycle"


def complete(course: Course, id_: str) -> None:
    """Do everything a diligent person does at an open stage: enter, send, take, sign, wait."""
    for kind in course.now.stage(id_).plan.contents:
        _COMPLETES.get(kind, _one)(course, kind)
    for document in course.now.stage(id_).plan.documents:
        course.sign(document)


def _one(course: Course, kind: str) -> None:
    if not course.refs(kind):
        course.enter(kind, course.refs(*KINDS[kind].follows))


def _of_each(course: Course, kind: str) -> None:
    """One entry for each of what the kind follows."""
    for name in KINDS[kind].follows:
        for ref in course.refs(name):
            if not course.now.following(ref, kind):
                course.enter(kind, [ref])
    _one(course, kind)


def _findings(course: Course, kind: str) -> None:
    for name in ("gap", "factor", "good_practice"):
        course.confirm(name)


def _nothing(course: Course, kind: str) -> None:
    """Findings say it all, so notes that there is nothing are taken out."""
    for one in course.now.of(kind):
        course.withdraw(one.id)


def _sent(course: Course, kind: str) -> None:
    for one in course.now.of(kind):
        if "finding:gap" not in one.links and one.state == "draft":
            course.withdraw(one.id)
    if not course.refs(kind):
        course.enter(kind, [course.confirm("gap")])
    for one in course.now.of(kind):
        if one.state == "draft":
            course.entry(one.id, "send")


def _taken(course: Course, kind: str) -> None:
    _one(course, kind)
    for one in course.now.of(kind):
        if one.state == "draft":
            course.entry(one.id, "take")


def _monitored(course: Course, kind: str) -> None:
    _one(course, kind)
    days = [one.day("due") for one in course.now.of(kind)]
    course.day = max([course.day, *(day + timedelta(days=1) for day in days if day)])


def _concluded(course: Course, kind: str) -> None:
    for action in course.now.of("action"):
        if action.state != "done":
            course.entry(action.id, "complete")
    for one in course.now.of("action", "decision"):
        if not course.now.following(one.ref, kind):
            course.enter(kind, [one.ref])
    for one in course.now.of(kind):
        if one.state == "draft":
            course.entry(one.id, "conclude")


_COMPLETES: Mapping[str, Any] = {
    "finding": _findings, "relevance": _nothing, "lack": _nothing, "recommendation": _sent,
    "decision": _taken, "monitoring": _monitored, "review": _concluded,
    "objective": _of_each, "indicator": _of_each, "method": _of_each, "action": _of_each,
}  # fmt: skip


def reached(profile: str, stage: str) -> Course:
    """A cycle in which every stage before this one is done and it is open."""
    course = Course(profile)
    for one in stages(profile):
        assert course.stage(one.id, "begin") == []
        if one.id == stage:
            return course
        complete(course, one.id)
        assert course.stage(one.id, "finish") == []
    return course
