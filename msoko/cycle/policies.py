"""When something may happen: policies that look at the cycle and refuse with a reason.

Who may is kept apart (the permissions of the workspace). A policy never asks who is acting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from msoko.cycle.contents import missing, unfilled
from msoko.cycle.snapshot import IN_FORCE, ActNow, CycleNow, EntryNow, StageNow
from msoko.vocabulary import capital

Thing = CycleNow | StageNow | EntryNow | ActNow


@dataclass(frozen=True)
class Refusal:
    """Why not now: the cause, who lifts it, until when it holds, and where to go.

    `stage`, `entry`, `kind` lead to the page where it is mended.
    """

    what: str
    who: str = ""
    until: date | None = None
    stage: str = ""
    entry: str = ""
    kind: str = ""

    def __str__(self) -> str:
        told = capital(self.what)
        told += f". Устраняет: {self.who}" if self.who else ""
        told += f". Невозможно по {self.until:%d.%m.%Y} включительно" if self.until else ""
        return f"{told}."


Policy = Callable[[CycleNow, Thing, date], Iterable[Refusal]]
POLICIES: dict[str, Policy] = {}
# What each of them asks for, in words.
POLICIES_RU: dict[str, str] = {}


def _policy(ru: str) -> Callable[[Policy], Policy]:
    def keep(function: Policy) -> Policy:
        POLICIES[function.__name__], POLICIES_RU[function.__name__] = function, ru
        return function

    return keep


def refusals(names: Iterable[str], now: CycleNow, target: Thing, day: date) -> list[Refusal]:
    """Everything that stands in the way, all at once."""
    return [refusal for name in names for refusal in POLICIES[name](now, target, day)]


def leads(stage: StageNow) -> str:
    """Who answers for a stage, in the regulation's words."""
    return ", ".join(stage.plan.responsible) or "тот, кто ведёт цикл"


@_policy("цикл идёт")
def cycle_open(now: CycleNow, target: Thing, day: date) -> Iterable[Refusal]:
    """Nothing changes in a closed or withdrawn cycle."""
    if now.state != "open":
        told = "завершён" if now.state == "closed" else "снят"
        yield Refusal(f"цикл {told}, в нём ничего не меняется: откройте новый")


@_policy("завершены все этапы с меньшим номером")
def stages_before_done(now: CycleNow, target: Thing, day: date) -> Iterable[Refusal]:
    """Stages with a smaller number in the regulation's order are done."""
    assert isinstance(target, StageNow)
    for stage in now.stages:
        if stage.plan.order < target.plan.order and stage.state != "done":
            what = f"не завершён этап «{stage.plan.title}»"
            yield Refusal(what, leads(stage), stage=stage.plan.id)


@_policy("у каждого показателя назначен метод сбора, если этап методов не напечатан позже")
def methods_known(now: CycleNow, target: Thing, day: date) -> Iterable[Refusal]:
    """Collection starts with a method for every indicator, unless methods come later in print.

    Source: п. 5.8 of the regulation of ЗАТО Солнечный (AMB-010); SEV-AMB-13 for the other order.
    """
    assert isinstance(target, StageNow)
    home = now.home("method")
    if "monitoring" not in target.plan.contents or home is None:
        return
    if home.plan.order <= target.plan.order and home is not target:
        for lack in missing(now, home):
            if lack.kind == "method":
                yield Refusal(lack.what, leads(home), stage=home.plan.id, kind="method")


@_policy("внесено всё, что требует этап")
def contents_whole(now: CycleNow, target: Thing, day: date) -> Iterable[Refusal]:
    """The stage has its content, not a tick."""
    assert isinstance(target, StageNow)
    for lack in missing(now, target):
        yield Refusal(lack.what, leads(target), None, lack.stage, lack.entry, lack.kind)


