"""The one table of what may become what: cycles, stages, acts and entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Transition:
    """One verb: from which states it leads where, whose right it is, and when it may.

    An empty `target` leaves the state as it is: what changes is the field the step `asks` for.
    `permission` is a name of the workspace's table of permissions; `policies` are names of
    `msoko.cycle.policies`; `reason`: whether the person must say why; `grave`: it ends the thing or
    takes back what others have done.
    """

    of: str
    verb: str
    ru: str
    sources: tuple[str, ...]
    target: str
    permission: str
    policies: tuple[str, ...] = ()
    reason: bool = False
    asks: str = ""
    grave: bool = False

    def leads_to(self, state: str) -> str:
        """The state after the step taken from this one."""
        return self.target or state


STATES: Mapping[str, Mapping[str, str]] = {
    "cycle": {"open": "идёт", "closed": "завершён", "withdrawn": "снят"},
    "stage": {"waiting": "не начат", "open": "в работе", "done": "завершён"},
    "act": {
        "draft": "проект", "on_approval": "на согласовании", "signed": "подписан",
        "published": "опубликован", "revoked": "отменён",
    },
}  # fmt: skip
_LEAD, _DECIDE, _SIGN = "cycles.lead", "cycles.decide", "acts.sign"

TRANSITIONS: tuple[Transition, ...] = (
    Transition("cycle", "close", "завершить цикл", ("open",), "closed", _DECIDE,
               ("stages_done",)),
    Transition("cycle", "withdraw", "снять цикл", ("open",), "withdrawn", _DECIDE, (), True,
               grave=True),
    Transition("stage", "begin", "начать этап", ("waiting",), "open", _LEAD,
               ("cycle_open", "stages_before_done", "methods_known")),
    Transition("stage", "finish", "завершить этап", ("open",), "done", _LEAD,
               ("cycle_open", "contents_whole", "documents_signed", "collection_over")),
    Transition("stage", "return", "вернуть этап в работу", ("done",), "open", _DECIDE,
               ("cycle_open", "later_not_done", "no_act_in_force"), True),
    Transition("recommendation", "send", "направить адресатам", ("draft",), "sent", _LEAD,
               ("cycle_open", "stage_is_open", "entry_filled", "has_addressee")),
    Transition("recommendation", "settle", "отметить: все ознакомились", ("sent",),
               "acknowledged", _LEAD, ("cycle_open", "everyone_acknowledged")),
    Transition("recommendation", "recall", "отозвать на доработку", ("sent", "acknowledged"),
               "draft", _LEAD, ("cycle_open", "stage_is_open", "entry_not_signed"), True,
               grave=True),
    Transition("action", "start", "начать", ("planned",), "running", _LEAD,
               ("cycle_open", "entry_filled")),
    Transition("action", "complete", "отметить проведение", ("planned", "running"), "done", _LEAD,
               ("cycle_open", "entry_filled")),
    Transition("action", "resume", "снять отметку о проведении", ("done",), "running", _LEAD,
               ("cycle_open", "no_conclusion"), True),
    Transition("action", "reschedule", "перенести срок", ("planned", "running"), "", _DECIDE,
               ("cycle_open", "begun_or_late", "no_conclusion", "review_not_signed"), True, "due"),
    Transition("action", "cancel", "отменить", ("planned", "running"), "cancelled", _DECIDE,
               ("cycle_open",), True, grave=True),
    Transition("decision", "take", "принять решение", ("draft",), "taken", _DECIDE,
               ("cycle_open", "stage_is_open", "entry_filled")),
    Transition("decision", "complete", "отметить исполнение", ("taken",), "done", _LEAD,
               ("cycle_open",)),
    Transition("decision", "reconsider", "вернуть на доработку", ("taken",), "draft", _DECIDE,
               ("cycle_open", "stage_is_open", "entry_not_signed", "no_conclusion"), True),
    Transition("decision", "cancel", "отменить", ("taken",), "cancelled", _DECIDE,
               ("cycle_open",), True, grave=True),
    Transition("review", "conclude", "сделать вывод", ("draft",), "concluded", _LEAD,
               ("cycle_open", "stage_is_open", "entry_filled", "action_ended")),
    Transition("review", "reopen", "вернуть на доработку", ("concluded",), "draft", _LEAD,
               ("cycle_open", "stage_is_open", "entry_not_signed"), True),
    Transition("act", "submit", "передать на согласование", ("draft",), "on_approval",
               "acts.draft"),
    Transition("act", "return", "вернуть на доработку", ("on_approval",), "draft", _SIGN, (),
               True),
    Transition("act", "sign", "подписать", ("on_approval",), "signed", _SIGN),
    Transition("act", "publish", "опубликовать", ("signed",), "published", _SIGN),
    Transition("act", "revoke", "отменить", ("signed", "published"), "revoked", _SIGN, (), True,
               grave=True),
)  # fmt: skip
# Entries that have no course of their own are entered and, while their stage is open, withdrawn.
WITHDRAWABLE = ("kept", "draft", "planned")
# When an entry may be entered, corrected or withdrawn.
ENTERED_WHEN = ("cycle_open", "stage_is_open", "entry_not_signed")


def of(kind: str) -> Sequence[Transition]:
    """Transitions of a kind of thing."""
    return [one for one in TRANSITIONS if one.of == kind]


def transition(kind: str, verb: str) -> Transition:
    """The transition with this verb; KeyError when there is none."""
    for one in TRANSITIONS:
        if (one.of, one.verb) == (kind, verb):
            return one
    raise KeyError((kind, verb))
