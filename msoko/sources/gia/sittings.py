"""Who sat which exam: sections split by exam, with procedure, level, period settled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from msoko.facts.incoming import Hint
from msoko.problem import Problem
from msoko.sources.gia.exams import Exam, attempt_of, exam_of, exam_of_name
from msoko.sources.gia.sections import Section, sections_of
from msoko.sources.reading import Options
from msoko.sources.reading.told import UNCLEAR_WORK
from msoko.sources.reading.words import grade_of_folder
from msoko.sources.sheets import Book
from msoko.sources.sheets.book import address
from msoko.vocabulary import PROCEDURES

_GIA = ("oge", "ege", "gve")


@dataclass(frozen=True, eq=False)
class Sitting:
    """Lines of one exam in one section."""

    section: Section
    exam: Exam
    procedure: str
    grade: int
    attempt: str

    @property
    def exam_level(self) -> str | None:
        """ЕГЭ in mathematics has two levels; other exams have none."""
        if (self.procedure, self.exam.subject) != ("ege", "math"):
            return None
        return self.exam.exam_level or "profile"

    @property
    def prefix(self) -> str:
        """Which exam database the code of the school is from: of grade 9 or of grade 11."""
        return "oge:" if self.grade == 9 else "ege:"


@dataclass(frozen=True)
class Sittings:
    """All sittings of a book, what was taken from outside the file, and what is unclear."""

    found: tuple[Sitting, ...]
    hints: tuple[Hint, ...]
    problems: tuple[Problem, ...]


def sittings_of(book: Book, options: Options) -> Sittings:
    """Exam by title, else by the column «Экзамен», else by the file's name (normalized CSV)."""
    found: list[Sitting] = []
    problems: list[Problem] = []
    hints: dict[tuple[str, str], Hint] = {}
    stem = book.name.rsplit(".", 1)[0]
    named = exam_of_name(stem)
    for section in _sections(book):
        for part, exam, told in _split(section, named):
            if exam is None:
                problems.append(_unknown_exam(part))
                continue
            sitting, said = _settled(part, exam, told, stem, options)
            found.append(sitting)
            hints |= {(hint.what, hint.value): hint for hint in said}
    return Sittings(tuple(found), tuple(hints.values()), tuple(problems))


def _sections(book: Book) -> Iterator[Section]:
    for sheet in book.sheets:
        if not sheet.hidden:
            yield from (section for section in sections_of(sheet) if len(section.lines))


def _split(section: Section, named: Exam | None) -> Iterator[tuple[Section, Exam | None, bool]]:
    """Parts with one exam each; the flag says that the exam stands in the file itself."""
    if "exam" not in section.header.columns:
        yield section, section.title or named, section.title is not None
        return
    column = section.column("exam")
    for code in np.unique(column.codes):
        part = replace(section, lines=section.lines[column.codes == code])
        yield part, exam_of(column.words[code] or ""), True


def _settled(
    section: Section, exam: Exam, told: bool, stem: str, options: Options
) -> tuple[Sitting, list[Hint]]:
    if options.subject:
        exam = replace(exam, subject=options.subject)
    grade = _grade(section)
    procedure = options.procedure if options.procedure in _GIA else None
    if procedure is None:
        procedure = "gve" if exam.state_final else ("oge" if grade == 9 else "ege")
    grade = 9 if procedure == "oge" else 11 if procedure == "ege" else grade
    attempt, source = attempt_of(exam.date, procedure == "oge", stem, options.attempt)
    hints = [] if told else [Hint("exam", stem, "name")]
    if source != "file" and not section.header.is_appeals:
        hints.append(Hint("attempt", attempt, source))
    if options.procedure:
        hints.append(Hint("procedure", procedure, "option"))
    return Sitting(section, exam, procedure, grade, attempt), hints


def _grade(section: Section) -> int:
    """9 or 11 by the classes; without classes by the score column: only ЕГЭ has test scores."""
    classes = section.column("class")
    counts = np.bincount(classes.codes, minlength=len(classes.words))
    ninth = sum(int(n) for word, n in zip(classes.words, counts, strict=True) if _year(word) == 9)
    later = sum(
        int(n) for word, n in zip(classes.words, counts, strict=True) if (_year(word) or 0) > 9
    )
    if ninth or later:
        return 9 if ninth >= later else 11
    return 11 if "scaled" in section.header.columns else 9


def _year(word: str | None) -> int | None:
    digits = "".join(sign for sign in (word or "").strip()[:2] if sign.isdigit())
    return grade_of_folder(digits) if digits else None


def class_letter(word: str | None) -> str | None:
    """«11 А» → «а»; None when the class has no letter."""
    rest = (word or "").strip().lstrip("0123456789").strip(" -«»\"'").lower()
    return rest or None


def exams_shown(found: tuple[Sitting, ...]) -> dict[str, str]:
    """What the file turned out to hold, for the user: procedure and dates."""
    shown = {f"{PROCEDURES[one.procedure]}: {one.exam.date:%d.%m.%Y}" for one in found}
    return {"exams": "; ".join(sorted(shown))}


def _unknown_exam(section: Section) -> Problem:
    return Problem(
        check=UNCLEAR_WORK,
        what="не сказано, какой это экзамен: над таблицей нет строки вида "
        "«01 - Русский язык 2026.06.04»",
        mend="верните строку с кодом, названием и датой экзамена или назовите файл так: "
        "01_2026.06.04.csv",
        sheet=section.sheet.name,
        cell=address(section.header.row, 0),
    )
