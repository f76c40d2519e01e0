"""The review of effectiveness: what was done, when it was judged, a conclusion each, the problem.

The act that approves it is not named in the text: an order of the administration (AMB-310).
"""

from __future__ import annotations

from msoko.cycle.kinds import KINDS
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
    span,
)
from msoko.documents.acts.progress import moved, targets
from msoko.documents.requisites import Content

_DONE = ("№", "Мера, мероприятие, решение", "Вид", "Срок", "Исполнено", "Участники")
_JUDGED = ("№", "Что оценивалось", "Срок анализа", "Вывод")


def opening(material: Material) -> tuple[Point, ...]:
    """What is approved."""
    text = (
        f"Утвердить анализ эффективности мер, принятых по направлению «{material.area}» за "
        f"{material.year} учебный год (прилагается)."
    )
    return (Point(text),)


def description(material: Material, content: Content) -> Part:
    """Actions and decisions that were taken, and the deadlines moved on the way."""
    entries = material.now.of("action", "decision")
    lacks = () if entries else none_of(material, content, "action")
    rows = listed(
        (one.title, KINDS[one.kind].ru, span(one.day("starts"), one.day("due")),
         day(one.day("done_on")), material.names(one.said.get("participants")))
        for one in entries
    )  # fmt: skip
    head = Paragraph("Меры, мероприятия и управленческие решения", heading=True)
    return Part(blocks=(head, Table(_DONE, rows), *moved(material)), lacks=lacks)


def dates(material: Material, content: Content) -> Part:
    """When each was judged."""
    entries = material.now.of("review")
    return Part(lacks=tuple(empty(material, content, entries, "starts", "due")))


def conclusions(material: Material, content: Content) -> Part:
    """A conclusion about each of them, and whether the targets of the cycle are reached."""
    now, reviews = material.now, material.now.of("review")
    lacks = list(empty(material, content, reviews, "conclusion"))
    for one in now.of("action", "decision"):
        if not now.following(one.ref, "review"):
            what = f"{named(material, one)}: нет вывода об эффективности"
            lacks.append(Lack(what, content.clause, material.stage("review"), kind="review"))
    rows = listed(
        (one.title, span(one.day("starts"), one.day("due")), said(one, "conclusion"))
        for one in reviews
    )
    head = Paragraph("Выводы по каждой мере, мероприятию и решению", heading=True)
    open_ = [one for one in reviews if one.state != "concluded"]
    warnings = tuple(f"{named(material, one)}: вывод ещё не закреплён" for one in open_)
    blocks = (head, Table(_JUDGED, rows), *targets(material))
    return Part(blocks=blocks, lacks=tuple(lacks), warnings=warnings)


def problem(material: Material, content: Content) -> Part:
    """The problem the next cycle starts from."""
    entries = material.now.of("problem")
    lacks = (
        *none_of(material, content, "problem"),
        *empty(material, content, entries, "title", "proposal"),
    )
    rows = listed((one.title, said(one, "proposal")) for one in entries)
    head = Paragraph(
        "Проблема, которая ложится в основу нового управленческого цикла", heading=True
    )
    table = Table(("№", "Проблема", "Предлагаемая цель нового цикла"), rows)
    return Part(blocks=(head, table), lacks=lacks)


ANNEX = "Анализ эффективности принятых мер"
PARTS = {
    "description": description,
    "dates": dates,
    "conclusions": conclusions,
    "problem": problem,
}
