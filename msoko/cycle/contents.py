"""What a stage still needs: every lack with the place where it is entered.

The sources: п. 5.1 and 5.8 of the regulation of ЗАТО Солнечный, whose content the other profiles
take as a stated default where their own text gives none (docs/assumptions.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from msoko.cycle.kinds import KINDS, LACKS
from msoko.cycle.snapshot import CycleNow, EntryNow, StageNow
from msoko.cycle.target import target_lacks


@dataclass(frozen=True)
class Missing:
    """One thing a stage lacks: what, at which stage it is entered, about which entry or kind."""

    what: str
    stage: str
    entry: str = ""
    kind: str = ""


def missing(now: CycleNow, stage: StageNow) -> tuple[Missing, ...]:
    """Everything that keeps the content of a stage from being whole, in the order of its kinds."""
    return tuple(
        lack for kind in stage.plan.contents for lack in _CHECKS.get(kind, _some)(now, stage, kind)
    )


def _some(now: CycleNow, stage: StageNow, kind: str) -> Iterable[Missing]:
    """At least one entry of the kind, and every entry filled."""
    entries = now.of(kind)
    if not entries:
        yield Missing(f"нет ни одной записи «{KINDS[kind].ru}»", stage.plan.id, kind=kind)
    for one in entries:
        yield from unfilled(one, stage.plan.id)


def unfilled(entry: EntryNow, stage: str) -> Iterable[Missing]:
    """Fields that must be filled and are not."""
    kind = KINDS[entry.kind]
    for field in kind.must:
        if not entry.filled(field.name):
            yield Missing(f"{_named(entry)}: не заполнено «{field.ru}»", stage, entry.id)
    for lack in target_lacks(entry.said) if entry.kind == "indicator" else ():
        yield Missing(f"{_named(entry)}: {lack}", stage, entry.id)
    starts, due = entry.day("starts"), entry.day("due")
    if starts and due and due < starts:
        yield Missing(f"{_named(entry)}: срок раньше начала", stage, entry.id)


def _objectives(now: CycleNow, stage: StageNow, kind: str) -> Iterable[Missing]:
    yield from _some(now, stage, kind)
    for goal in now.of("goal"):
        if not now.following(goal.ref, "objective"):
            yield Missing(f"{_named(goal)}: нет ни одной задачи", stage.plan.id, kind=kind)


def _indicators(now: CycleNow, stage: StageNow, kind: str) -> Iterable[Missing]:
    """Every goal is measured, but for goals of the regulation that no indicator measures."""
    goals = now.of("goal")
    unmeasured = [one for one in goals if str(one.said.get("goal", "")) in now.unmeasured]
    if not goals or len(unmeasured) < len(goals):
        yield from _some(now, stage, kind)
    for goal in goals:
        if goal not in unmeasured and not now.following(goal.ref, "indicator"):
            yield Missing(f"{_named(goal)}: нет ни одного показателя", stage.plan.id, kind=kind)


def _methods(now: CycleNow, stage: StageNow, kind: str) -> Iterable[Missing]:
    for one in now.of(kind):
        yield from unfilled(one, stage.plan.id)
    for indicator in now.of("indicator"):
        if not now.following(indicator.ref, "method"):
            what = f"{_named(indicator)}: не назначен метод сбора"
            yield Missing(what, stage.plan.id, kind=kind)


def _findings(now: CycleNow, stage: StageNow, kind: str) -> Iterable[Missing]:
    """Gaps, factors and good practices: a confirmed finding of each, or why there is none.

    Source: п. 5.8 — the analysis «должен включать не только описательную статистику».
    """
    confirmed = {one.kind for one in now.findings if one.state == "confirmed"}
    absent = {one.said.get("of") for one in now.of("lack")}
    for name, ru in LACKS:
        if name not in confirmed | absent:
            what = f"нет подтверждённого вывода и нет отметки, что {ru}"
            yield Missing(what, stage.plan.id, kind="finding")


def _lacks(now: CycleNow, stage: StageNow, kind: str) -> Iterable[Missing]:
    confirmed = {one.kind for one in now.findings if one.state == "confirmed"}
    for one in now.of(kind):
        yield from unfilled(one, stage.plan.id)
        if one.said.get("of") in confirmed:
            what = f"{_named(one)}: есть подтверждённый вывод, который ей противоречит"
            yield Missing(what, stage.plan.id, one.id)


def _relevances(now: CycleNow, stage: StageNow, kind: str) -> Iterable[Missing]:
    for one in now.of(kind):
        yield from unfilled(one, stage.plan.id)
        if not _confirmed(now, one):
            yield Missing(f"{_named(one)}: не выбран подтверждённый вывод", stage.plan.id, one.id)


def _confirmed(now: CycleNow, entry: EntryNow) -> bool:
    """Whether an entry points back to a finding a person has confirmed."""
    known = {f"finding:{one.key}" for one in now.findings if one.state == "confirmed"}
    return not known.isdisjoint(entry.links)


def _recommendations(now: CycleNow, stage: StageNow, kind: str) -> Iterable[Missing]:
    """Each has an addressee and rests on a confirmed finding, or on the note that there is none."""
    yield from _some(now, stage, kind)
    lacks = {one.ref for one in now.of("lack")}
    for one in now.of(kind):
        if not any(one.filled(name) for name in ("addressees", "group", "person")):
            yield Missing(f"{_named(one)}: не указан адресат", stage.plan.id, one.id)
        if not _confirmed(now, one) and lacks.isdisjoint(one.links):
            what = f"{_named(one)}: не связана с подтверждённым выводом анализа"
            yield Missing(what, stage.plan.id, one.id)
        if one.state == "draft":
            yield Missing(f"{_named(one)}: не направлена адресатам", stage.plan.id, one.id)


def _actions(now: CycleNow, stage: StageNow, kind: str) -> Iterable[Missing]:
    yield from _some(now, stage, kind)
    if now.comes_before("recommendation", kind):
        for one in now.of("recommendation"):
            if not now.following(one.ref, kind):
                what = f"{_named(one)}: не намечена ни одна мера"
                yield Missing(what, stage.plan.id, kind=kind)


def _decisions(now: CycleNow, stage: StageNow, kind: str) -> Iterable[Missing]:
    yield from _some(now, stage, kind)
    for one in now.of(kind):
        if one.state == "draft":
            yield Missing(f"{_named(one)}: решение не принято", stage.plan.id, one.id)


def _reviews(now: CycleNow, stage: StageNow, kind: str) -> Iterable[Missing]:
    """A concluded review of every action and decision: «выводы по каждому из них» (п. 5.8)."""
    for one in now.of(kind):
        yield from unfilled(one, stage.plan.id)
    for about in now.of("action", "decision"):
        done = [one for one in now.following(about.ref, kind) if one.state == "concluded"]
        if not done:
            what = f"{_named(about)}: нет вывода об эффективности"
            yield Missing(what, stage.plan.id, kind=kind)


def _named(entry: EntryNow) -> str:
    """Methods of a cycle are all called alike, so they are told apart by their number."""
    number = entry.number if entry.kind == "method" else 0
    return KINDS[entry.kind].named(entry.title, number)


_CHECKS: Mapping[str, Callable[[CycleNow, StageNow, str], Iterable[Missing]]] = {
    "objective": _objectives,
    "indicator": _indicators,
    "method": _methods,
    "finding": _findings,
    "relevance": _relevances,
    "lack": _lacks,
    "recommendation": _recommendations,
    "action": _actions,
    "decision": _decisions,
    "review": _reviews,
}
