"""What one act says, before any layout: requisites, text, points, annexes, approval sheet.

The requisites are those of ГОСТ Р 7.0.97-2025; the order of parts is the usual one of a municipal
order. Unknown is written as unknown, never guessed: no number is printed «б/н», no
date as a blank to fill in by hand.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from msoko.problem import Problem

NO_NUMBER = "б/н"
NO_DATE = "____"
BLANK = "________________"
# A misspelt key of an act written as JSON is refused, not lost.
_STRICT = {"extra": "forbid"}

# What the act is called in the cases its annexes and clauses need.
ActKind = Literal["распоряжение", "приказ", "постановление", "план", "отчёт"]
DATIVE = {
    "распоряжение": "распоряжению",
    "приказ": "приказу",
    "постановление": "постановлению",
    "план": "плану",
    "отчёт": "отчёту",
}
INSTRUMENTAL = {
    "распоряжение": "распоряжением",
    "приказ": "приказом",
    "постановление": "постановлением",
    "план": "планом",
    "отчёт": "отчётом",
}


@dataclass(frozen=True)
class Table:
    """A real table: a heading row repeated on every page and rows of the same length."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.header) for row in self.rows):
            raise ValueError("a row of a table is not as long as its header")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of running text, or a heading inside an annex."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    text: str
    heading: bool = False


@dataclass(frozen=True)
class Point:
    """A numbered point of the operative part; its own points are numbered 1.1, 1.2 and on."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    text: str
    executor: str = ""
    term: str = ""
    points: tuple[Point, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Annex:
    """An annex; `approved` is the word of its approval («УТВЕРЖДЕНЫ»), "" when it has none."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    title: str
    blocks: tuple[Paragraph | Table, ...] = ()
    approved: str = ""


@dataclass(frozen=True)
class Signatory:
    """Who signs: post and name as printed, «И.О. Фамилия»."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    post: str = ""
    name: str = ""


@dataclass(frozen=True)
class Approver:
    """One line of the approval sheet; an empty date is still to be written by hand."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    post: str
    name: str = ""
    date: datetime.date | None = None


@dataclass(frozen=True)
class ActText:
    """One act whole; `command` is the word that opens the points («ПРИКАЗЫВАЮ:»), "" for none.

    `of_body` is the body in the genitive, as annexes name it: «… к распоряжению администрации …».
    """

    __pydantic_config__: ClassVar[Any] = _STRICT
    body: str
    kind: ActKind
    heading: str
    number: str | None = None
    date: datetime.date | None = None
    place: str = ""
    of_body: str = ""
    preamble: tuple[str, ...] = ()
    command: str = ""
    points: tuple[Point, ...] = ()
    control: str = ""
    signatory: Signatory = field(default_factory=Signatory)
    annexes: tuple[Annex, ...] = ()
    approval: tuple[Approver, ...] = ()


def printed_number(act: ActText) -> str:
    """The number as printed after «№»."""
    return act.number or NO_NUMBER


def printed_date(day: datetime.date | None) -> str:
    """Day, month, year with dots, or a blank."""
    return day.strftime("%d.%m.%Y") if day else NO_DATE


def named(act: ActText, cases: Mapping[str, str]) -> str:
    """«распоряжению администрации ЗАТО Солнечный от 17.08.2021 № 109» in the case asked for."""
    whose = f" {act.of_body}" if act.of_body else ""
    return f"{cases[act.kind]}{whose} от {printed_date(act.date)} № {printed_number(act)}"


def numbered(points: tuple[Point, ...], before: str = "") -> Iterator[tuple[str, Point]]:
    """Every point, nested ones too, with its printed number: «1.», «1.1.»."""
    for place, point in enumerate(points, start=1):
        number = f"{before}{place}."
        yield number, point
        yield from numbered(point.points, number)


def warnings(act: ActText) -> tuple[Problem, ...]:
    """What the reader of the act will see as a blank; none of it stops the act from being made."""
    unknown = (
        (act.number, "номер акта неизвестен, напечатано «б/н»", "внесите номер при подписании"),
        (act.date, f"дата акта неизвестна, напечатано «{NO_DATE}»", "внесите дату при подписании"),
        (act.body, "орган не назван, на бланке пробел", "назовите орган в реквизитах профиля"),
        (act.place, "место издания не названо", "внесите место в реквизиты профиля"),
        (act.signatory.post, "должность подписанта неизвестна", "укажите её при подписании"),
        (act.signatory.name, "подписант не назван", "укажите его при подписании"),
    )
    return tuple(
        Problem("act_requisites", what, mend, severity="warning")
        for value, what, mend in unknown
        if not value
    )


def refusals(act: ActText) -> tuple[Problem, ...]:
    """What no act can be without: the heading is obligatory since ГОСТ Р 7.0.97-2025."""
    found = []
    if not act.heading.strip():
        found.append(
            Problem("act_heading", "у акта нет заголовка к тексту", "впишите заголовок «О …»")
        )
    if not (act.preamble or act.points or act.annexes):
        found.append(Problem("act_text", "в акте нет ни текста, ни приложений", "заполните текст"))
    return tuple(found)
