"""What can happen to a remembered layout: made, replaced by a later one, forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from web.audit.action import Told, action
from web.organisations.models import Organisation
from web.policy.scope import Actor
from web.uploads.models import Mapping as Layout

_MODEL = "uploads.Mapping"


@action(
    "uploads.remember", "запомнена раскладка столбцов", needs="uploads.decide",
    touches=lambda said: [said["organisation"].code],
)  # fmt: skip
def remember(
    *, by: Actor, organisation: Organisation, signature: str, headings: Sequence[str], table: str,
    columns: Mapping[str, str], constants: Mapping[str, str],
) -> Told:  # fmt: skip
    """The newest rule for a layout is in force; the same rule again is the one there is."""
    known = Layout.objects.filter(
        signature=signature, organisation=organisation, is_active=True
    ).first()
    said: dict[str, Any] = {
        "table": table, "columns": dict(columns), "constants": dict(constants),
    }  # fmt: skip
    if known and said == {name: getattr(known, name) for name in said}:
        return Told(known, _MODEL, known.pk, said, said, organisation.code)
    Layout.objects.filter(pk=known.pk if known else None).update(is_active=False)
    made = Layout.objects.create(
        organisation=organisation, signature=signature, headings=list(headings), made_by=by.id,
        **said,
    )  # fmt: skip
    return Told(made, _MODEL, made.pk, {}, said, organisation.code)


@action(
    "uploads.forget", "забыта раскладка столбцов", needs="uploads.decide",
    touches=lambda said: [said["mapping"].organisation.code],
)  # fmt: skip
def forget(*, by: Actor, mapping: Layout) -> Told:
    """The layout is unknown again; files read by it stay as they are."""
    Layout.objects.filter(pk=mapping.pk).update(is_active=False)
    mapping.refresh_from_db()
    old, new = {"is_active": True}, {"is_active": False}
    return Told(mapping, _MODEL, mapping.pk, old, new, mapping.organisation.code)
