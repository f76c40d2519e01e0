"""What can happen to an act outside its course: drafted, corrected, attached to, told of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone

from msoko.cycle.snapshot import IN_FORCE
from web import regulation
from web.acts.gather import documents_of, forms
from web.acts.own import plain, typed
from web.audit.action import Told, action
from web.audit.impossible import Impossible
from web.audit.versions import replace
from web.cycle.models import Act, ActFile, Cycle, Informed
from web.cycle.standing import locked, standing
from web.policy.scope import Actor
from web.ui.numbers import day
from web.uploads.kept import Kept

MODEL = "cycle.Act"
_OPEN = ("draft", "on_approval")


@action("acts.draft", "подготовлен проект акта", needs="acts.draft")
def draft(*, by: Actor, cycle: Cycle, document: str) -> Told:
    """A new act of an open cycle; one of a document is prepared at a time."""
    now = standing(locked(cycle))
    if now.state != "open":
        raise Impossible("Цикл закончен: новых актов в нём не готовят.")
    known = next((one for one in documents_of(now) if one.id == document), None)
    if known is None:
        raise Impossible("Такого акта в этом цикле положение не предусматривает.")
    if any(one.document == document and one.state in _OPEN for one in now.acts):
        raise Impossible(
            f"Проект «{known.title}» уже готовится: сначала подпишите его или продолжите с ним."
        )
    about = regulation.area_title(cycle.area)
    title = known.heading.format(area=about, year=now.period.replace("-", "/"))
    act = Act.objects.create(
        cycle=cycle, document=document, kind=forms().requisites.of(document).kind,
        title=title[:500], contents={"own": {}}, made_by=by.id, made_at=timezone.now(),
        profile_version=regulation.profile().version,
    )  # fmt: skip
    return Told(act, MODEL, act.pk, {}, {"document": document, "title": act.title})


@action("acts.correct", "исправлен проект акта", needs="acts.draft")
def correct(*, by: Actor, act: Act, version: int, title: str, said: Mapping[str, Any]) -> Told:
    """New words of a draft; anything later is not edited."""
    demand_draft(act)
    old = {"title": act.title, "contents": (act.contents or {}).get("own", {})}
    new: Mapping[str, Any] = {"title": title.strip(), "contents": plain({**typed(act), **said})}
    replace(act, version, title=new["title"], contents={"own": new["contents"]})
    return Told(act, MODEL, act.pk, old, new)


def demand_draft(act: Act) -> None:
    """Impossible, with what can be done instead, for an act that has left the draft."""
    act.refresh_from_db()
    if act.state == "draft":
        return
    if act.state == "on_approval":
        raise Impossible(
            "Акт на согласовании: руководитель возвращает его на доработку с причиной."
        )
    requisites = f"№ {act.number or 'б/н'} от {day(act.signed_on)}"
    raise Impossible(
        f"Акт {requisites} подписан и не меняется. Чтобы изменить сказанное в нём, подготовьте "
        "новый акт, а этот отмените."
    )


@action("acts.attach", "приложен подписанный оригинал", needs="acts.draft")
def attach(*, by: Actor, act: Act, original: Kept) -> Told:
    """The scan of a signed act; earlier ones stay."""
    act.refresh_from_db()
    if act.state not in IN_FORCE:
        raise Impossible("Оригинал прикладывают к подписанному акту.")
    kept = keep_file(by, act, "original", original)
    return Told(kept, "cycle.ActFile", kept.pk, {}, {"name": kept.name, "sha256": kept.sha256})


@action("acts.inform", "акт доведён до сведения", needs="acts.draft")
def inform(*, by: Actor, act: Act, whom: str, how: str, on: date) -> Told:
    """Who was told of an act, when and how (AMB-019)."""
    act.refresh_from_db()
    if act.state not in IN_FORCE:
        raise Impossible("Доводят до сведения подписанный акт.")
    told = told_of(by, act, whom, how, on)
    new = {"whom": told.whom, "how": told.how, "on": told.on}
    return Told(told, "cycle.Informed", told.pk, {}, new)


def told_of(by: Actor, act: Act, whom: str, how: str, on: date) -> Informed:
    """A line of who was told, on a day that is neither before the signature nor still to come."""
    if on > timezone.localdate():
        raise Impossible(f"День {day(on)} ещё не наступил.")
    if act.signed_on and on < act.signed_on:
        raise Impossible(f"День {day(on)} раньше подписания акта ({day(act.signed_on)}).")
    return Informed.objects.create(
        act=act, whom=whom.strip(), how=how.strip(), on=on, told_by=by.id
    )


def keep_file(by: Actor, act: Act, kind: str, kept: Kept) -> ActFile:
    """The next file of a kind."""
    last = act.files.filter(kind=kind).aggregate(last=Max("number"))["last"] or 0
    return ActFile.objects.create(
        act=act, kind=kind, number=last + 1, name=kept.name[:200], sha256=kept.sha256,
        size=kept.size, kept_at=timezone.now(), kept_by=by.id,
    )  # fmt: skip
