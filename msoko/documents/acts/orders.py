"""Orders of actions and of decisions: what, until when, who answers, who takes part."""

from __future__ import annotations

from msoko.cycle.snapshot import EntryNow
from msoko.documents.act_text import Point, Table
from msoko.documents.acts.material import (
    Earlier,
    Lack,
    Material,
    Part,
    empty,
    listed,
    named,
    none_of,
    said,
    span,
)
from msoko.documents.requisites import Content

_HEADER = ("№", "{}", "Основание", "Срок", "Ответственный", "Участники")


def _kind(material: Material) -> str:
    return "action" if material.document.id == "actions_order" else "decision"


def opening(material: Material) -> tuple[Point, ...]:
    """Nothing before the measures themselves."""
    return ()


def based_on(material: Material, content: Content) -> Part:
    """Actions the approved recommendations provide for."""
    now, entries = material.now, material.now.of("action")
    lacks = list(none_of(material, content, "action"))
    warnings: list[str] = []
    if now.comes_before("recommendation", "action"):
        if "recommendations" not in material.earlier:
            what = "не подписан акт об утверждении адресных рекомендаций"
            lacks.append(Lack(what, content.clause, document="recommendations"))
        for one in entries:
            if not _grounds(material, one, "recommendation"):
                what = f"{named(material, one)}: не связана с адресной рекомендацией"
                lacks.append(Lack(what, content.clause, material.stage("action"), one.id, "action"))
    warnings.extend(
        f"{named(material, one)}: уже проведена, а акт издаётся до начала мер"
        for one in entries
        if one.state == "done"
    )
    text = "Принять меры и провести мероприятия, предусмотренные адресными рекомендациями"
    point = Point(f"{text}{_by(material.earlier.get('recommendations'))}, согласно приложению.")
    table = _table(material, entries, "Мера, мероприятие", "recommendation")
    return Part(points=(point,), blocks=(table,), lacks=tuple(lacks), warnings=tuple(warnings))


def approval(material: Material, content: Content) -> Part:
    """Decisions taken and approved."""
    entries = material.now.of("decision")
    lacks = (*none_of(material, content, "decision"), *empty(material, content, entries, "title"))
    point = Point(
        f"Утвердить управленческие решения по направлению «{material.area}», принятые по итогам "
        f"проведённых мероприятий и принятых мер за {material.year} учебный год (прилагаются)."
    )
    table = _table(material, entries, "Решение", "action", "finding")
    return Part(points=(point,), blocks=(table,), lacks=lacks)


def _by(act: Earlier | None) -> str:
    if act is None:
        return ""
    dated = f" от {act.signed_on:%d.%m.%Y}" if act.signed_on else ""
    number = f" № {act.number}" if act.number else ""
    return f" (акт{dated}{number})" if dated or number else ""


def _table(material: Material, entries: list[EntryNow], what: str, *grounds: str) -> Table:
    rows = listed(
        (one.title, _grounds(material, one, *grounds), span(one.day("starts"), one.day("due")),
         said(one, "responsible"), material.names(one.said.get("participants")))
        for one in entries
    )  # fmt: skip
    return Table(tuple(name.format(what) for name in _HEADER), rows)


def _grounds(material: Material, entry: EntryNow, *kinds: str) -> str:
    before = [one.title for one in material.now.of(*kinds) if one.ref in entry.links]
    keys = {link.removeprefix("finding:") for link in entry.links if link.startswith("finding:")}
    if "finding" in kinds:
        before.extend(one.sentence for one in material.now.findings if one.key in keys)
    return "; ".join(before)


def dates(material: Material, content: Content) -> Part:
    """A deadline for each."""
    kind = _kind(material)
    entries = material.now.of(kind)
    wrong = tuple(
        Lack(f"{named(material, one)}: срок раньше начала", content.clause,
             material.stage(kind), one.id, kind)
        for one in entries
        if (starts := one.day("starts")) and (due := one.day("due")) and due < starts
    )  # fmt: skip
    return Part(lacks=(*empty(material, content, entries, "due"), *wrong))


def responsible(material: Material, content: Content) -> Part:
    """Who answers for each."""
    entries = material.now.of(_kind(material))
    return Part(lacks=tuple(empty(material, content, entries, "responsible")))


def participants(material: Material, content: Content) -> Part:
    """Who takes part in each."""
    entries = material.now.of(_kind(material))
    return Part(lacks=tuple(empty(material, content, entries, "participants")))


ACTIONS_ANNEX = "Меры и мероприятия"
DECISIONS_ANNEX = "Управленческие решения"
_SAME = {"dates": dates, "responsible": responsible, "participants": participants}
ACTIONS = {"based_on": based_on, **_SAME}
DECISIONS = {"approval": approval, **_SAME}
