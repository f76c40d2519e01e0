"""What can happen to an organisation: found, renamed, moved, closed, merged, coded, flagged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from msoko.checks.wrong_inn import is_right
from web.audit.action import Told, action
from web.audit.impossible import Impossible
from web.audit.versions import replace
from web.organisations.kinds import GROUP_KINDS, PARENTS
from web.organisations.models import Flag, Identifier, Organisation, Placement, Succession
from web.organisations.tree import tree_on, turned
from web.policy.scope import Actor

_MODEL = "organisations.Organisation"


def _of_parent(said: Mapping[str, Any]) -> list[str]:
    parent = said.get("parent")
    return [parent.code] if parent else []


def _of_organisation(said: Mapping[str, Any]) -> list[str]:
    return [said["organisation"].code]


@action(
    "organisations.found", "заведена организация", needs="organisations.edit", touches=_of_parent
)
def found(
    *, by: Actor, code: str, kind: str, name: str, opened_on: date,
    parent: Organisation | None = None, full_name: str = "", act: str = "",
) -> Told:  # fmt: skip
    """A new node under a parent (none for a region)."""
    if "/" in code:
        raise Impossible("В коде не может быть косой черты: замените её дефисом.")
    if Organisation.objects.filter(code=code).exists():
        raise Impossible(f"Организация с кодом {code} уже есть: откройте её карточку.")
    if parent is not None and parent.kind not in PARENTS[kind]:
        raise Impossible(f"«{parent.name}» не может стоять над организацией этого вида.")
    organisation = Organisation.objects.create(
        code=code, kind=kind, name=name, full_name=full_name, opened_on=opened_on
    )
    if parent is not None:
        Placement.objects.create(organisation=organisation, parent=parent, since=opened_on, act=act)
    Identifier.objects.create(organisation=organisation, kind="code", value=code, since=opened_on)
    turned()
    new = {"code": code, "kind": kind, "name": name, "opened_on": opened_on}
    return Told(organisation, _MODEL, code, {}, new, code, act)


@action(
    "organisations.correct", "исправлена карточка", needs="organisations.edit",
    touches=_of_organisation,
)  # fmt: skip
def correct(
    *, by: Actor, organisation: Organisation, version: int, name: str, full_name: str,
    opened_on: date, reason: str = "",
) -> Told:  # fmt: skip
    """Names and the day of opening; Stale when somebody changed the card meanwhile."""
    new = {"name": name, "full_name": full_name, "opened_on": opened_on}
    old = {field: getattr(organisation, field) for field in new}
    replace(organisation, version, **new)
    turned()
    return Told(organisation, _MODEL, organisation.code, old, new, organisation.code, reason)


@action(
    "organisations.move", "изменена подчинённость", needs="organisations.edit",
    touches=lambda said: [said["organisation"].code, said["parent"].code],
)  # fmt: skip
def move(
    *, by: Actor, organisation: Organisation, version: int, parent: Organisation, since: date,
    act: str = "",
) -> Told:  # fmt: skip
    """From a day on the node stands under another parent; the old place keeps its dates."""
    if parent.kind not in PARENTS[organisation.kind]:
        raise Impossible(f"«{parent.name}» не может стоять над организацией этого вида.")
    if parent.code in set(tree_on(since).below(organisation.code)):
        raise Impossible("Организация не может стоять под самой собой или под своим филиалом.")
    last = organisation.placements.filter(until=None).first()
    old = {"parent": last.parent.code} if last else {}
    if last and last.since >= since:
        raise Impossible(
            f"Прежнее место действует с {last.since:%d.%m.%Y}: нужен более поздний день."
        )
    replace(organisation, version)
    if last:
        Placement.objects.filter(pk=last.pk).update(until=since)
    Placement.objects.create(organisation=organisation, parent=parent, since=since, act=act)
    turned()
    new = {"parent": parent.code}
    return Told(
        organisation, "organisations.Placement", organisation.code, old, new,
        organisation.code, act,
    )  # fmt: skip


@action(
    "organisations.close", "закрыта организация", needs="organisations.edit",
    touches=_of_organisation,
)  # fmt: skip
def close(
    *, by: Actor, organisation: Organisation, version: int, closed_on: date, act: str
) -> Told:
    """From a day on it does not work; its figures and history stay."""
    if closed_on <= organisation.opened_on:
        raise Impossible("День закрытия должен быть позже дня открытия.")
    old = {"closed_on": organisation.closed_on, "closing_act": organisation.closing_act}
    replace(organisation, version, closed_on=closed_on, closing_act=act)
    turned()
    new = {"closed_on": closed_on, "closing_act": act}
    return Told(organisation, _MODEL, organisation.code, old, new, organisation.code, act)


@action(
    "organisations.succeed", "записано правопреемство", needs="organisations.edit",
    touches=lambda said: [said["old"].code, said["new"].code],
)  # fmt: skip
def succeed(
    *, by: Actor, old: Organisation, version: int, new: Organisation, on: date, kind: str, act: str
) -> Told:
    """One organisation came after another: merged into it, split from it, or under a new code."""
    if old.pk == new.pk:
        raise Impossible("Организация не может прийти на смену самой себе.")
    if kind != "split" and on <= old.opened_on:
        raise Impossible("День правопреемства должен быть позже дня открытия прежней организации.")
    if Succession.objects.filter(old=old, new=new).exists():
        raise Impossible("Такое правопреемство уже записано.")
    closes = kind != "split" and old.closed_on is None
    replace(old, version, **({"closed_on": on, "closing_act": act} if closes else {}))
    Succession.objects.create(old=old, new=new, on=on, kind=kind, act=act)
    turned()
    said = {"old": old.code, "new": new.code, "on": on, "kind": kind}
    return Told(new, "organisations.Succession", new.code, {}, said, new.code, act)


@action(
    "organisations.identify", "записан код", needs="organisations.edit",
    touches=_of_organisation,
)  # fmt: skip
def identify(
    *, by: Actor, organisation: Organisation, version: int, kind: str, value: str, since: date
) -> Told:
    """A code from a day on; the earlier code of that kind ends the day before."""
    if kind == "inn" and not is_right(value):
        raise Impossible("ИНН неверен: нужно 10 цифр с правильной контрольной цифрой.")
    bearer = Identifier.objects.filter(kind=kind, value=value, until=None).first()
    if bearer is not None and bearer.organisation_id != organisation.pk:
        raise Impossible(f"Этот код уже у организации «{bearer.organisation.name}».")
    replace(organisation, version)
    last = organisation.identifiers.filter(kind=kind, until=None).first()
    _end(last, since)
    Identifier.objects.create(organisation=organisation, kind=kind, value=value, since=since)
    old = {"value": last.value} if last else {}
    new = {"kind": kind, "value": value, "since": since}
    return Told(
        organisation, "organisations.Identifier", organisation.code, old, new, organisation.code
    )


@action(
    "organisations.flag", "изменён признак", needs="organisations.edit", touches=_of_organisation
)
def flag(
    *, by: Actor, organisation: Organisation, version: int, kind: str, since: date,
    value: str = "", ends: bool = False, act: str = "",
) -> Told:  # fmt: skip
    """A flag or group from a day on, or (`ends`) no longer from that day."""
    if kind in GROUP_KINDS and not ends and not value.strip():
        raise Impossible("Назовите группу: этот признак без названия группы ничего не значит.")
    last = organisation.flags.filter(kind=kind, until=None).first()
    if ends and last is None:
        raise Impossible("Такого действующего признака у организации нет.")
    replace(organisation, version)
    _end(last, since)
    if not ends:
        Flag.objects.create(organisation=organisation, kind=kind, value=value, since=since, act=act)
    old = {"kind": kind, "value": last.value, "since": last.since} if last else {}
    new = {"kind": kind, "until": since} if ends else {"kind": kind, "value": value, "since": since}
    return Told(
        organisation, "organisations.Flag", organisation.code, old, new, organisation.code, act
    )


def _end(last: Any, since: date) -> None:
    """End a dated row the day another begins; a row of the same day or later is a mistake."""
    if last is None:
        return
    if last.since >= since:
        raise Impossible(
            f"Прежняя запись действует с {last.since:%d.%m.%Y}: нужен более поздний день."
        )
    type(last).objects.filter(pk=last.pk).update(until=since)
