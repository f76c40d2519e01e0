"""Targeted recommendations: to whom, on what ground, and the three sections always (AMB-302)."""

from __future__ import annotations

from msoko.cycle.snapshot import EntryNow
from msoko.documents.act_text import Paragraph, Point, Table
from msoko.documents.acts.material import (
    Lack,
    Material,
    Part,
    day,
    empty,
    listed,
    named,
    none_of,
    said,
)
from msoko.documents.requisites import Content

_KIND = "recommendation"
_HEADER = ("№", "Кому", "Рекомендация", "Основание: вывод анализа", "Исполнить до")
_PERSON = "лицо, названное в карточке рекомендации"


def opening(material: Material) -> tuple[Point, ...]:
    """Nothing before the approval itself."""
    return ()


def approval(material: Material, content: Content) -> Part:
    """The recommendations themselves, approved by the act."""
    entries = material.now.of(_KIND)
    lacks = [*none_of(material, content, _KIND), *empty(material, content, entries, "title")]
    stage = material.stage(_KIND)
    for one in entries:
        if not _addressee(material, one):
            what = f"{named(material, one)}: не указан адресат"
            lacks.append(Lack(what, content.clause, stage, one.id, _KIND))
        if not _ground(material, one):
            what = f"{named(material, one)}: не связана с подтверждённым выводом анализа"
            lacks.append(Lack(what, content.clause, stage, one.id, _KIND))
    rows = listed(
        (_addressee(material, one), one.title, _ground(material, one), day(one.day("due")))
        for one in entries
    )
    point = Point(
        "Утвердить адресные рекомендации по итогам анализа показателей по направлению "
        f"«{material.area}» за {material.year} учебный год (прилагаются)."
    )
    hidden = "в рекомендации назван человек: в акте вместо имени «лицо, названное в карточке»"
    warnings = (hidden,) if any(one.filled("person") for one in entries) else ()
    return Part(
        points=(point,), blocks=(Table(_HEADER, rows),), lacks=tuple(lacks), warnings=warnings
    )


def _addressee(material: Material, entry: EntryNow) -> str:
    """Organisations, a group, a person; the name of a person does not go into an act."""
    parts = [material.names(entry.said.get("addressees")), said(entry, "group")]
    parts.append(_PERSON if entry.filled("person") else "")
    return "; ".join(part for part in parts if part)


def _ground(material: Material, entry: EntryNow) -> str:
    """What the analysis found, or the note that it found nothing of the kind."""
    now = material.now
    found = [
        one.sentence
        for one in now.findings
        if one.state == "confirmed" and f"finding:{one.key}" in entry.links
    ]
    return " ".join([*found, *(one.title for one in now.of("lack") if one.ref in entry.links)])


def _section(heading: str, name: str, material: Material, content: Content) -> Part:
    """A section that is always there, with «нет» where nothing is used."""
    entries = material.now.of(_KIND)
    rows = listed((one.title, said(one, name)) for one in entries)
    blocks = (Paragraph(heading, heading=True), Table(("№", "Рекомендация", heading), rows))
    return Part(blocks=blocks, lacks=tuple(empty(material, content, entries, name)))


def good_practices(material: Material, content: Content) -> Part:
    """How good practices are used."""
    return _section("Использование успешных практик", "practices", material, content)


def methodical_materials(material: Material, content: Content) -> Part:
    """Methodical materials made from the results of the analysis."""
    return _section("Методические материалы", "materials", material, content)


def other(material: Material, content: Content) -> Part:
    """Other documents."""
    return _section("Иные документы", "documents", material, content)


ANNEX = "Адресные рекомендации"
PARTS = {
    "approval": approval,
    "good_practices": good_practices,
    "methodical_materials": methodical_materials,
    "other": other,
}
