"""Whatever people try in whatever order, the rules of a cycle hold in all five orders."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from msoko.cycle.contents import missing
from msoko.cycle.course import possible
from msoko.cycle.kinds import KINDS
from msoko.cycle.policies import Refusal
from msoko.cycle.snapshot import IN_FORCE, CycleNow
from tests.unit.cycle.made import Course, complete

PICK = st.integers(0, 10_000)


def told(found: list[Refusal]) -> list[Refusal]:
    """Refusals say a sentence each; they are given back."""
    for one in found:
        assert one.what.strip()
        assert str(one)[0].isupper() or str(one)[0] in "«0123456789"
        assert str(one).endswith(".")
    return found


class Cycle(RuleBasedStateMachine):
    """Steps, entries, acts and findings at random; `profile` gives the order of stages."""

    profile: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        self.course = Course(self.profile)

    @initialize(far=st.integers(0, 10))
    def somewhere(self, far: int) -> None:
        """The cycle has already come some way."""
        for _ in range(far):
            self.a_diligent_person(True)

    @rule(at=PICK, near=st.booleans(), verb=st.sampled_from(("begin", "finish", "return")))
    def step_of_a_stage(self, at: int, near: bool, verb: str) -> None:
        """Any step of any stage, mostly of those the cycle is at."""
        now = self.course.now
        done = sum(one.state == "done" for one in now.stages)
        at = done - (verb == "return") if near else at
        stage = now.stages[at % len(now.stages)]
        before = dict(self.course.stages)
        if told(self.course.take(stage, verb)):
            assert self.course.stages == before
            return
        if verb == "finish":
            assert missing(now, stage) == ()
            assert all(now.act_in_force(one) for one in stage.plan.documents)
            if "monitoring" in stage.plan.contents:
                days = [one.day("due") for one in now.of("monitoring")]
                assert all(day is not None and day < self.course.day for day in days)
        if verb == "return":
            rest = [one for one in now.stages if one.plan.order >= stage.plan.order]
            resting = [name for one in rest for name in one.plan.documents]
            assert not any(now.act_in_force(name) for name in resting)

    @rule(goes_on=st.booleans())
    def a_diligent_person(self, goes_on: bool) -> None:
        """Completes the stage the cycle is at, and perhaps goes on."""
        for one in self.course.now.stages:
            if one.state != "done":
                told(self.course.stage(one.plan.id, "begin"))
                complete(self.course, one.plan.id)
                if goes_on:
                    told(self.course.stage(one.plan.id, "finish"))
                return

    @rule(data=st.data(), kind=st.sampled_from(sorted(KINDS)))
    def an_entry(self, data: Any, kind: str) -> None:
        """An entry of any kind, perhaps with a field left out, pointing back to anything."""
        now = self.course.now
        current = [
            name for one in now.stages if one.state == "open"
            for name in one.plan.contents if name in KINDS
        ]  # fmt: skip
        if current and data.draw(st.booleans()):
            kind = data.draw(st.sampled_from(current))
        names = [field.name for field in KINDS[kind].fields]
        left = data.draw(st.sampled_from([None, *names]))
        refs = [one.ref for one in self.course.now.entries]
        refs += [f"finding:{key}" for key in self.course.findings]
        links = data.draw(st.lists(st.sampled_from(refs), max_size=2)) if refs else []
        id_, found = self.course.enter(kind, links, **({left: ""} if left else {}))
        if not told(found):
            home = now.home("finding" if kind == "lack" else kind)
            assert home is not None
            assert home.state == "open"
            for step in possible(self.course.now, self.course.entries[id_])[:1]:
                told(self.course.entry(id_, step.verb))

    @precondition(lambda self: self.course.entries)
    @rule(at=PICK, way=PICK)
    def step_of_an_entry(self, at: int, way: int) -> None:
        """Any step an entry's state allows."""
        entry = list(self.course.entries.values())[at % len(self.course.entries)]
        steps = possible(self.course.now, entry)
        if steps:
            verb = steps[way % len(steps)].verb
            if not told(self.course.take(entry, verb)) and verb == "settle":
                assert set(entry.said.get("addressees") or ()) <= entry.acknowledged

    @precondition(lambda self: self.course.entries)
    @rule(at=PICK)
    def an_entry_taken_out(self, at: int) -> None:
        """Withdrawn when its stage allows."""
        entry = list(self.course.entries.values())[at % len(self.course.entries)]
        if entry.state in ("kept", "draft", "planned"):
            told(self.course.withdraw(entry.id))

    @rule(at=PICK, state=st.sampled_from(("on_approval", "signed", "published", "revoked")))
    def an_act(self, at: int, state: str) -> None:
        """An act of some document reaches a state."""
        names = [name for one in self.course.now.stages for name in one.plan.documents]
        if names:
            self.course.sign(names[at % len(names)], state)

    @rule(
        kind=st.sampled_from(("gap", "factor", "good_practice", "trend")),
        state=st.sampled_from(("confirmed", "rejected", "open")),
    )
    def a_finding(self, kind: str, state: str) -> None:
        """Somebody decides on a finding, or opens it again."""
        self.course.confirm(kind, state)

    @rule(days=st.integers(1, 60))
    def time_passes(self, days: int) -> None:
        """Nothing but the calendar."""
        self.course.day += timedelta(days=days)

    @rule(verb=st.sampled_from(("close", "close", "close", "withdraw")), sure=st.integers(0, 9))
    def the_end(self, verb: str, sure: int) -> None:
        """Closing when all is done; rarely the whole cycle is withdrawn."""
        now = self.course.now
        if verb == "withdraw" and sure:
            return
        if not told(self.course.take(now, verb)) and verb == "close":
            assert {one.state for one in now.stages} == {"done"}

    @invariant()
    def done_stages_are_the_first_ones(self) -> None:
        """Before a stage that is open or done everything is done."""
        now = self.course.now
        for stage in now.stages:
            if stage.state != "waiting":
                before = [one for one in now.stages if one.plan.order < stage.plan.order]
                assert {one.state for one in before} <= {"done"}

    @invariant()
    def nothing_happens_after_the_end(self) -> None:
        """In a closed or withdrawn cycle every step of stages and entries is refused."""
        now = self.course.now
        if now.state != "open":
            still = [step for thing in _things(now) for step in self._open_to(thing)]
            assert still == []
            assert all(self.course.enter(kind)[1] for kind in KINDS)

    def _open_to(self, thing: Any) -> list[str]:
        probe = Course(**vars(self.course))
        return [one.verb for one in possible(probe.now, thing) if not probe.take(thing, one.verb)]

    @invariant()
    def what_is_settled_is_whole(self) -> None:
        """Sent, taken and concluded entries have all that is asked of them."""
        now = self.course.now
        for one in now.of("decision"):
            if one.state in ("taken", "done"):
                assert one.day("due")
                assert one.filled("responsible")
        for one in now.of("recommendation"):
            if one.state in ("sent", "acknowledged"):
                assert any(one.filled(name) for name in ("addressees", "group", "person"))

    @invariant()
    def conclusions_follow_what_they_are_about(self) -> None:
        """Nothing is concluded on an action that was not held or a decision that was not taken."""
        now = self.course.now
        for one in now.of("review"):
            if one.state == "concluded":
                about = [it for it in now.of("action", "decision") if it.ref in one.links]
                assert {it.state for it in about} <= {"done", "taken"}

    @invariant()
    def what_a_signed_act_says_is_kept(self) -> None:
        """Nothing is entered at or taken out of a stage whose act is signed."""
        now = self.course.now
        for stage in now.stages:
            signed = [a for a in now.acts if a.document in stage.plan.documents]
            if stage.state == "open" and any(a.state in IN_FORCE for a in signed):
                probe = Course(**{**vars(self.course), "entries": dict(self.course.entries)})
                kinds = [kind for kind in stage.plan.contents if kind in KINDS]
                assert all(probe.enter(kind)[1] for kind in kinds)


def _things(now: CycleNow) -> list[Any]:
    return [now, *now.stages, *now.entries]


class Solnechny(Cycle):
    """Ten stages with acts."""

    profile = "solnechny"


class Aleksandrovskoe(Cycle):
    """Nine stages, actions together with decisions."""

    profile = "aleksandrovskoe"


class Kalininsky(Cycle):
    """The stated default."""

    profile = "kalininsky"


class Aniva(Cycle):
    """Seven stages, actions first."""

    profile = "aniva"


class Severomorsk(Cycle):
    """Seven stages, methods after monitoring."""

    profile = "severomorsk"


TestSolnechny = Solnechny.TestCase
TestAleksandrovskoe = Aleksandrovskoe.TestCase
TestKalininsky = Kalininsky.TestCase
TestAniva = Aniva.TestCase
TestSeveromorsk = Severomorsk.TestCase
_SOME = settings(max_examples=20, stateful_step_count=30)
TestSolnechny.settings = TestAleksandrovskoe.settings = TestKalininsky.settings = _SOME
TestAniva.settings = TestSeveromorsk.settings = _SOME
