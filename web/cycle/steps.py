"""Steps of cycles, stages and entries: one action for every line of the table of transitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from msoko.cycle.course import refused, together
from msoko.cycle.deadline import unfit, with_deadline
from msoko.cycle.plan import planned
from msoko.cycle.policies import Thing
from msoko.cycle.snapshot import CycleNow, EntryNow
from msoko.cycle.stage_days import unfit_days
from msoko.cycle.transitions import TRANSITIONS, Transition
from msoko.vocabulary import AcademicYear
from web import regulation
from web.audit.action import Told, action
from web.audit.impossible import Impossible
from web.audit.versions import replace
from web.cycle.effect import freeze
from web.cycle.models import Cycle, CycleStage, Entry
from web.cycle.standing import locked, standing, written
from web.policy.scope import Actor

Row = Cycle | CycleStage | Entry
_MODELS = {Cycle: "cycle.Cycle", CycleStage: "cycle.CycleStage", Entry: "cycle.Entry"}


@action("cycles.open", "открыт управленческий цикл", needs="cycles.lead")
def open_cycle(
    *, by: Actor, area: str, period: str, title: str = "", problem: Entry | None = None
) -> Told:
    """A new cycle with today's stages of the regulation; one of an area and period."""
    profile = regulation.profile()
    known = profile.texts.areas.get(area)
    if known is None:
        raise Impossible("Такого направления в положении нет: выберите из списка.")
    year, stages = _year(period), planned(profile)
    if problem is not None:
        _demand_problem(problem, area)
    try:
        with transaction.atomic():
            cycle = Cycle.objects.create(
                area=area, period=year, title=(title or known.title)[:300],
                plan=written(stages), profile_version=profile.version, opened_by=by.id,
                opened_at=timezone.now(), problem=problem,
            )  # fmt: skip
    except IntegrityError:
        raise Impossible(
            f"Цикл этого направления за {year} учебный год уже есть: второй не нужен, а ошибочный "
            "руководитель снимает с указанием причины."
        ) from None
    CycleStage.objects.bulk_create(
        CycleStage(cycle=cycle, stage=one.id, order=one.order) for one in stages
    )
    new = {"area": area, "period": year, "title": cycle.title}
    return Told(cycle, "cycle.Cycle", cycle.pk, {}, new)


def _year(period: str) -> str:
    try:
        return str(AcademicYear.parse(period))
    except ValueError as error:
        raise Impossible(f"Учебный год не понят: {error}.") from None


def _demand_problem(problem: Entry, area: str) -> None:
    """A cycle grows out of a problem of the same area that still stands."""
    if problem.kind != "problem" or problem.cycle.area != area or problem.state != "kept":
        raise Impossible("Новый цикл открывают из проблемы того же направления, которая не снята.")


@action("stages.date", "уточнены дни этапа", needs="cycles.lead")
def date_stage(
    *, by: Actor, row: CycleStage, version: int, started_on: date | None,
    done_on: date | None = None, reason: str,
) -> Told:  # fmt: skip
    """When a stage was begun and done in truth; the journal keeps when this was told, and why."""
    if not reason.strip():
        raise Impossible("Напишите, почему дни уточнены: причина останется в журнале.")
    now = standing(locked(row.cycle))
    found = list(unfit_days(now, now.stage(row.stage), started_on, done_on, timezone.localdate()))
    if found:
        raise Impossible(*found)
    old = {"started_on": row.started_on, "done_on": row.done_on}
    new = {"started_on": started_on, "done_on": done_on}
    replace(row, version, **new)
    return Told(row, "cycle.CycleStage", row.pk, old, new, reason=reason.strip())


def take(
    *, by: Actor, step: Transition, row: Row, version: int, reason: str = "", **said: Any
) -> Any:
    """Take a step of the table: Impossible with every refusal, Stale when somebody was faster."""
    return STEPS[step.of, step.verb](by=by, row=row, version=version, reason=reason, **said)


