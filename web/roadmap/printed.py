"""The roadmap as a plan in Word: a real table on the form of the municipality."""

from __future__ import annotations

from collections.abc import Sequence

from msoko.documents.act_text import ActText, Point, Signatory, Table
from msoko.documents.requisites import act_forms
from msoko.documents.template import fill
from msoko.documents.templates import read_template, template_path
from msoko.problem import Problem
from web import regulation
from web.roadmap.listed import Asked
from web.roadmap.plan import Line
from web.roadmap.sheets import text_of

# Heading → what of a line stands under it; a column nobody has filled is not printed.
_ALWAYS = ("№", "Мероприятие", "Срок", "Ответственные")
_HEADS = ("authority_head", "head_of_authority")
_ORDER = ("№", "Мероприятие", "Объекты оценки", "Срок", "Ответственные", "Ожидаемый результат")


def word_of(asked: Asked) -> tuple[bytes | None, tuple[Problem, ...]]:
    """The plan as a Word file, or None with what is wrong with the template of the profile."""
    path = template_path(regulation.folder(), "roadmap")
    template, unread = read_template(path)
    if unread:
        return None, unread
    return fill(template, text_of_plan(asked), path.name)


def text_of_plan(asked: Asked) -> ActText:
    """What the plan says: the body whose head approves it, the act that did, its rows.

    The head of the authority approves the plan, whoever issues the other acts (AMB-020).
    """
    profile = regulation.profile()
    form = act_forms(profile, regulation.folder()).requisites
    record = asked.record if asked.is_approved else None
    return ActText(
        body=profile.texts.municipality.authority or "", kind="план", place=form.place or "",
        heading=f"мероприятий («дорожная карта») на {asked.year} год",
        number=record.number or None if record else None,
        date=record.approved_on if record else None,
        points=(Point("Мероприятия:", table=_table(asked.lines)),),
        signatory=Signatory(_post()),
    )  # fmt: skip


def _post() -> str:
    """The post of the head as the profile calls it; empty where it does not."""
    roles = {one.id: one.title for one in regulation.profile().texts.general.roles}
    return next((roles[name] for name in _HEADS if name in roles), "")


def _table(lines: Sequence[Line]) -> Table:
    rows = [_cells(one) for one in lines]
    head = tuple(n for n in _ORDER if n in _ALWAYS or any(row[n] for row in rows))
    return Table(head, tuple(tuple(row[name] for name in head) for row in rows))


def _cells(one: Line) -> dict[str, str]:
    return {
        "№": one.row.number or "", "Мероприятие": text_of(one),
        "Объекты оценки": one.own.about if one.own else "", "Срок": one.when,
        "Ответственные": one.who, "Ожидаемый результат": one.row.result or "",
    }  # fmt: skip
