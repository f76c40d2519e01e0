"""What a file is about, put together from options, content, file name and folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from msoko.facts.codes import ATTEMPTS
from msoko.facts.incoming import Hint
from msoko.problem import Problem
from msoko.sources.reading import words
from msoko.sources.reading.kind import Options
from msoko.sources.sheets import Book
from msoko.vocabulary import PROCEDURES, SUBJECTS, AcademicYear

# How many folders above a file may speak of it: «2021/4/…» does, the disk's root does not.
_FOLDERS = 4
# The check of a file that does not say what it is about and needs the user's word.
UNCLEAR_WORK: Final = "unclear_work"
_ASKED = {
    "subject": ("предмет", "--subject, например --subject math"),
    "grade": ("класс", "--grade, например --grade 4"),
    "year": ("учебный год", "--year, например --year 2024-25"),
    "organisation": ("организация", "--organisation с кодом, например --organisation 223379"),
}
SAID_RU = {
    "subject": "предмет",
    "grade": "класс",
    "year": "учебный год",
    "procedure": "процедура",
    "organisation": "организация",
    "attempt": "период экзамена",
    "exam": "экзамен",
    "exam_level": "уровень экзамена",
    "round": "этап",
    "mapping": "раскладка столбцов",
}
_SOURCES = {"option": "указано", "file": "в файле", "name": "в имени файла", "folder": "в папке"}


@dataclass(frozen=True)
class Work:
    """The work a file tells about."""

    procedure: str
    subject: str
    grade: int
    year: AcademicYear
    exam_level: str | None = None


@dataclass(frozen=True)
class Told:
    """The work, or None when something is not said; the facts shown to the user; problems."""

    work: Work | None
    hints: tuple[Hint, ...]
    problems: tuple[Problem, ...]


def settle(
    book: Book,
    options: Options,
    said: tuple[Hint, ...],
    year_of: Callable[[str], AcademicYear | None] = words.vpr_year,
) -> Told:
    """Subject, grade and year of a work: option before content before file name before folder.

    What none of them says is an error that asks for the option; a name or folder that contradicts
    the content gives a warning, because file names lie (DESIGN §11, trap 9).
    """
    hints: list[Hint] = []
    problems: list[Problem] = []
    for what in ("subject", "grade", "year"):
        found = [*_options(options, what), *(one for one in said if one.what == what)]
        found += list(_outside(book, what, year_of))
        if not found:
            problems.append(unsaid(what))
            continue
        hints.append(found[0])
        problems += _contradictions(found)
    if len(hints) < 3:
        return Told(None, tuple(hints), tuple(problems))
    procedure = options.procedure or "vpr"
    level = next((one.value for one in said if one.what == "exam_level"), None)
    work = Work(
        procedure, hints[0].value, int(hints[1].value), AcademicYear.parse(hints[2].value), level
    )
    rest = [one for one in said if one.what not in _ASKED]
    return Told(work, (*hints, *rest), tuple(problems))


def unsaid(what: str) -> Problem:
    """The error that asks for what neither file nor name nor folder nor option says."""
    ru, option = _ASKED[what]
    said = "чей это файл" if what == "organisation" else f"какой это {ru}"
    return Problem(
        check=UNCLEAR_WORK,
        what=f"не сказано, {said}",
        mend=f"добавьте параметр {option}",
    )


def shown(hint: Hint) -> str:
    """A hint as the user reads it: «Математика», «4», «2020/21», «основной»."""
    if hint.what == "subject":
        return SUBJECTS.get(hint.value, hint.value)
    if hint.what == "procedure":
        return PROCEDURES.get(hint.value, hint.value)
    if hint.what == "year":
        return AcademicYear.parse(hint.value).ru
    if hint.what == "attempt":
        return ATTEMPTS.get(hint.value, hint.value)
    return hint.value


def _options(options: Options, what: str) -> Iterator[Hint]:
    value = getattr(options, what)
    if value is not None:
        yield Hint(what, str(value), "option")


def _outside(
    book: Book, what: str, year_of: Callable[[str], AcademicYear | None]
) -> Iterator[Hint]:
    """What the file's name, then its folders from the nearest up, say."""
    named: dict[str, Callable[[str], object]] = {
        "subject": words.subject_of,
        "grade": words.grade_of,
        "year": year_of,
    }
    stem = book.name.rsplit(".", 1)[0]
    if (value := named[what](stem)) is not None:
        yield Hint(what, str(value), "name")
    in_folder = named | {"grade": words.grade_of_folder}
    for folder in list(reversed(book.path.parent.parts))[:_FOLDERS]:
        if (value := in_folder[what](folder)) is not None:
            yield Hint(what, str(value), "folder")
            return


def _contradictions(found: list[Hint]) -> Iterator[Problem]:
    """A warning for each later source that says something else than the content of the file."""
    taken = found[0]
    if taken.taken_from not in ("option", "file"):
        return
    for other in found[1:]:
        overruled = taken.taken_from == "option" and other.taken_from != "file"
        if other.value != taken.value and not overruled:
            yield Problem(
                check="contradiction",
                what=f"{_ASKED[taken.what][0]}: {_SOURCES[taken.taken_from]} «{shown(taken)}», "
                f"{_SOURCES[other.taken_from]} «{shown(other)}»; взято первое",
                mend=f"проверьте файл; если взято не то, добавьте параметр {_ASKED[taken.what][1]}",
                severity="warning",
            )
            return
