"""How sensitive every field is: one registry for pages, exports, the journal and its readers.

open — may be published; internal — for those who work with the system; personal — about a
person; secret — never shown to anybody. A field missing here fails a test.
"""

from __future__ import annotations

from collections.abc import Mapping

from web.policy.roles import ROLES

OPEN, INTERNAL, PERSONAL, SECRET = "open", "internal", "personal", "secret"
SENSITIVITY_RU = {
    OPEN: "открытое",
    INTERNAL: "служебное",
    PERSONAL: "персональное",
    SECRET: "секретное",
}

_WORKING = frozenset({OPEN, INTERNAL})
SEES: Mapping[str, frozenset[str]] = {
    **{name: _WORKING for name in ROLES},
    "public_representative": frozenset({OPEN}),
    "external_reader": frozenset({OPEN}),
    "authority_head": _WORKING | {PERSONAL},
    "administrator": _WORKING | {PERSONAL},
    "organisation_head": _WORKING | {PERSONAL},
}


def _fields(sensitivity: str, names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), sensitivity)


FIELDS: Mapping[str, Mapping[str, str]] = {
    "audit.Event": _fields(
        INTERNAL,
        "number at by action kind object_id organisation old new reason previous seal",
    ),
    "organisations.Organisation": _fields(OPEN, "id code kind name full_name opened_on closed_on")
    | _fields(INTERNAL, "version closing_act"),
    "organisations.Edition": _fields(INTERNAL, "id seal"),
    "organisations.Placement": _fields(OPEN, "id organisation parent since until act"),
    "organisations.Identifier": _fields(INTERNAL, "id organisation kind value since until"),
    "organisations.Flag": _fields(INTERNAL, "id organisation kind value since until act"),
    "organisations.Succession": _fields(OPEN, "id old new on kind act"),
    "accounts.Person": _fields(INTERNAL, "id is_active version")
    | _fields(PERSONAL, "name position email last_login")
    | _fields(SECRET, "password"),
    "accounts.Appointment": _fields(
        INTERNAL, "id person role organisation subject since until act"
    ),
    "accounts.Invitation": _fields(
        INTERNAL, "id role organisation subject invited_at expires_at accepted_at person by"
    )
    | _fields(PERSONAL, "email name")
    | _fields(SECRET, "token_sha256"),
    "accounts.Token": _fields(INTERNAL, "id person name made_at expires_at revoked_at used_on")
    | _fields(SECRET, "token_sha256"),
    "cycle.Finding": _fields(
        INTERNAL,
        "id key question kind unit_kind unit period indicator area sure sentence frozen threshold "
        "profile_version figures_state state reason decided_by decided_at version",
    ),
    "jobs.Beat": _fields(INTERNAL, "worker at"),
    "uploads.Delivery": _fields(
        INTERNAL,
        "id batch file sha256 size sent_at sent_by organisation state kind said mapping told "
        "effect supersede outcome upload decided_at decided_by reason version",
    ),
    "uploads.Mapping": _fields(
        INTERNAL,
        "id signature headings table columns constants organisation made_at made_by is_active",
    ),
}


def masked(model: str, values: Mapping[str, object]) -> dict[str, object]:
    """Values for the journal: what is personal or secret is only said to be there."""
    known = FIELDS[model]
    hidden = {PERSONAL, SECRET}
    return {
        name: ("•••" if value else "") if known.get(name, INTERNAL) in hidden else value
        for name, value in values.items()
    }
