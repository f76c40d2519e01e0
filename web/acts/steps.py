"""The course of an act by the table of transitions: approval, signature, publication."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace as with_
from datetime import date
from typing import Any

from django.utils import timezone

from msoko.cycle.course import refused
from msoko.cycle.policies import Refusal
from msoko.cycle.snapshot import IN_FORCE, CycleNow
from msoko.cycle.transitions import Transition, of
from msoko.documents.act_text import ActText
from msoko.problem import Problem
from web.acts.actions import MODEL, keep_file, told_of
from web.acts.files import keep
from web.acts.gather import forms, made_of
from web.acts.printed import filled, frozen, frozen_text, signed
from web.audit.action import Told, action
from web.audit.impossible import Impossible
from web.audit.versions import replace
from web.cycle.models import Act
from web.cycle.standing import act_now, locked, standing
from web.policy.scope import Actor
from web.ui.numbers import day
from web.uploads.kept import Kept

TRANSITIONS: Mapping[str, Transition] = {step.verb: step for step in of("act")}
Fields = dict[str, Any]
_NOTHING: Mapping[str, Any] = {}


def _step(verb: str) -> Callable[[Callable[..., Fields]], Callable[..., Any]]:
    """Makes what is special about a step an action: order, reason and version are asked first."""
    step = TRANSITIONS[verb]

    def make(fields_of: Callable[..., Fields]) -> Callable[..., Any]:
        @action(f"act.{verb}", f"акт: {step.ru}", needs=step.permission)
        def run(
            *, by: Actor, act: Act, version: int, reason: str = "",
            said: Mapping[str, Any] = _NOTHING,
        ) -> Told:  # fmt: skip
            if step.reason and not reason.strip():
                raise Impossible(f"Напишите причину: без неё нельзя «{step.ru}».")
            now = standing(locked(act.cycle))
            act.refresh_from_db()
            found = refused(now, act_now(act), step, timezone.localdate())
            if found:
                raise Impossible(*found)
            old = act.state
            fields = fields_of(by, act, now, **said)
            replace(act, version, state=step.target, reason=reason.strip(), **fields)
            new: dict[str, object] = {"state": step.target}
            new |= {name: fields[name] for name in ("number", "signed_on") if name in fields}
            return Told(act, MODEL, act.pk, {"state": old}, new, reason=reason.strip())

        return run

    return make


@_step("submit")
def submit(by: Actor, act: Act, now: CycleNow) -> Fields:
    """Everything the clause asks for is there; the words and the file of the day are kept."""
    made = made_of(act, by.scope, now)
    if made is None:
        raise Impossible("Этого акта в положении больше нет: подготовьте другой.")
    if made.lacks:
        raise Impossible(
            *(Refusal(f"{one.what} ({one.clause})", "", None, one.stage, one.entry, one.kind)
              for one in made.lacks)
        )  # fmt: skip
    text = titled(act, made.text)
    _kept_version(by, act, text)
    return {"contents": {**(act.contents or {}), "text": frozen(text)}}


@_step("return")
def give_back(by: Actor, act: Act, now: CycleNow) -> Fields:
    """Back to the draft with a reason; the version that was refused stays."""
    own = (act.contents or {}).get("own", {})
    return {"contents": {"own": own}}


@_step("sign")
def sign(
    by: Actor, act: Act, now: CycleNow, *, number: str, signed_on: date, post: str, name: str,
    original: Kept | None = None,
) -> Fields:  # fmt: skip
    """The frozen words with number, date and signatory; the original may come with them."""
    if signed_on > timezone.localdate():
        raise Impossible(f"Дата подписания {day(signed_on)} ещё не наступила.")
    text = frozen_text(act)
    if text is None or not name.strip():
        raise Impossible("Назовите, кто подписал акт.")
    whole = signed(text, number.strip(), signed_on, post.strip(), name.strip())
    _kept_version(by, act, whole)
    if original is not None:
        keep_file(by, act, "original", original)
    return {
        "number": number.strip(), "signed_on": signed_on,
        "signatory": ", ".join(filter(None, (post.strip(), name.strip())))[:200],
        "contents": {**(act.contents or {}), "text": frozen(whole)},
    }  # fmt: skip


@_step("publish")
def publish(by: Actor, act: Act, now: CycleNow, *, where: str, on: date) -> Fields:
    """Published somewhere on a day, which is one way of telling everybody."""
    told_of(by, act, "неограниченный круг лиц", f"опубликован: {where}"[:200], on)
    return {}


@_step("revoke")
def revoke(by: Actor, act: Act, now: CycleNow, *, by_act: Act | None = None) -> Fields:
    """No longer in force, by another act when it is one of this system."""
    if by_act is not None and (by_act.pk == act.pk or by_act.state not in IN_FORCE):
        raise Impossible("Отменяющий акт должен быть другим и подписанным.")
    return {"revoked_by": by_act}


def titled(act: Act, text: ActText) -> ActText:
    """The words under the heading the act has been given."""
    return with_(text, heading=act.title, kind=forms().requisites.of(act.document).kind)


def _kept_version(by: Actor, act: Act, text: ActText) -> None:
    word, problems = filled(act, text)
    if word is None:
        raise Impossible(*(_told(one) for one in problems))
    number = text.number or "проект"
    keep_file(by, act, "version", keep(f"{act.kind} {number}.docx".replace("/", "-"), word))


def _told(problem: Problem) -> Refusal:
    return Refusal(f"{problem.what}. Как исправить: {problem.mend}", "тот, кто ведёт шаблоны")


STEPS: Mapping[str, Callable[..., Any]] = {
    "submit": submit, "return": give_back, "sign": sign, "publish": publish, "revoke": revoke,
}  # fmt: skip
