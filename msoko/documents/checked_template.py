"""Is a Word template fit for acts: safe, with known marks, and printing all an act must show.

A sample with every part is poured into it. What then is not in the text would be lost from every
act: the requisites of ГОСТ Р 7.0.97-2025 and the contents the regulation asks of the act.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from dataclasses import replace

from docx import Document
from docx.oxml.ns import qn

from msoko.documents.act_text import (
    DATIVE,
    ActText,
    Annex,
    Approver,
    Paragraph,
    Point,
    Signatory,
    Table,
    named,
    printed_date,
)
from msoko.documents.marks import problems_of_marks
from msoko.documents.package import problems_of
from msoko.documents.template import fill
from msoko.documents.values import values_of
from msoko.problem import Problem, Severity, has_errors

_TABLE = Table(("Графа образца",), (("Ячейка образца",),), "Таблица образца")
SAMPLE = ActText(
    body="Орган образца",
    kind="распоряжение",
    heading="О заголовке образца",
    number="77-обр",
    date=datetime.date(2025, 8, 17),
    place="Место образца",
    of_body="органа образца",
    preamble=("Преамбула образца",),
    command="СЛОВО ОБРАЗЦА:",
    points=(
        Point("Пункт образца.", executor="исполнитель образца", term="срок образца", table=_TABLE),
    ),
    control="Контроль образца.",
    signatory=Signatory("Должность образца", "О.О. Образцов"),
    annexes=(
        Annex(
            "Приложение образца",
            (
                Paragraph("Подзаголовок образца", heading=True), Paragraph("Абзац образца"),
                Table(("Шапка образца",), (("Клетка образца",),), "Название образца"),
            ),
        ),
    ),
    approval=(Approver("Согласующий образца", "С.С. Согласов", datetime.date(2025, 8, 16)),),
)  # fmt: skip
# What is told of the sample → the mark that prints it, and whether an act cannot do without it.
_SHOWN: tuple[tuple[str, str, bool], ...] = (
    (SAMPLE.body, "{{ орган }}", True),
    (SAMPLE.kind, "{{ вид }}", True),
    (SAMPLE.heading, "{{ заголовок }}", True),
    (str(SAMPLE.number), "{{ номер }}", True),
    (printed_date(SAMPLE.date), "{{ дата }}", True),
    (SAMPLE.place, "{{ место }}", False),
    (SAMPLE.preamble[0], "{{ абзац }} в повторе по «преамбула»", True),
    (SAMPLE.command, "{{ распорядительное_слово }}", False),
    (SAMPLE.points[0].text, "{{ пункт.текст }} в повторе по «пункты»", True),
    (SAMPLE.points[0].executor, "{{ пункт.ответственный }} в повторе по «пункты»", True),
    (SAMPLE.points[0].term, "{{ пункт.срок }} в повторе по «пункты»", True),
    ("Графа образца", "пункт.таблица.графы в повторе по «пункты»", True),
    ("Ячейка образца", "пункт.таблица.строки в повторе по «пункты»", True),
    (SAMPLE.control, "{{ контроль.текст }}", True),
    (SAMPLE.signatory.post, "{{ должность }}", True),
    (SAMPLE.signatory.name, "{{ подписал }}", True),
    (f"Приложение\nк {named(SAMPLE, DATIVE)}", "{{ приложение.гриф }} в повторе по «приложения»",
     True),
    ("Приложение образца", "{{ приложение.заголовок }} в повторе по «приложения»", True),
    ("Подзаголовок образца", "{{ часть.подзаголовок }} в повторе по «приложение.содержание»", True),
    ("Абзац образца", "{{ часть.абзац }} в повторе по «приложение.содержание»", True),
    ("Шапка образца", "часть.таблица.графы в повторе по «приложение.содержание»", True),
    ("Клетка образца", "часть.таблица.строки в повторе по «приложение.содержание»", True),
    (SAMPLE.approval[0].post, "{{ один.должность }} в повторе по «согласование»", False),
)  # fmt: skip
_BARE = replace(SAMPLE, number=None, date=None, points=(Point("Пункт."),), control="", command="",
                annexes=(), approval=())  # fmt: skip


def template_problems(raw: bytes, file: str, is_plan: bool = False) -> tuple[Problem, ...]:
    """Everything wrong with a template at once; empty for a good one.

    What is hostile or cannot be read is told alone: such a file is opened no further. A plan needs
    only its heading and its table.
    """
    found = problems_of(raw, file)
    if found:
        return found
    found = problems_of_marks(raw, file, values_of(SAMPLE))
    if found:
        return found
    whole, told = fill(raw, SAMPLE, file)
    _, of_bare = fill(raw, _BARE, file)
    found = tuple(one for one in dict.fromkeys((*told, *of_bare)) if one.check == "word_template")
    if whole is None or has_errors(found):
        return found
    return tuple(_lost(whole, file, _OF_PLAN if is_plan else _SHOWN))


_Shown = tuple[str, str, bool]
_WHY = {
    True: "это обязательный реквизит или содержание, которого требует положение",
    False: "если это есть в акте, оно пропадёт",
}
_OF_PLAN = tuple(one for one in _SHOWN if one[1] == "{{ заголовок }}" or "пункт.таблица" in one[1])


def _lost(word: bytes, file: str, shown: tuple[_Shown, ...]) -> Iterator[Problem]:
    printed = _plain(_text(word))
    for told, mark, must in shown:
        if _plain(told) not in printed:
            what = f"шаблон не печатает {mark.split(' в повторе')[0]}: {_WHY[must]}"
            severity: Severity = "error" if must else "warning"
            yield Problem("word_template", what, f"добавьте {mark}", severity, file)


def _text(word: bytes) -> str:
    """Every paragraph of the body, the headers and the footers; a line break is a space."""
    document = Document(io.BytesIO(word))
    section = document.sections[0]
    parts = (document.element.body, section.header._element, section.footer._element)
    texts = []
    for paragraph in (one for part in parts for one in part.iter(qn("w:p"))):
        letters = (one.text or "" if one.tag == qn("w:t") else " " for one in paragraph.iter(
            qn("w:t"), qn("w:br"), qn("w:tab")))  # fmt: skip
        texts.append("".join(letters))
    return "\n".join(texts)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
