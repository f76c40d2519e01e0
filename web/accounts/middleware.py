"""Every request knows who acts and how far they reach."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from web.accounts import tokens
from web.accounts.reach import actor_of
from web.policy.programs import is_api
from web.policy.scope import STRANGER


class ActorMiddleware:
    """Puts `request.actor`; nothing of it is kept from one request to the next.

    A program is known by its key only: a session that came along is not looked at, so no page
    of another site can make a person's browser act through it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = tokens.sent_with(request) if is_api(request) else None
        if is_api(request):
            request.user = token.person if token else AnonymousUser()
        person, today = request.user, timezone.localdate()
        known = person.is_authenticated
        request.actor = actor_of(person, today) if known else STRANGER
        if token and token.used_on != today and request.actor.scope.may("account.own"):
            tokens.use_token(by=request.actor, token=token)
        return self.get_response(request)
