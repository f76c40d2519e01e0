"""What a template may show: an act under the Russian names a methodologist writes in Word."""

from __future__ import annotations

from typing import Any

from msoko.documents.act_text import (
    BLANK,
    DATIVE,
    INSTRUMENTAL,
    ActText,
    Annex,
    Approver,
    Paragraph,
    Point,
    Table,
    named,
    numbered,
    printed_date,
    printed_number,
)
from msoko.documents.sandbox import Budget, Fields, Items, Shown

# Name in the template → what it is; the reference page of acts prints this list.
NAMES = {
    "орган": "орган, издающий акт",
    "вид": "вид акта: распоряжение, приказ, постановление",
    "номер": "номер акта; пока его нет — «б/н»",
    "дата": "дата акта; пока её нет — «____»",
    "место": "место издания",
    "заголовок": "заголовок к тексту",
    "преамбула": "абзацы констатирующей части",
    "распорядительное_слово": "«ПРИКАЗЫВАЮ:» и подобное, может быть пустым",
    "пункты": "пункты: номер, текст, ответственный, срок, таблица",
    "контроль": "последний пункт — о контроле: номер, текст; может быть пустым",
    "должность": "должность подписанта",
    "подписал": "инициалы и фамилия подписанта",
    "приложения": "приложения: номер, гриф, заголовок, содержание",
    "согласование": "лист согласования: должность, имя, дата",
}


def values_of(act: ActText) -> dict[str, Any]:
    """The names of NAMES with the values of an act; lists share one budget of repeats."""
    budget = Budget()
    points = [_point(number, point, budget) for number, point in numbered(act.points)]
    control = {"номер": f"{len(act.points) + 1}.", "текст": _text(act.control)}
    several = len(act.annexes) > 1
    annexes = [
        _annex(act, annex, number if several else 0, budget)
        for number, annex in enumerate(act.annexes, start=1)
    ]
    values: dict[str, Any] = {
        "орган": _text(act.body or BLANK),
        "вид": _text(act.kind),
        "номер": _text(printed_number(act)),
        "дата": _text(printed_date(act.date)),
        "место": _text(act.place),
        "заголовок": _text(act.heading),
        "преамбула": Items([_text(one) for one in act.preamble], budget),
        "распорядительное_слово": _text(act.command),
        "пункты": Items(points, budget),
        "контроль": Fields("контроль", control) if act.control else _text(""),
        "должность": _text(act.signatory.post or BLANK),
        "подписал": _text(act.signatory.name or BLANK),
        "приложения": Items(annexes, budget),
        "согласование": Items([_approver(one) for one in act.approval], budget),
    }
    return values


def _text(text: str) -> Shown:
    """Without what XML cannot hold and without docxtpl's marks of pages and paragraphs."""
    return Shown("".join(letter for letter in text if letter >= " " or letter in "\n\t"))


def _point(number: str, point: Point, budget: Budget) -> Fields:
    return Fields(
        "пункт",
        {
            "номер": _text(number),
            "текст": _text(point.text),
            "ответственный": _text(point.executor),
            "срок": _text(point.term),
            "таблица": _table(point.table, budget),
        },
    )


def _annex(act: ActText, annex: Annex, number: int, budget: Budget) -> Fields:
    which = f" № {number}" if number else ""
    stamp = f"Приложение{which}\nк {named(act, DATIVE)}"
    if annex.approved:
        stamp = f"Приложение{which}\n{annex.approved}\n{named(act, INSTRUMENTAL)}"
    return Fields(
        "приложение",
        {
            "номер": _text(str(number) if number else ""),
            "гриф": _text(stamp),
            "заголовок": _text(annex.title),
            "содержание": Items([_block(block, budget) for block in annex.blocks], budget),
        },
    )


def _block(block: Paragraph | Table, budget: Budget) -> Fields:
    told = block.text if isinstance(block, Paragraph) else ""
    heading = isinstance(block, Paragraph) and block.heading
    return Fields(
        "часть приложения",
        {
            "подзаголовок": _text(told if heading else ""),
            "абзац": _text("" if heading else told),
            "таблица": _table(block if isinstance(block, Table) else None, budget),
        },
    )


def _table(table: Table | None, budget: Budget) -> Fields | Shown:
    if table is None:
        return _text("")
    rows = [
        Fields("строка", {"ячейки": Items([_text(cell) for cell in row], budget)})
        for row in table.rows
    ]
    return Fields(
        "таблица",
        {
            "название": _text(table.caption),
            "графы": Items([_text(name) for name in table.header], budget),
            "строки": Items(rows, budget),
        },
    )


def _approver(one: Approver) -> Fields:
    day = printed_date(one.date) if one.date else ""
    said = {"должность": _text(one.post), "имя": _text(one.name), "дата": _text(day)}
    return Fields("согласующий", said)
