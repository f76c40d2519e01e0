"""Deciding on a finding: what a person says about it, carried out by one action."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from web.audit.impossible import Impossible
from web.audit.versions import Stale
from web.cycle import actions
from web.cycle.card import Card, card_of
from web.policy.declare import needs
from web.policy.scope import Actor
from web.ui.versioned import version_of

_DONE = {
    "confirm": "Вывод подтверждён, числа этого дня сохранены.",
    "reject": "Вывод отклонён, причина сохранена.",
    "reopen": "Решение отменено: вывод снова ждёт решения.",
}
_GONE = "Сегодня анализ такого вывода не делает: решать не о чем."


@needs("findings.decide")
@require_POST
def decide(request: HttpRequest, finding: str, what: str) -> HttpResponse:
    """Confirm, reject or open again; the same answer for a finding out of reach."""
    card = card_of(request, finding)
    if card is None or not card.may_decide or what not in _DONE:
        raise Http404
    try:
        _WAYS[what](request.actor, card, request.POST)
        messages.success(request, _DONE[what])
    except (Impossible, Stale) as refusal:
        messages.error(request, str(refusal))
    return redirect("cycle:card", finding)


def _confirm(by: Actor, card: Card, said: Mapping[str, str]) -> None:
    _fresh(card, said)
    actions.confirm(
        by=by, proposal=card.proposal, reason=said.get("reason", ""),
        edited=said.get("edited", ""),
    )  # fmt: skip


def _reject(by: Actor, card: Card, said: Mapping[str, str]) -> None:
    _fresh(card, said)
    actions.reject(by=by, proposal=card.proposal, reason=said.get("reason", ""))


def _reopen(by: Actor, card: Card, said: Mapping[str, str]) -> None:
    if card.decided is None:
        raise Impossible("По этому выводу решения ещё нет.")
    actions.reopen(
        by=by, finding=card.decided, version=version_of(said), reason=said.get("reason", "")
    )


def _fresh(card: Card, said: Mapping[str, str]) -> None:
    """The numbers decided on are those the person has seen."""
    if card.proposal is None:
        raise Impossible(_GONE)
    if said.get("state") not in ("", None, card.proposal.figures_state):
        raise Stale


_WAYS: Mapping[str, Callable[[Actor, Card, Mapping[str, str]], None]] = {
    "confirm": _confirm,
    "reject": _reject,
    "reopen": _reopen,
}
