"""How a view says what it needs; a view that says nothing is never shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

# Views of libraries: the name of the page → the permission, "open" or "closed" (never shown).
LIBRARY_PAGES: dict[str, str] = {
    "account_login": "open",
    "account_logout": "open",
    "account_signup": "closed",
    "account_inactive": "open",
    "account_email": "closed",
    "account_confirm_email": "closed",
    "account_email_verification_sent": "closed",
    "account_change_password": "account.own",
    "account_set_password": "closed",
    "account_reset_password": "open",
    "account_reset_password_done": "open",
    "account_reset_password_from_key": "open",
    "account_reset_password_from_key_done": "open",
    "account_reauthenticate": "account.own",
    "account_confirm_login_code": "closed",
    "mfa_authenticate": "open",
    "mfa_reauthenticate": "account.own",
    "mfa_index": "account.own",
    "mfa_activate_totp": "account.own",
    "mfa_deactivate_totp": "account.own",
    "mfa_view_recovery_codes": "account.own",
    "mfa_generate_recovery_codes": "account.own",
    "mfa_download_recovery_codes": "account.own",
    "usersessions_list": "account.own",
    # what programs may ask is no secret; what they are told needs a key
    "api:openapi-json": "open",
    "api:api-root": "closed",
}


def needs(permission: str) -> Callable[[View], View]:
    """The view is shown to those who hold the permission; it narrows objects by scope itself."""

    def mark(view: View) -> View:
        view.needs = permission  # type: ignore[attr-defined]
        return view

    return mark


def open_to_all(because: str) -> Callable[[View], View]:
    """The view is shown to anybody, for a reason worth writing down."""

    def mark(view: View) -> View:
        view.needs = "open"  # type: ignore[attr-defined]
        view.open_because = because  # type: ignore[attr-defined]
        return view

    return mark


def needed_by(view: Callable[..., Any], name: str) -> str | None:
    """The permission a view needs: "open", "closed", a name of the table, None when undeclared."""
    declared: str | None = getattr(view, "needs", None)
    return declared or LIBRARY_PAGES.get(name)
