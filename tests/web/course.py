"""A cycle brought by hand to any stage, and what every action of cycles is called with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from msoko.cycle.kinds import KINDS
from msoko.cycle.proposed import proposed
from msoko.cycle.snapshot import CycleNow
from msoko.cycle.transitions import TRANSITIONS, transition
from tests.web import world
from web import regulation
from web.cycle import entering, steps
from web.cycle.models import Act, Cycle, CycleStage, Entry, EntryPlace, Finding
from web.cycle.standing import standing
from web.policy.scope import PROGRAM, Actor

AREA, PERIOD = "low_performing_schools", "2025-26"


def opened(stage: str = "", area: str = AREA, period: str = PERIOD) -> Cycle:
    """A new cycle at a stage that is open, those before it done; without a stage all are done."""
    cycle: Cycle = steps.open_cycle(by=PROGRAM, area=area, period=period)
    for row in cycle.stages.all():
        state = "open" if row.stage == stage else "done"
        CycleStage.objects.filter(pk=row.pk).update(state=state)
        if row.stage == stage:
            break
    return cycle


def said(kind: str, day: date | None = None, **other: Any) -> dict[str, Any]:
    """Every field of a kind filled, its days around the one given (a month ago unless told)."""
    day = day or timezone.localdate() - timedelta(days=30)
    values: dict[str, Any] = {}
    for one in KINDS[kind].fields:
        if one.type == "organisations":
            values[one.name] = [world.OWN]
        elif one.type == "date":
            values[one.name] = day + timedelta(days=one.name == "due")
        elif one.type == "indicator":
            values[one.name] = world.INDICATOR
        elif one.type not in ("goal", "choice"):
            values[one.name] = f"{one.ru}: заполнено"
        elif one.choices:
            values[one.name] = one.choices[0][0]
    values.pop("done_on", None)
    values.pop("person", None)
    if kind == "indicator":
        values["target"] = "85,5"
    return {**values, **other}


def entry(
    cycle: Cycle, kind: str, state: str = "", links: Iterable[str] = (), **other: Any
) -> Entry:
    """A whole entry of the open stage; `state` puts it where no action is needed to bring it."""
    made: Entry = entering.enter(
        by=PROGRAM, cycle=cycle, kind=kind, said=said(kind, **other), links=list(links)
    )
    if state:
        Entry.objects.filter(pk=made.pk).update(state=state)
        made.refresh_from_db()
    return made


def at(stage: str, kind: str, state: str = "", **said: Any) -> Entry:
    """An entry of a new cycle in which this stage is open."""
    return entry(opened(stage), kind, state, **said)


def signed(cycle: Cycle, document: str, state: str = "signed") -> Act:
    """An act of the cycle."""
    return Act.objects.create(
        cycle=cycle, document=document, kind="распоряжение", title="О мониторинге", state=state,
        number="7", signed_on=timezone.localdate(), made_by=PROGRAM.id, made_at=timezone.now(),
        profile_version=cycle.profile_version,
    )  # fmt: skip


def decided(kind: str = "gap", state: str = "confirmed", area: str = AREA) -> str:
    """A finding somebody has decided on; how entries name it."""
    key = f"{kind}-{state}"
    Finding.objects.create(
        key=key, question="gaps", kind=kind, unit_kind="organisation", unit=world.OWN,
        period=PERIOD, area=area, sure="sure", sentence="Вывод.", frozen={}, state=state,
        profile_version="1", figures_state="1", decided_by=PROGRAM.id, decided_at=timezone.now(),
    )  # fmt: skip
    return f"finding:{key}"


def take(
    row: steps.Row, verb: str, *, by: Actor = PROGRAM, reason: str = "причина", **said: Any
) -> Any:  # fmt: skip
    """Take a step as somebody who sees the row as it is now."""
    of = row.kind if isinstance(row, Entry) else "cycle" if isinstance(row, Cycle) else "stage"
    row.refresh_from_db()
    step = transition(of, verb)
    return steps.take(by=by, step=step, row=row, version=row.version, reason=reason, **said)


def stage(cycle: Cycle, id_: str) -> CycleStage:
    """The row of one stage."""
    return cycle.stages.get(stage=id_)


def conclusion(action: str = "done", state: str = "draft") -> Entry:
    """A review of an action."""
    about = at("effectiveness", "review").cycle
    done = Entry.objects.create(
        cycle=about, kind="action", number=1, state=action, said={"title": "Мера"},
        entered_by=PROGRAM.id, entered_at=timezone.now(),
    )  # fmt: skip
    return entry(about, "review", state, [f"entry:{done.pk}"])


def place(state: str = "sent") -> EntryPlace:
    """An addressee of a recommendation."""
    return EntryPlace.objects.get(entry=at("recommendations", "recommendation", state))


def read() -> Entry:
    """A recommendation everybody has acknowledged."""
    one = place()
    entering.acknowledge(by=PROGRAM, place=one, version=one.version)
    return one.entry


def _row(kind: str, verb: str) -> steps.Row:
    state = transition(kind, verb).sources[0]
    home = {"recommendation": "recommendations", "action": "actions", "decision": "decisions"}
    if kind == "review":
        return conclusion(state=state)
    return read() if verb == "settle" else at(home[kind], kind, state)


_ROWS: dict[str, Callable[[], steps.Row]] = {
    "cycle.close": opened,
    "cycle.withdraw": lambda: opened("goals"),
    "stage.begin": lambda: stage(_waiting(), "goals"),
    "stage.finish": lambda: stage(at("goals", "goal").cycle, "goals"),
    "stage.return": lambda: stage(opened("objectives"), "goals"),
}


def _waiting() -> Cycle:
    return steps.open_cycle(by=PROGRAM, area=AREA, period=PERIOD)  # type: ignore[no-any-return]


def step(name: str) -> dict[str, Any]:
    """What a step of the table is called with."""
    of, verb = name.split(".")
    row = _ROWS[name]() if name in _ROWS else _row(of, verb)
    told = {"row": row, "version": row.version, "reason": "причина"}
    if transition(of, verb).asks:
        told["due"] = timezone.localdate() + timedelta(days=30)
    return told


def _scenario(name: str) -> Callable[[], dict[str, Any]]:
    return lambda: step(name)


def _changed(**other: Any) -> dict[str, Any]:
    one = at("goals", "goal")
    return {"entry": one, "version": one.version, **other}


def _named() -> dict[str, Any]:
    one = at("recommendations", "recommendation")
    return {"entry": one, "version": one.version, "person": "Иванова Мария Петровна"}


def _dated() -> dict[str, Any]:
    row, day = stage(opened("objectives"), "goals"), timezone.localdate() - timedelta(days=90)
    return {
        "row": row,
        "version": row.version,
        "started_on": day,
        "done_on": day,
        "reason": "раньше",
    }


def _read() -> dict[str, Any]:
    one = place()
    return {"place": one, "version": one.version, "note": "Ознакомлены"}


SCENARIOS: dict[str, Callable[[], dict[str, Any]]] = {
    "cycles.open": lambda: {"area": AREA, "period": PERIOD},
    "entries.enter": lambda: {"cycle": opened("goals"), "kind": "goal", "said": said("goal")},
    "entries.fill": lambda: {
        "cycle": opened("goals"), "proposed": [("goal", said("goal"), ()) for _ in range(2)],
    },
    "entries.complete": lambda: {
        "cycle": at("goals", "goal", justification="").cycle, "kind": "goal",
        "said": {"justification": "Причина"},
    },
    "entries.correct": lambda: _changed(said=said("goal", title="Иная цель")),
    "entries.withdraw": lambda: _changed(reason="не нужна"),
    "stages.date": _dated,
    "entries.name_person": _named,
    "entries.acknowledge": _read,
    **{
        f"{one.of}.{one.verb}": _scenario(f"{one.of}.{one.verb}")
        for one in TRANSITIONS
        if one.of != "act"
    },
}  # fmt: skip


def walk(cycle: Cycle, until: str = "") -> None:
    """Take the stages of a cycle one after another through its actions, in the regulation's words.

    Stops when the stage `until` is open.
    """
    for row in cycle.stages.all():
        take(row, "begin")
        if row.stage == until:
            return
        fill(cycle, row.stage)
        take(row, "finish")


def fill(cycle: Cycle, stage: str) -> None:
    """Everything an open stage asks for: its entries, settled, and its acts."""
    plan = standing(cycle).stage(stage).plan
    for kind in plan.contents:
        _enter(cycle, kind)
    for document in plan.documents:
        signed(cycle, document)


def _enter(cycle: Cycle, kind: str) -> None:
    """What a stage asks for of one kind: the regulation's own words, then a made-up entry."""
    if kind == "finding":
        for one in ("gap", "factor", "good_practice"):
            decided(one, area=cycle.area)
    if kind in ("finding", "relevance", "lack"):
        return
    now = standing(cycle)
    own = [one for one in proposed(regulation.profile(), now, _home(now, kind)) if one[0] == kind]
    if own:
        month = timezone.localdate() + timedelta(days=30)
        dated = {"due": month} if kind == "method" else {}
        bare = {name: value for name, value in said(kind).items() if name not in ("goal", "due")}
        told = [
            (kind, {**bare, **{n: v for n, v in fields.items() if v}, **dated}, links)
            for _, fields, links in own
        ]
        entering.fill(by=PROGRAM, cycle=cycle, proposed=told)
        return
    for links in _followed(now, kind):
        made = entry(cycle, kind, links=links)
        for verb in _SETTLED.get(kind, ()):
            take(made, verb)


def _home(now: CycleNow, kind: str) -> str:
    home = now.home(kind)
    assert home is not None
    return home.plan.id


def _followed(now: CycleNow, kind: str) -> list[list[str]]:
    """One entry for each of these."""
    about = {"method": ["indicator"], "review": ["action", "decision"]}.get(kind)
    if about:
        return [[one.ref] for one in now.of(*about)]
    if kind == "recommendation":
        return [["finding:gap-confirmed"]]
    return [[one.ref for one in now.of(*KINDS[kind].follows)]]


_SETTLED = {
    "recommendation": ("send",), "action": ("complete",), "decision": ("take",),
    "review": ("conclude",),
}  # fmt: skip
