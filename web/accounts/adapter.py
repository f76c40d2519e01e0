"""How the sign-in library meets this application: no open registration, every entry recorded."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import timezone

from web.accounts import actions
from web.accounts.reach import actor_of
from web.policy.scope import PROGRAM


class Adapter(DefaultAccountAdapter):
    """People come by invitation only; an entry and a new password leave an event."""

    error_messages = {  # noqa: RUF012 - the library's own attribute
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Адрес или пароль неверны. Проверьте раскладку и повторите.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Registration is by invitation only."""
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        """Let a person in and record it; somebody without a role comes in and sees just that."""
        super().login(request, user)
        actor = actor_of(user, timezone.localdate())
        by = actor if actor.scope.may("account.own") else PROGRAM
        actions.sign_in(by=by, person=user)

    def set_password(self, user: Any, password: str) -> None:
        """A password changed or reset by its owner."""
        actions.new_password(by=PROGRAM, person=user, password=password)


def name_of(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str | None:
    """The name by which wrong passwords are counted: the address typed, in small letters."""
    said = (credentials or {}).get("email") or (credentials or {}).get("username")
    typed = said or request.POST.get("login")
    return typed.strip().lower() if typed else None
