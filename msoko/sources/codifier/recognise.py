"""Headings of a codifier of tasks, and of the lists of codes that lie beside it."""

from __future__ import annotations

from msoko.sources.reading import Recognition
from msoko.sources.reading.headers import Header, Heading, find
from msoko.sources.sheets import Book, Sheet

TASKS = {
    "item": Heading("№ КИМ", r"№ (по )?ким\w*|номер задания|№ задания|задание"),
    "position": Heading("№", r"№( п/п)?|порядковый номер.*", required=False),
    "skill": Heading("Умения, виды деятельности", r"(проверяемые )?умения.*"),
    "content": Heading(
        "Блоки ПООП", r"блоки пооп.*|элементы? содержания.*|.*планируемы\w* результат.*"
    ),
    "difficulty": Heading("Уровень сложности", r"уровень сложности.*"),
    "largest": Heading(
        "Максимальный балл за выполнение задания", r"(максимальный|наибольший) балл.*"
    ),
    "content_code": Heading("Код КЭС", r"код кэс", required=False),
    "skill_code": Heading("Код КТ", r"код кт", required=False),
}
CODES = {
    "code": Heading("Код"),
    "meaning": Heading("Проверяемые элементы содержания", r"проверяемые .*|основные умения .*"),
}


def header_of(book: Book) -> tuple[Sheet, Header] | None:
    """The sheet that has most of the headings of a codifier of tasks."""
    found = [(sheet, find(sheet, TASKS)) for sheet in book.sheets if sheet.n_rows]
    return max(found, key=lambda one: one[1].share, default=None)


def codes_header(book: Book) -> tuple[Sheet, Header] | None:
    """The sheet of a list of codes («KS», «KT»)."""
    found = [(sheet, find(sheet, CODES)) for sheet in book.sheets if sheet.n_rows]
    return next((one for one in found if not one[1].missing), None)


def recognise(book: Book) -> Recognition | None:
    """By the headings of either table."""
    if (known := codes_header(book)) is not None and known[0].n_columns < len(TASKS) + 2:
        return Recognition("codifier", sheet=known[0].name)
    if (found := header_of(book)) is None:
        return None
    sheet, header = found
    return Recognition("codifier", (), header.share, sheet.name, header.missing)
