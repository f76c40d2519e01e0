"""Headings of a questionnaire: a login and many known questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from msoko.sources.context_form.questions import Question, asked, question_of
from msoko.sources.reading import Recognition
from msoko.sources.sheets import Book, Sheet

# Columns that are about the organisation itself: asked words → what they are.
ABOUT = {
    "логин": "login", "пользователь": "login", "название оо": "name", "школа": "school",
    "муниципалитет": "municipality", "регион": "region", "инн": "inn", "код огэ": "oge_code",
    "код егэ": "ege_code", "дата загрузки": "loaded",
    "сокращенное наименование оо (при наличии) (по уставу)": "short_name",
}  # fmt: skip
# The shortest part of a questionnaire met (general part of 2022) has six known questions.
_ENOUGH = 5
_WITHIN = 5


@dataclass(frozen=True)
class Layout:
    """The sheet, row of the headings from 0, columns about the organisation, and questions."""

    sheet: Sheet
    row: int
    about: Mapping[str, int]
    questions: Mapping[int, Question]


def layout_of(book: Book) -> Layout | None:
    """The visible sheet and row with most questions, when it has a login and enough of them."""
    layouts = [
        layout
        for sheet in book.sheets
        if not sheet.hidden
        for row in range(min(_WITHIN, sheet.n_rows))
        if "login" in (layout := _layout(sheet, row)).about and len(layout.questions) >= _ENOUGH
    ]
    return max(layouts, key=lambda layout: len(layout.questions), default=None)


def recognise(book: Book) -> Recognition | None:
    """By the questions."""
    layout = layout_of(book)
    return None if layout is None else Recognition("context_form", sheet=layout.sheet.name)


def _layout(sheet: Sheet, row: int) -> Layout:
    about: dict[str, int] = {}
    questions: dict[int, Question] = {}
    for place, text in enumerate(sheet.row(row)):
        if (what := ABOUT.get(asked(text))) is not None:
            about.setdefault(what, place)
        elif (question := question_of(text)) is not None:
            questions[place] = question
    return Layout(sheet, row, about, questions)
