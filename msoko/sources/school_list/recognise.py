"""Headings of a list of organisations and nothing about pupils."""

from __future__ import annotations

from msoko.sources.reading import Recognition
from msoko.sources.reading.headers import Header, Heading, find
from msoko.sources.sheets import Book, Sheet

HEADINGS = {
    "code": Heading("логин", r"логин( школы| оо| фис око)?|код( оо| организации| школы)?"),
    "name": Heading(
        "имя",
        r"имя|(краткое |полное |сокращ[её]нное )?(название|наименование)( оо| организации| школы)?",
    ),
    "municipality": Heading(
        "муниципалитет",
        r"муниципалитет|регион|район|муниципальн\w* (образование|район|округ)|мсу|мо",
        required=False,
    ),
    "region": Heading("субъект РФ", r"субъект( рф)?|субъект российской федерации", required=False),
    "inn": Heading("ИНН", r"инн( организации| оо)?", required=False),
    "oge_code": Heading("Код ОГЭ", r"код огэ", required=False),
    "ege_code": Heading("Код ЕГЭ", r"код егэ", required=False),
    "kind": Heading("Вид организации", r"вид( организации)?|тип организации", required=False),
    "cluster": Heading("Группа", r"группа|кластер", required=False),
}
# A list of organisations is short of columns; a table of pupils that has a login is none.
_WIDEST = 15
_PUPILS = ("вариант", "отметка", "фамилия", "балл", "код участника", "класс", "маркер")


def header_of(book: Book) -> tuple[Sheet, Header] | None:
    """The visible sheet with most of the headings and none of a table of pupils."""
    found = []
    for sheet in book.sheets:
        if sheet.hidden or not sheet.n_rows or sheet.n_columns > _WIDEST:
            continue
        header = find(sheet, HEADINGS)
        texts = [(text or "").lower() for text in header.texts]
        if not any(word in text for text in texts for word in _PUPILS):
            found.append((sheet, header))
    return max(found, key=lambda one: one[1].share, default=None)


def recognise(book: Book) -> Recognition | None:
    """Sure of less than other kinds are: the same headings stand in richer files too."""
    found = header_of(book)
    if found is None or not found[1].columns:
        return None
    sheet, header = found
    return Recognition("school_list", (), 0.9 * header.share, sheet.name, header.missing)
