"""The roadmap as a table: one wording for a workbook, a document and what was approved."""

from __future__ import annotations

from collections.abc import Iterable

from web.roadmap.listed import Asked
from web.roadmap.plan import Line
from web.ui.numbers import day
from web.ui.sheet import Sheet, origin

HEADINGS = (
    "№", "Мероприятие", "Направление", "Срок", "Срок (день)", "Ответственные", "Состояние",
    "Выполнили", "Из", "Основание",
)  # fmt: skip
BY_DUTY = (
    "№", "Мероприятие", "Срок", "Ответственный", "Организация", "Состояние", "Выполнено",
    "Примечание",
)  # fmt: skip


def of_lines(asked: Asked) -> Sheet:
    """One line a row, with how many of those who answer have done it."""
    rows = tuple(
        (one.row.number or "", text_of(one), one.area, one.when, day_of(one), one.who,
         one.state_ru, one.standing.closed, one.standing.total, one.clause)
        for one in asked.lines
    )  # fmt: skip
    return Sheet(f"дорожная-карта-{asked.year}", title_of(asked), HEADINGS, rows, notes(asked))


def of_duties(asked: Asked) -> Sheet:
    """One row for everybody who answers for a line."""
    rows = tuple(
        (line.row.number or "", text_of(line), line.when,
         one.duty.responsible, one.duty.organisation and one.name, one.state_ru,
         day(one.mark.done_on) if one.mark and one.mark.done_on else "",
         one.mark.note if one.mark else "")
        for line in asked.lines
        for one in line.held
    )  # fmt: skip
    name = f"дорожная-карта-{asked.year}-исполнители"
    return Sheet(name, title_of(asked), BY_DUTY, rows, notes(asked))


def approved_rows(found: Iterable[Line]) -> list[dict[str, str]]:
    """Lines as they are kept when the plan is approved."""
    return [
        {
            "№": one.row.number or "", "Мероприятие": text_of(one),
            "Объекты оценки": one.own.about if one.own else "", "Срок": one.when,
            "Ответственные": one.who, "Ожидаемый результат": one.row.result or "",
        }
        for one in found
    ]  # fmt: skip


def of_approved(asked: Asked) -> Sheet | None:
    """The plan as it was approved; None while it is a draft."""
    if asked.record is None or not asked.record.frozen:
        return None
    head = tuple(asked.record.frozen[0])
    rows = tuple(tuple(str(row.get(name, "")) for name in head) for row in asked.record.frozen)
    name = f"дорожная-карта-{asked.year}-утверждённая"
    return Sheet(name, title_of(asked), head, rows, notes(asked))


def text_of(one: Line) -> str:
    """The whole wording; titles of the list may be cut."""
    return one.row.text or one.row.title


def day_of(one: Line) -> str:
    """The day, empty where nobody has named one."""
    return day(one.occurrence.due) if one.occurrence.due else ""


def title_of(asked: Asked) -> str:
    """«Дорожная карта на 2025 год: Анивский городской округ»."""
    return f"Дорожная карта на {asked.year} год: {asked.place}"


def act_words(asked: Asked) -> str:
    """«утверждена: приказ от 10.01.2025 № 5»; unknown number is «б/н», nothing is made up."""
    record = asked.record
    if record is None or record.state != "approved":
        return "проект"
    on = f" от {day(record.approved_on)}" if record.approved_on else ""
    return f"утверждена: {record.kind or 'акт'}{on} № {record.number or 'б/н'}"


def notes(asked: Asked) -> tuple[tuple[str, str], ...]:
    """What the table is and when it was made."""
    return (
        ("Состояние карты", act_words(asked)),
        ("Строк", str(len(asked.lines))),
        *origin(),
    )
