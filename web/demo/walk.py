"""One cycle of the demonstration led by its people, stage by stage, through the real actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from msoko.cycle.kinds import KINDS
from msoko.cycle.plan import PlannedStage
from msoko.cycle.proposed import proposed
from msoko.cycle.snapshot import CycleNow
from msoko.cycle.transitions import transition
from web import regulation
from web.audit.impossible import Impossible
from web.cycle import actions as findings
from web.cycle import entering, steps
from web.cycle.comparing import compare_now
from web.cycle.models import Cycle, CycleStage, Entry, EntryPlace, Finding
from web.cycle.standing import standing
from web.demo.acts import sign
from web.demo.cast import Cast
from web.demo.days import Days
from web.demo.findings import ABSENT, Known
from web.demo.stories import Advice, Story
from web.demo.targets import aimed
from web.policy.scope import Actor

# What is entered first where a stage holds several kinds: grounds before what rests on them.
_ORDER = ("finding", *KINDS)
_WHO = "главный специалист Лебедев И. С."


@dataclass
class Walk:
    """A cycle, its words, its days by kind of entry, its findings and whom it speaks to."""

    people: Cast
    cycle: Cycle
    story: Story
    days: Days
    known: Known
    usual: tuple[str, ...]

    def until(self, stop: str) -> bool:
        """Go on until this stage is open and begun to be filled; True when all are done.

        A stage that cannot be finished stays open: its page says what it lacks.
        """
        for row in CycleStage.objects.filter(cycle=self.cycle):
            self.take(row, "begin")
            now = standing(self.cycle)
            plan = now.stage(row.stage).plan
            for kind in sorted(plan.contents, key=_ORDER.index):
                self._enter(kind, is_last=row.stage == stop)
            if row.stage == stop:
                self._date(row, plan)
                return False
            try:
                for document in plan.documents:
                    sign(self.people, self.cycle, document, self.days.entries)
                self.take(row, "finish")
            except Impossible:
                return False
            finally:
                self._date(row, plan)
        return True

    def _date(self, row: CycleStage, plan: PlannedStage) -> None:
        """The days of the work itself, told apart from the marks made today."""
        done = CycleStage.objects.filter(cycle=self.cycle, order__lt=row.order)
        after = max((one.done_on for one in done if one.done_on), default=None)
        starts, ends = self.days.of_stage(plan.contents, after)
        row.refresh_from_db()
        steps.date_stage(
            by=self.people.specialist, row=row, version=row.version, started_on=starts,
            done_on=ends if row.state == "done" else None,
            reason="Этап отмечен позже, чем пройден.",
        )  # fmt: skip

    def take(self, row: steps.Row, verb: str, by: Actor | None = None) -> None:
        """A step by the specialist, or by whoever is named."""
        of = {Cycle: "cycle", Entry: getattr(row, "kind", "")}.get(type(row), "stage")
        row.refresh_from_db()
        who, step = by or self.people.specialist, transition(of, verb)
        steps.take(by=who, step=step, row=row, version=row.version)

    def _enter(self, kind: str, is_last: bool) -> None:
        now = standing(self.cycle)
        home = now.home(kind)
        own = [
            one for one in proposed(regulation.profile(), now, home.plan.id if home else "")
            if one[0] == kind
        ]  # fmt: skip
        if own:
            self._fill(kind, own, is_last)
        else:
            getattr(self, f"_{kind}", lambda *_: None)(now, is_last)

    def _fill(self, kind: str, own: Sequence[Any], is_last: bool) -> None:
        """The regulation's words; methods get their date and source, at the last stage not all."""
        if kind == "method":
            dated = {"due": self._day("method")[1], "source": "Сведения организаций"}
            left = len(own) // 2 if is_last else len(own)
            own = [
                (kind, {**dated, **_said(said)} if number < left else _said(said), links)
                for number, (_, said, links) in enumerate(own)
            ]
        if kind == "indicator":
            own = [(kind, _said(said | aimed(said, self.cycle.period)), links)
                   for _, said, links in own]  # fmt: skip
        if kind == "goal":
            because = {"justification": self.story.problem}
            own = [(kind, because | _said(said), links) for _, said, links in own]
        entering.fill(by=self.people.specialist, cycle=self.cycle, proposed=own)

    def _new(self, kind: str, links: Iterable[str] = (), **said: Any) -> Entry:
        made: Entry = entering.enter(
            by=self.people.specialist, cycle=self.cycle, kind=kind, said=said, links=list(links)
        )
        return made

    def _day(self, kind: str) -> tuple[date, date]:
        return self.days.of(kind)

    def _term(self, kind: str) -> dict[str, Any]:
        """Beginning and end; what is over was held on its last day."""
        starts, due = self._day(kind)
        return {"starts": starts, "due": due} | ({"done_on": due} if self._is_over(kind) else {})

    def _is_over(self, kind: str) -> bool:
        return self._day(kind)[1] < timezone.localdate()

    def _goal(self, now: CycleNow, is_last: bool) -> None:
        if not now.of("goal") and self.story.proposal:
            self._new("goal", title=self.story.proposal, justification=self.story.problem)

    def _objective(self, now: CycleNow, is_last: bool) -> None:
        for goal in now.of("goal"):
            self._new("objective", [goal.ref], title=f"Достичь цели: {goal.said['title']}")

    def _monitoring(self, now: CycleNow, is_last: bool) -> None:
        self._new(
            "monitoring", [one.ref for one in now.of("indicator")], title=self.story.watched,
            participants=list(self.usual), use_of_results=self.story.use,
            **self._term("monitoring"),
        )  # fmt: skip

    def _finding(self, now: CycleNow, is_last: bool) -> None:
        """The specialist confirms what the analysis found, unless it waits at the last stage."""
        for proposal in () if is_last else self.known.proposals.values():
            if not Finding.objects.filter(key=proposal.key).exists():
                findings.confirm(by=self.people.specialist, proposal=proposal)

    def _relevance(self, now: CycleNow, is_last: bool) -> None:
        """Findings of another year or of no area are taken in with a reason."""
        place = (self.cycle.area, self.cycle.period)
        for one in () if is_last else self.known.proposals.values():
            if (one.said["area"], one.said["period"]) != place:
                self._new(
                    "relevance", [f"finding:{one.key}"],
                    title="По результатам этого года намечаются меры цикла.",
                )  # fmt: skip

    def _lack(self, now: CycleNow, is_last: bool) -> None:
        for kind, because in ABSENT.items():
            if not is_last and kind not in self.known.proposals:
                self._new("lack", of=kind, title=because)

    def _recommendation(self, now: CycleNow, is_last: bool) -> None:
        for number, one in enumerate(self.story.advice):
            made = self._new(
                "recommendation", self._grounds(now, one), title=one.recommendation,
                addressees=list(one.whose or self.usual), practices=one.practices,
                materials=one.materials, documents="нет", due=self._day("recommendation")[1],
            )  # fmt: skip
            if is_last and number:
                continue
            self.take(made, "send")
            if not is_last:
                self._acknowledged(made)

    def _grounds(self, now: CycleNow, advice: Advice) -> list[str]:
        """The finding an advice rests on; the note that there is none where it was not found."""
        known = self.known.proposals
        proposal = known.get(advice.rests_on) or known.get("gap")
        if proposal is not None:
            return [f"finding:{proposal.key}"]
        return [one.ref for one in now.of("lack") if one.said["of"] == "gap"]

    def _acknowledged(self, recommendation: Entry) -> None:
        for place in EntryPlace.objects.filter(entry=recommendation):
            by = self.people.head_of(place.organisation)
            entering.acknowledge(
                by=by, place=place, version=place.version, note="Ознакомлены, меры намечены."
            )
        self.take(recommendation, "settle")

    def _action(self, now: CycleNow, is_last: bool) -> None:
        given = {one.said["title"]: one.ref for one in now.of("recommendation")}
        for one in self.story.advice:
            before = [given[one.recommendation]] if one.recommendation in given else []
            made = self._new(
                "action", before, title=one.action, participants=list(one.whose or self.usual),
                responsible=_WHO, subject=one.subject, **self._term("action"),
            )  # fmt: skip
            self.take(made, "start")
            if one.postponed:
                self._postpone(made, one.postponed)
            if self._is_over("action"):
                self.take(made, "complete")

    def _postpone(self, action: Entry, reason: str) -> None:
        """The head gives an action that is going on a week more."""
        action.refresh_from_db()
        due = max(self._day("action")[1], timezone.localdate()) + timedelta(days=7)
        steps.take(
            by=self.people.head, step=transition("action", "reschedule"), row=action,
            version=action.version, reason=reason, due=due,
        )  # fmt: skip

    def _decision(self, now: CycleNow, is_last: bool) -> None:
        made = self._new(
            "decision", [one.ref for one in now.of("action")], title=self.story.decision,
            responsible="начальник отдела образования Орлова Н. П.",
            participants=list(self.usual), **self._term("decision"),
        )  # fmt: skip
        if not is_last:
            self.take(made, "take", self.people.head)
            if self._is_over("decision"):
                self.take(made, "complete")

    def _review(self, now: CycleNow, is_last: bool) -> None:
        if not is_last:
            compare_now()
        said = {"action": self.story.conclusion, "decision": self.story.settled}
        for one in now.of(*said):
            made = self._new(
                "review", [one.ref], title=str(one.said["title"]), **self._term("review"),
                conclusion="" if is_last else said[one.kind],
            )  # fmt: skip
            if not is_last:
                self.take(made, "conclude")

    def _problem(self, now: CycleNow, is_last: bool) -> None:
        if not is_last:
            self._new(
                "problem", [one.ref for one in now.of("review", "decision")],
                title=self.story.problem, proposal=self.story.proposal,
            )  # fmt: skip

    def _note(self, now: CycleNow, is_last: bool) -> None:
        if not is_last:
            self._new("note", title="Этап пройден, итоги обсуждены на совещании.")


def _said(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields that say something."""
    return {name: value for name, value in fields.items() if value}