@_policy("подписаны акты этапа")
def documents_signed(now: CycleNow, target: Thing, day: date) -> Iterable[Refusal]:
    """Every act the regulation asks of the stage is signed."""
    assert isinstance(target, StageNow)
    for document in target.plan.documents:
        if now.act_in_force(document) is None:
            who = target.plan.decides or leads(target)
            yield Refusal(f"не подписан акт этапа «{target.plan.title}»", who,
                          stage=target.plan.id, kind=f"document:{document}")  # fmt: skip


@_policy("срок мониторинга истёк")
def collection_over(now: CycleNow, target: Thing, day: date) -> Iterable[Refusal]:
    """The dates of the monitoring have passed."""
    assert isinstance(target, StageNow)
    if "monitoring" in target.plan.contents:
        for one in now.of("monitoring"):
            due = one.day("due")
            if due is not None and day <= due:
                yield Refusal("срок мониторинга ещё не истёк", leads(target), due,
                              target.plan.id, one.id)  # fmt: skip


@_policy("нет действующего акта этого или более позднего этапа")
def no_act_in_force(now: CycleNow, target: Thing, day: date) -> Iterable[Refusal]:
    """A stage is not returned while an act of it, or of a later one that rests on it, is signed."""
    assert isinstance(target, StageNow)
    for stage in now.stages:
        if stage.plan.order >= target.plan.order:
            yield from _signed(now, stage)


@_policy("по этапу нет действующего акта")
def entry_not_signed(now: CycleNow, target: Thing, day: date) -> Iterable[Refusal]:
    """What a signed act of the stage says is not changed under it."""
    assert isinstance(target, EntryNow)
    home = _home(now, target)
    if home is not None:
        yield from _signed(now, home)


def _signed(now: CycleNow, stage: StageNow) -> Iterable[Refusal]:
    """Acts of a stage that are signed and were not revoked."""
    for act in now.acts:
        if act.document in stage.plan.documents and act.state in IN_FORCE:
            dated = f" от {act.signed_on:%d.%m.%Y}" if act.signed_on else ""
            what = f"действует подписанный акт «{act.title}» № {act.number or 'б/н'}{dated}"
            who = f"{stage.plan.decides or leads(stage)} (сначала отменить акт)"
            yield Refusal(what, who, stage=stage.plan.id, kind=f"document:{act.document}")


def _home(now: CycleNow, entry: EntryNow) -> StageNow | None:
    """The stage an entry is made at."""
    return now.home("finding" if entry.kind == "lack" else entry.kind)


@_policy("более поздние этапы не завершены")
def later_not_done(now: CycleNow, target: Thing, day: date) -> Iterable[Refusal]:
    """Stages are returned from the last one back, so that the done ones stay in a row."""
    assert isinstance(target, StageNow)
    for stage in now.stages:
        if stage.plan.order > target.plan.order and stage.state == "done":
            who = f"{stage.plan.decides or leads(stage)} (сначала вернуть его)"
            what = f"завершён более поздний этап «{stage.plan.title}»"
            yield Refusal(what, who, stage=stage.plan.id)


@_policy("этап записи в работе")
def stage_is_open(now: CycleNow, target: Thing, day: date) -> Iterable[Refusal]:
    """An entry changes while its stage is open; finished stages are returned first."""
    assert isinstance(target, EntryNow)
    home = _home(now, target)
    if home is None:
        yield Refusal("в этом цикле нет этапа для такой записи")
    elif home.state == "waiting":
        yield Refusal(f"этап «{home.plan.title}» ещё не начат", leads(home), stage=home.plan.id)
    elif home.state == "done":
        decides = home.plan.decides or leads(home)
        who = f"{decides} (вернуть этап в работу с указанием причины)"
        yield Refusal(f"этап «{home.plan.title}» завершён", who, stage=home.plan.id)


@_policy("заполнены обязательные поля записи")
def entry_filled(now: CycleNow, target: Thing, day: date) -> Iterable[Refusal]:
    """Everything the regulation asks of the entry is there: deadline, responsible, participants."""
    assert isinstance(target, EntryNow)
    home = now.home(target.kind)
    stage = home.plan.id if home else ""
    for lack in unfilled(target, stage):
        yield Refusal(lack.what, leads(home) if home else "", None, stage, target.id)


