"""Headings of the matrix of final marks and of its aggregated form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from msoko.sources.reading import Recognition
from msoko.sources.reading.headers import Header, Heading, find
from msoko.sources.reading.words import subject_of
from msoko.sources.sheets import Book, Sheet

MATRIX = {
    "class": Heading("Класс"),
    "pupil": Heading(
        "Обучающийся",
        r"фио( (обучающегося|ученика))?|обучающийся|ученик|учащийся|код (обучающегося|ученика)"
        r"|фамилия,? имя(,? отчество)?|фамилия и имя( обучающегося)?",
    ),
    "school": Heading(
        "Школа", r"школа|оо|организация|код (оо|организации|школы)|логин", required=False
    ),
}  # fmt: skip
SHARES = {
    "class": Heading("Класс"),
    "success": Heading("% успеваемости", r"(%|процент|доля) успеваемости(, %)?|успеваемость,? ?%?"),
    "quality": Heading(
        "% качества", r"(%|процент|доля) качества( знаний)?(, %)?|качество( знаний)?,? ?%?"
    ),
    "school": MATRIX["school"],
    "pupils": Heading(
        "Обучающихся", r"(количество|число|всего) (обучающихся|учеников)", required=False
    ),
}
# With fewer headings that name a subject it is some other table of pupils.
_SUBJECTS = 2


@dataclass(frozen=True)
class Layout:
    """The sheet, its headings, and for a matrix the subject of each mark column."""

    sheet: Sheet
    header: Header
    subjects: Mapping[int, str] = field(default_factory=dict)


def matrix_of(book: Book) -> Layout | None:
    """The visible sheet with class, pupil and at least two subjects."""
    for sheet in book.sheets:
        if sheet.hidden or not sheet.n_rows:
            continue
        header = find(sheet, MATRIX)
        subjects = _subjects(header)
        if not header.missing and len(subjects) >= _SUBJECTS:
            return Layout(sheet, header, subjects)
    return None


def shares_of(book: Book) -> Layout | None:
    """The visible sheet with class, success and quality."""
    found = [
        Layout(sheet, find(sheet, SHARES))
        for sheet in book.sheets
        if not sheet.hidden and sheet.n_rows
    ]
    return next((layout for layout in found if not layout.header.missing), None)


def recognise(book: Book) -> Recognition | None:
    """By the headings of either form."""
    layout = matrix_of(book) or shares_of(book)
    return None if layout is None else Recognition("journal_matrix", sheet=layout.sheet.name)


def _subjects(header: Header) -> dict[int, str]:
    """Headings that name one subject each; the first of two columns of one subject counts."""
    found: dict[int, str] = {}
    for place, text in enumerate(header.texts):
        if place in header.columns.values() or text is None:
            continue
        subject = subject_of(text)
        if subject is not None and subject not in found.values():
            found[place] = subject
    return found
