"""The gate: no view runs before the policy said yes; what is not declared is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from web.policy.declare import needed_by
from web.policy.programs import NO_KEY, is_api, said
from web.policy.scope import Denied
from web.policy.table import PERMISSIONS

# Pages on which the second factor itself is set up.
_SETTING_UP = ("mfa_", "account_", "usersessions_")
_FACTOR = "Ваша роль требует второго фактора: включите его на странице «Мои данные»."


class PolicyMiddleware:
    """Asks the policy before every view; keeps personal pages out of caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response:
            response["Cache-Control"] = "no-store, private"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """None lets the view run; a stranger is sent to the door, anybody else told why not."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        permission = needed_by(view, name)
        if permission == "open":
            return None
        if permission == "closed":
            raise Http404
        if permission is None or permission not in PERMISSIONS:
            raise Denied("У этой страницы не записано, кому она открыта, поэтому она закрыта.")
        if not request.user.is_authenticated:
            if is_api(request):
                return said(401, NO_KEY)
            return redirect_to_login(request.get_full_path())
        request.actor.scope.demand(permission)  # type: ignore[attr-defined]
        if needs_second_factor(request) and not name.startswith(_SETTING_UP):
            return said(403, _FACTOR) if is_api(request) else redirect("mfa_index")
        return None


def needs_second_factor(request: HttpRequest) -> bool:
    """Whether a role held demands a one-time code and none is set up yet."""
    held: frozenset[str] = request.actor.scope.roles  # type: ignore[attr-defined]
    if not held & set(settings.SECOND_FACTOR_ROLES):
        return False
    return not request.user.authenticator_set.exists()  # type: ignore[union-attr]