def cycle_of(row: Row) -> Cycle:
    """The cycle a row belongs to."""
    return row if isinstance(row, Cycle) else row.cycle


def target_of(now: CycleNow, row: Row) -> Thing:
    """What the rules call a row."""
    if isinstance(row, Cycle):
        return now
    return now.stage(row.stage) if isinstance(row, CycleStage) else now.entry(str(row.pk))


def _taken(
    step: Transition,
    row: Row,
    version: int,
    reason: str,
    frozen: Mapping[str, Any] | None,
    due: date | None,
) -> Told:
    if step.reason and not reason.strip():
        raise Impossible(f"Напишите причину: без неё нельзя «{step.ru}».")
    now, day = standing(locked(cycle_of(row))), timezone.localdate()
    target = target_of(now, row)
    found = refused(now, target, step, day)
    if step.asks and isinstance(target, EntryNow):
        found = found or list(unfit(target, due, day))
    if found:
        raise Impossible(*found)
    old: dict[str, object] = {"state": row.state}
    new: dict[str, object] = {"state": step.leads_to(row.state)}
    fields = _fields(step, row, reason, frozen)
    if step.asks and isinstance(target, EntryNow) and due is not None:
        fields |= {"said": with_deadline(target, due, day, reason), "due": due}
        old, new = {"due": target.said.get("due", "")}, {"due": due.isoformat()}
    replace(row, version, state=step.leads_to(row.state), **fields)
    if waiting := together(now, target, step):
        new["together"] = dict(waiting)
    for stage, state in waiting.items():
        cycle_of(row).stages.filter(stage=stage).update(state=state, version=F("version") + 1)
    if (step.of, step.verb) == ("recommendation", "recall"):
        # The new words have to be read anew; the journal keeps who had read the old ones.
        anew = {"acknowledged_at": None, "acknowledged_by": "", "note": ""}
        row.places.update(**anew, version=F("version") + 1)
    return Told(row, _MODELS[type(row)], row.pk, old, new, reason=reason.strip())


def _fields(
    step: Transition, row: Row, reason: str, frozen: Mapping[str, Any] | None
) -> dict[str, Any]:
    """What else changes with a state: days, the reason, numbers frozen with a conclusion."""
    fields: dict[str, Any] = {"reason": reason.strip()}
    today = timezone.localdate()
    if isinstance(row, Cycle):
        fields["ended_at"] = timezone.now()
    elif isinstance(row, CycleStage):
        if step.verb == "begin":
            fields["started_on"] = row.started_on or today
        fields["done_on"] = today if step.target == "done" else None
    else:
        if step.verb == "complete":
            fields["said"] = {"done_on": today.isoformat(), **row.said}
        if step.verb == "resume":
            fields["said"] = {name: value for name, value in row.said.items() if name != "done_on"}
        kept = FROZEN.get((step.of, step.verb))
        if frozen is not None or kept is not None:
            fields["frozen"] = dict(frozen if frozen is not None else kept(row))
    return fields


def _step(step: Transition) -> Callable[..., Any]:
    @action(f"{step.of}.{step.verb}", f"{_OF_RU[step.of]}: {step.ru}", needs=step.permission)
    def run(
        *, by: Actor, row: Row, version: int, reason: str = "",
        frozen: Mapping[str, Any] | None = None, due: date | None = None,
    ) -> Told:  # fmt: skip
        return _taken(step, row, version, reason, frozen, due)

    return run


# Numbers an entry keeps for good when a step settles it.
FROZEN: Mapping[tuple[str, str], Callable[[Entry], Mapping[str, Any]]] = {
    ("review", "conclude"): freeze,
}
_OF_RU = {
    "cycle": "цикл", "stage": "этап", "recommendation": "рекомендация", "action": "мера",
    "decision": "решение", "review": "анализ эффективности",
}  # fmt: skip
STEPS: Mapping[tuple[str, str], Callable[..., Any]] = {
    (step.of, step.verb): _step(step) for step in TRANSITIONS if step.of in _OF_RU
}