@_policy("указан адресат: организации, группа или лицо")
def has_addressee(now: CycleNow, target: Thing, day: date) -> Iterable[Refusal]:
    """A recommendation is targeted: organisations, a group or a person."""
    assert isinstance(target, EntryNow)
    if not any(target.filled(name) for name in ("addressees", "group", "person")):
        home = now.home(target.kind)
        who = leads(home) if home else ""
        yield Refusal("не указан адресат рекомендации", who, entry=target.id)


@_policy("оцениваемая мера проведена, решение принято")
def action_ended(now: CycleNow, target: Thing, day: date) -> Iterable[Refusal]:
    """A review follows the end of what it reviews: «по итогам проводимых мероприятий» (п. 5.8)."""
    assert isinstance(target, EntryNow)
    reviewed = [one for one in now.of("action", "decision") if one.ref in target.links]
    if not reviewed:
        home = now.home(target.kind)
        what = "не указано, какая мера или какое решение оценивается"
        yield Refusal(what, leads(home) if home else "", entry=target.id)
    for one in reviewed:
        title = one.said.get("title") or "без названия"
        who = str(one.said.get("responsible", ""))
        if one.kind == "action" and one.state != "done":
            due = one.day("due")
            planned = f" (срок {due:%d.%m.%Y})" if due is not None and due >= day else ""
            yield Refusal(f"мера «{title}» ещё не проведена{planned}", who, entry=one.id)
        if one.kind == "decision" and one.state == "draft":
            yield Refusal(f"решение «{title}» ещё не принято", who, entry=one.id)


@_policy("по записи нет вывода об эффективности")
def no_conclusion(now: CycleNow, target: Thing, day: date) -> Iterable[Refusal]:
    """What a review has concluded on is not undone under it."""
    assert isinstance(target, EntryNow)
    home = now.home("review")
    for one in now.following(target.ref, "review"):
        if one.state == "concluded":
            who = f"{leads(home) if home else ''} (сначала вернуть вывод на доработку)".strip()
            yield Refusal("по этой записи уже сделан вывод об эффективности", who, entry=one.id)


@_policy("мера начата или её срок истёк")
def begun_or_late(now: CycleNow, target: Thing, day: date) -> Iterable[Refusal]:
    """What was not begun and is not late is corrected in the entry, not moved."""
    assert isinstance(target, EntryNow)
    due = target.day("due")
    if target.state == "planned" and (due is None or due >= day):
        home = now.home(target.kind)
        what = (
            "мера ещё не начата, и её срок не истёк: исправьте срок в самой записи или начните её"
        )
        yield Refusal(what, leads(home) if home else "", entry=target.id)


@_policy("не подписан акт об анализе эффективности")
def review_not_signed(now: CycleNow, target: Thing, day: date) -> Iterable[Refusal]:
    """A signed review speaks of the deadlines as they were."""
    home = now.home("review")
    if home is not None:
        yield from _signed(now, home)


@_policy("ознакомились все организации, которым направлена рекомендация")
def everyone_acknowledged(now: CycleNow, target: Thing, day: date) -> Iterable[Refusal]:
    """Every organisation a recommendation is addressed to has acknowledged it."""
    assert isinstance(target, EntryNow)
    wanted = set(target.said.get("addressees") or ())
    for code in sorted(wanted - target.acknowledged):
        yield Refusal(f"организация {code} ещё не ознакомилась", f"организация {code}",
                      entry=target.id)  # fmt: skip


@_policy("завершены все этапы")
def stages_done(now: CycleNow, target: Thing, day: date) -> Iterable[Refusal]:
    """The cycle closes when its last stage is done."""
    for stage in now.stages:
        if stage.state != "done":
            what = f"не завершён этап «{stage.plan.title}»"
            yield Refusal(what, leads(stage), stage=stage.plan.id)
            return
