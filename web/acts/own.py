"""What is typed at an act itself, as its JSON keeps it and as the act is made from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from msoko.documents.act_text import Approver
from msoko.documents.acts.material import Own
from web.cycle.models import Act

NAMES = ("introduction", "starts", "due", "inform", "post", "name", "approvers")


def typed(act: Act) -> dict[str, Any]:
    """The fields as a form shows them: days as days, approvers a line each."""
    said = (act.contents or {}).get("own", {})
    told: dict[str, Any] = {name: said.get(name) or "" for name in NAMES}
    for name in ("starts", "due"):
        told[name] = date.fromisoformat(told[name]) if told[name] else None
    return told


def plain(said: Mapping[str, Any]) -> dict[str, str]:
    """The fields as JSON keeps them."""
    return {
        name: value.isoformat() if isinstance(value, date) else str(value).strip()
        for name in NAMES
        if (value := said.get(name))
    }


def own_of(act: Act) -> Own:
    """The fields as the act is made from them."""
    said = typed(act)
    approvers = tuple(
        _approver(line) for line in said.pop("approvers").splitlines() if line.strip()
    )
    return Own(**said, approvers=approvers)


def _approver(line: str) -> Approver:
    """«Должность; И.О. Фамилия»."""
    post, _, name = line.partition(";")
    return Approver(post.strip(), name.strip())
