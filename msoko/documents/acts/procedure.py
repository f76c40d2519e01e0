"""The order of a procedure: goals in the preamble, dates of the monitoring, a method each (5.8)."""

from __future__ import annotations

from datetime import date

from msoko.documents.act_text import Point, Table
from msoko.documents.acts.material import (
    Lack,
    Material,
    Part,
    day,
    empty,
    listed,
    named,
    none_of,
    plain,
    said,
    span,
)
from msoko.documents.requisites import Content

_HEADER = ("№", "Показатель", "Метод сбора и обработки", "Источник данных", "Срок", "Ответственный")


def opening(material: Material) -> tuple[Point, ...]:
    """What is held."""
    text = (
        "Провести мероприятие (процедуру) муниципальной системы оценки качества образования по "
        f"направлению «{material.area}» за {material.year} учебный год."
    )
    return (Point(text),)


def goals(material: Material, content: Content) -> Part:
    """One or several goals of the procedure, in the preamble."""
    entries = material.now.of("goal")
    lacks = (*none_of(material, content, "goal"), *empty(material, content, entries, "title"))
    told = [plain(one.title) for one in entries]
    lines = tuple(f"– {one}{';' if one is not told[-1] else ''}" for one in told)
    return Part(preamble=lines, lacks=lacks)


def dates(material: Material, content: Content) -> Part:
    """When the monitoring is held; typed at the order, for it precedes the monitoring."""
    own = material.own
    lacks = [
        Lack(f"не указано {what} мониторинга", content.clause, own=name)
        for name, what, value in (
            ("starts", "начало", own.starts),
            ("due", "окончание", own.due),
        )
        if value is None
    ]
    if own.starts and own.due and own.due < own.starts:
        lacks.append(Lack("окончание мониторинга раньше начала", content.clause, own="due"))
    point = Point(f"Установить сроки проведения мониторинга: {span(own.starts, own.due)}.")
    late = [
        f"{named(material, one)}: срок сбора {day(one.day('due'))} — вне сроков мониторинга"
        for one in material.now.of("method")
        if _outside(material, one.day("due"))
    ]
    return Part(points=(point,), lacks=tuple(lacks), warnings=tuple(late))


def _outside(material: Material, due: date | None) -> bool:
    starts, end = material.own.starts, material.own.due
    return bool(due and starts and end and not starts <= due <= end)


def methods(material: Material, content: Content) -> Part:
    """A method, its source, date and responsible for every indicator of the cycle."""
    now = material.now
    entries = now.of("method")
    lacks = [
        *none_of(material, content, "indicator"),
        *empty(material, content, entries, "title", "source", "due", "responsible"),
    ]
    rows: list[tuple[str, ...]] = []
    for indicator in now.of("indicator"):
        own = now.following(indicator.ref, "method")
        if not own:
            what = f"{named(material, indicator)}: не назначен метод сбора"
            lacks.append(Lack(what, content.clause, material.stage("method"), kind="method"))
        rows.extend(
            (material.indicator(indicator), one.title, said(one, "source"),
             day(one.day("due")), said(one, "responsible"))
            for one in own
        )  # fmt: skip
    point = Point(
        "Утвердить методы сбора и обработки информации по каждому показателю согласно приложению."
    )
    return Part(points=(point,), blocks=(Table(_HEADER, listed(rows)),), lacks=tuple(lacks))


ANNEX = "Методы сбора и обработки информации по показателям"
PARTS = {"goals": goals, "dates": dates, "methods": methods}
