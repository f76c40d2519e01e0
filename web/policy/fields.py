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
        "id key question kind unit_kind unit period indicator area sure sentence edited frozen "
        "threshold "
        "profile_version figures_state state reason decided_by decided_at version",
    ),
    "cycle.Cycle": _fields(
        INTERNAL,
        "id area period title plan profile_version state opened_by opened_at ended_at reason "
        "problem version",
    ),
    "cycle.CycleStage": _fields(
        INTERNAL, "id cycle stage order state started_on done_on reason version"
    ),
    "cycle.Entry": _fields(
        INTERNAL,
        "id cycle kind number state said due frozen reason entered_by entered_at version",
    ),
    "cycle.EntryLink": _fields(INTERNAL, "id entry ref"),
    "cycle.EntryPlace": _fields(
        INTERNAL, "id entry organisation acknowledged_at acknowledged_by note version"
    ),
    "cycle.Act": _fields(
        INTERNAL,
        "id cycle document kind title state contents number signed_on signatory reason revoked_by "
        "made_by made_at profile_version version",
    ),
    "cycle.ActFile": _fields(INTERNAL, "id act kind number name sha256 size kept_at kept_by"),
    "cycle.Informed": _fields(INTERNAL, "id act whom how on told_by"),
    "jobs.Beat": _fields(INTERNAL, "worker at"),
    "jobs.Daily": _fields(INTERNAL, "name day"),
    "roadmap.RoadmapYear": _fields(
        INTERNAL,
        "id place year state kind number approved_on approved_by approved_at frozen version",
    ),
    "roadmap.OwnRow": _fields(
        INTERNAL,
        "id place year number title about area plan term starts due wording responsible roles "
        "organisations result is_withdrawn version",
    ),
    "roadmap.RoadmapMark": _fields(
        INTERNAL,
        "id place row year month responsible organisation state done_on note marked_by marked_at "
        "version",
    ),
    "roadmap.RoadmapDate": _fields(
        INTERNAL, "id place row year month starts due reason set_by set_at version"
    ),
    "roadmap.DocumentMark": _fields(
        INTERNAL,
        "id place document year part organisation state link file sha256 delivered_on note "
        "marked_by marked_at version",
    ),
    "roadmap.FeedKey": _fields(INTERNAL, "id person name made_at revoked_at")
    | _fields(SECRET, "token_sha256"),
    "roadmap.DigestChoice": _fields(INTERNAL, "id person is_wanted"),
    "roadmap.DigestSent": _fields(INTERNAL, "id person day sent_at things"),
    "readiness.RubricItem": _fields(
        INTERNAL, "id question points area link clause quote order is_active version"
    ),
    "readiness.Rating": _fields(
        INTERNAL,
        "id item area address points checked_on expert comment link_state link_said looked_at "
        "is_withdrawn version",
    ),
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
    if not values:
        return {}
    known = FIELDS[model]
    hidden = {PERSONAL, SECRET}
    return {
        name: ("•••" if value else "") if known.get(name, INTERNAL) in hidden else value
        for name, value in values.items()
    }
