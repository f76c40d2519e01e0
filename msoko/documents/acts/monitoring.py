"""The order of monitoring: dates of the order of the procedure, participants, use of results."""

from __future__ import annotations

from msoko.cycle.snapshot import EntryNow
from msoko.documents.act_text import Point, Table
from msoko.documents.acts.material import (
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

_KIND = "monitoring"
_HEADER = ("№", "Что наблюдается", "Срок", "Участники")


def opening(material: Material) -> tuple[Point, ...]:
    """What is held."""
    text = (
        f"Провести мониторинг показателей по направлению «{material.area}» за {material.year} "
        "учебный год."
    )
    return (Point(text),)


def dates(material: Material, content: Content) -> Part:
    """The same dates the order of the procedure has set (AMB-303)."""
    entries = material.now.of(_KIND)
    lacks = [
        *none_of(material, content, _KIND),
        *empty(material, content, entries, "title", "starts", "due"),
        *_against_order(material, content, entries),
    ]
    starts = min((d for one in entries if (d := one.day("starts"))), default=None)
    due = max((d for one in entries if (d := one.day("due"))), default=None)
    order = material.earlier.get("procedure_order")
    by_order = ""
    if order is not None:
        number = f" № {order.number}" if order.number else ""
        dated = f" от {order.signed_on:%d.%m.%Y}" if order.signed_on else ""
        by_order = f", установленные актом{dated}{number} «{order.title}»"
    point = Point(f"Мониторинг провести в сроки {span(starts, due)}{by_order}.")
    return Part(points=(point,), lacks=tuple(lacks))


def _against_order(material: Material, content: Content, entries: list[EntryNow]) -> list[Lack]:
    order = material.earlier.get("procedure_order")
    if order is None:
        what = "не подписан акт о проведении мероприятия, который устанавливает сроки мониторинга"
        return [Lack(what, content.clause, document="procedure_order")]
    set_ = span(order.starts, order.due)
    return [
        Lack(
            f"{named(material, one)}: сроки {span(one.day('starts'), one.day('due'))} не совпадают "
            f"с установленными актом о мероприятии ({set_})",
            content.clause, material.stage(_KIND), one.id, _KIND,
        )
        for one in entries
        if (one.day("starts"), one.day("due")) != (order.starts, order.due)
    ]  # fmt: skip


def participants(material: Material, content: Content) -> Part:
    """In whose regard the monitoring is held."""
    entries = material.now.of(_KIND)
    rows = listed(
        (one.title, span(one.day("starts"), one.day("due")),
         material.names(one.said.get("participants")))
        for one in entries
    )  # fmt: skip
    point = Point("Определить участников мониторинга согласно приложению.")
    lacks = tuple(empty(material, content, entries, "participants"))
    return Part(points=(point,), blocks=(Table(_HEADER, rows),), lacks=lacks)


def use_of_results(material: Material, content: Content) -> Part:
    """What the results are used for."""
    entries = material.now.of(_KIND)
    told = dict.fromkeys(
        said(one, "use_of_results") for one in entries if one.filled("use_of_results")
    )
    points = tuple(Point(text) for text in told)
    lacks = tuple(empty(material, content, entries, "use_of_results"))
    if len(points) == 1:
        return Part(
            points=(Point(f"Результаты мониторинга использовать: {points[0].text}"),), lacks=lacks
        )
    return Part(
        points=(Point("Результаты мониторинга использовать следующим образом:", points=points),),
        lacks=lacks,
    )


ANNEX = "Участники и сроки мониторинга"
PARTS = {"dates": dates, "participants": participants, "use_of_results": use_of_results}
