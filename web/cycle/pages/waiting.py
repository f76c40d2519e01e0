"""What of the cycles waits for a reader: steps, deadlines, decisions, what was returned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from msoko.cycle.course import refused, state_ru
from msoko.cycle.kinds import KINDS
from msoko.cycle.reached import awaited, reached
from msoko.cycle.snapshot import CycleNow, EntryNow
from msoko.cycle.transitions import transition
from msoko.roadmap.due import RETURNED, Due
from msoko.vocabulary import capital
from web.cycle.models import Act, CycleStage, Entry, EntryPlace
from web.cycle.pages.reach import SEE, cycles_seen
from web.cycle.pages.words import title_of
from web.cycle.standing import standings
from web.policy.scope import Actor, Scope
from web.ui.numbers import counted

# Kinds of entries an organisation itself has to do something for.
_TAKEN_PART = {"action": ("planned", "running"), "decision": ("taken",)}


def waiting_for(actor: Actor, day: date, ahead: int) -> list[Due]:
    """Everything with a day up to `ahead` days on, and everything that waits without one."""
    scope = actor.scope
    if not scope.may("cycles.see"):
        return []
    until = day + timedelta(days=ahead)
    own = [*_to_acknowledge(scope), *_taking_part(scope, until)]
    if not scope.reaches_all(SEE):
        return own
    open_ones = cycles_seen(scope).filter(state="open")
    told = [one for now in standings(open_ones) for one in _of_cycle(now, scope, day, until)]
    return [*own, *told, *_returned(open_ones, scope), *_acts(open_ones, scope)]


def _of_cycle(now: CycleNow, scope: Scope, day: date, until: date) -> Iterator[Due]:
    yield from _next_step(now, scope, day)
    dated = [(one.day("due"), one) for one in awaited(now) if _is_mine(one, scope)]
    near = [(due, one) for due, one in dated if due is not None and due <= until]
    yield from _collecting(now, Counter(due for due, one in near if one.kind == "method"))
    for due, one in near:
        if one.kind != "method":
            yield _due(now, one, due)
    if scope.may("cycles.decide"):
        take = transition("decision", "take")
        for one in now.of("decision"):
            if one.state == "draft" and not refused(now, one, take, day):
                yield _due(now, one, None, "Принять решение: ")


def _collecting(now: CycleNow, days: Counter[date]) -> Iterator[Due]:
    """Methods of one cycle with one day are one thing to do: collect the data."""
    home = now.home("method")
    for due, number in days.items() if home else ():
        url = reverse("cycles:stage", args=[now.id, home.plan.id if home else ""])
        title = f"Собрать сведения по показателям: {number}"
        yield Due(title, due, now.title, "", url, "kept", "method", mine=True)


def _next_step(now: CycleNow, scope: Scope, day: date) -> Iterator[Due]:
    """The step a cycle waits for; what blocks it is told beside it."""
    at = reached(now, day)
    if at.step is None or not scope.may(at.step.permission):
        return
    name = f" «{at.stage.plan.title}»" if at.stage else ""
    causes = len(at.refusals)
    note = "ничего не мешает"
    if causes:
        verb = "мешает" if causes % 10 == 1 and causes % 100 != 11 else "мешают"
        note = f"{verb} {counted(causes, 'причина', 'причины', 'причин')}"
    url = (
        reverse("cycles:stage", args=[now.id, at.stage.plan.id])
        if at.stage
        else reverse("cycles:cycle", args=[now.id])
    )
    title = f"{capital(at.step.ru)}{name}"
    yield Due(title, None, now.title, "", url, "waiting", "stage", note, True)


def _is_mine(one: EntryNow, scope: Scope) -> bool:
    return scope.may("cycles.lead") or (one.kind == "decision" and scope.may("cycles.decide"))


def _due(now: CycleNow, one: EntryNow, due: date | None, before: str = "") -> Due:
    return Due(
        f"{before}{title_of(one)}", due, now.title, "", reverse("cycles:entry", args=[one.id]),
        one.state, one.kind, state_ru(one.kind, one.state), True,
    )  # fmt: skip


def _returned(cycles: object, scope: Scope) -> Iterator[Due]:
    """Stages and entries that came back, each with the reason."""
    if not scope.may("cycles.lead"):
        return
    stages = CycleStage.objects.filter(cycle__in=cycles, state="open").exclude(reason="")
    for one in stages.select_related("cycle"):
        title = next((x["title"] for x in one.cycle.plan if x["id"] == one.stage), one.stage)
        url = reverse("cycles:stage", args=[one.cycle_id, one.stage])
        yield Due(f"Возвращён этап «{title}»", None, one.cycle.title, "", url, RETURNED,
                  "stage", one.reason, True)  # fmt: skip
    back = Entry.objects.filter(cycle__in=cycles, state="draft").exclude(reason="")
    for one in back.select_related("cycle"):
        title = f"На доработке: {KINDS[one.kind].ru} «{title_of(one)}»"
        url = reverse("cycles:entry", args=[one.pk])
        yield Due(title, None, one.cycle.title, "", url, RETURNED, one.kind, one.reason, True)


def _acts(cycles: object, scope: Scope) -> Iterator[Due]:
    """Acts that wait for a signature, and those sent back."""
    signs, drafts = scope.may("acts.sign"), scope.may("acts.draft")
    if not signs and not drafts:
        return
    found = Act.objects.filter(cycle__in=cycles, state__in=("draft", "on_approval"))
    for one in found.select_related("cycle").defer("contents"):
        url = reverse("acts:card", args=[one.pk])
        if one.state == "on_approval" and signs:
            yield Due(f"Подписать акт «{one.title}»", None, one.cycle.title, "", url, one.state,
                      "act", one.get_state_display(), True)  # fmt: skip
        elif one.state == "draft" and one.reason and drafts:
            yield Due(f"Возвращён акт «{one.title}»", None, one.cycle.title, "", url, RETURNED,
                      "act", one.reason, True)  # fmt: skip


def _to_acknowledge(scope: Scope) -> Iterator[Due]:
    """Recommendations one's organisations have not read yet."""
    if not scope.may("recommendations.acknowledge"):
        return
    codes = scope.codes("recommendations.acknowledge")
    found = EntryPlace.objects.filter(
        organisation__in=codes, acknowledged_at=None, entry__kind="recommendation",
        entry__state="sent", entry__cycle__state="open",
    )  # fmt: skip
    for one in found.select_related("entry__cycle").order_by("entry__due", "pk"):
        url = reverse("cycles:entry", args=[one.entry_id])
        yield Due(f"Ознакомиться с рекомендацией: {title_of(one.entry)}", one.entry.due,
                  one.entry.cycle.title, one.organisation, url, "sent", "recommendation", "",
                  True)  # fmt: skip


def _taking_part(scope: Scope, until: date) -> Iterator[Due]:
    """Actions and decisions one's organisations take part in."""
    if not scope.may("recommendations.acknowledge"):
        return
    there = EntryPlace.objects.filter(
        organisation__in=scope.codes("recommendations.acknowledge"), entry__kind__in=_TAKEN_PART,
        entry__due__lte=until, entry__cycle__state="open",
    )  # fmt: skip
    found = Entry.objects.filter(pk__in=there.values("entry")).select_related("cycle")
    for one in found:
        if one.state in _TAKEN_PART[one.kind]:
            url = reverse("cycles:entry", args=[one.pk])
            yield Due(title_of(one), one.due, one.cycle.title, "", url, one.state, one.kind,
                      "участвует ваша организация", True)  # fmt: skip
