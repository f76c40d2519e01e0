"""Acts of the demonstration: drafted by the specialist, signed by the head, told of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils import timezone

from web.acts import actions
from web.acts.own import typed
from web.acts.steps import STEPS
from web.cycle.models import Act, Cycle
from web.demo.cast import Cast
from web.policy.scope import Actor

# On the eve of which entries of the cycle an act is signed, and how many days before.
_BEFORE: Mapping[str, tuple[str, int]] = {
    "procedure_order": ("monitoring", 3), "monitoring_order": ("monitoring", 1),
    "analysis_report": ("recommendation", 3), "recommendations": ("action", 5),
    "actions_order": ("action", 1), "decisions_order": ("decision", -2),
    "effectiveness_review": ("review", -1),
}  # fmt: skip


def sign(people: Cast, cycle: Cycle, document: str, days: Mapping[str, tuple[date, date]]) -> None:
    """An act of a stage goes its way to the signature; Impossible when its content lacks."""
    act: Act = actions.draft(by=people.specialist, cycle=cycle, document=document)
    starts, due = days["monitoring"]
    said = {
        **typed(act), "starts": starts, "due": due, "inform": "руководителям организаций",
        "post": people.head_post, "name": people.head_name,
    }  # fmt: skip
    actions.correct(by=people.specialist, act=act, version=act.version, title=act.title, said=said)
    _take(act, "submit", people.specialist)
    number = str(Act.objects.exclude(number="").count() + 1)
    on = _day(document, days)
    _take(act, "sign", people.head, number=number, signed_on=on, post=people.head_post,
          name=people.head_name)  # fmt: skip
    actions.inform(
        by=people.specialist, act=act, whom="руководители организаций", how="электронной почтой",
        on=min(on + timedelta(days=1), timezone.localdate()),
    )  # fmt: skip


def _take(act: Act, verb: str, by: Actor, **said: object) -> None:
    act.refresh_from_db()
    STEPS[verb](by=by, act=act, version=act.version, said=said)


def _day(document: str, days: Mapping[str, tuple[date, date]]) -> date:
    kind, before = _BEFORE.get(document, ("monitoring", 0))
    day = days[kind][1 if before < 0 else 0] if kind != "decision" else days[kind][0]
    return min(day - timedelta(days=max(before, 0)), timezone.localdate())
