"""What a kind of file is to the registry: it recognises a book by its content and reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from msoko.facts.incoming import Hint, Incoming
from msoko.problem import Problem
from msoko.sources.reading.scales import Scales
from msoko.sources.sheets import Book
from msoko.vocabulary import AcademicYear


@dataclass(frozen=True)
class Options:
    """What the user says about a file; it overrides what the file, its name and folder say.

    `subject` and `procedure` are codes of `msoko.vocabulary`; `municipality` and `region` are
    names for the files that do not tell them; `register` holds the codes of known organisations.
    """

    organisation: str | None = None
    subject: str | None = None
    grade: int | None = None
    year: AcademicYear | None = None
    procedure: str | None = None
    municipality: str | None = None
    region: str | None = None
    register: frozenset[str] | None = None


@dataclass(frozen=True)
class Recognition:
    """That a book looks like a kind: facts its content tells, and headings it should have but lacks.

    `confidence` is 1 when nothing is missing; a book that lacks headings is not read.
    """

    kind: str
    hints: tuple[Hint, ...] = ()
    confidence: float = 1.0
    sheet: str | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What came of reading: rows unless there are errors, and every problem found."""

    incoming: Incoming | None
    problems: tuple[Problem, ...] = ()


class Kind(Protocol):
    """One kind of file; each folder of `msoko.sources` exports its own as KIND."""

    @property
    def name(self) -> str:
        """Identifier, the same as the folder's name."""

    @property
    def ru(self) -> str:
        """What a clerk calls such a file."""

    @property
    def carries_names(self) -> bool:
        """Whether the file holds people's names, so that its bytes are never stored."""

    def recognise(self, book: Book) -> Recognition | None:
        """Tell by content only (headings, title cells) whether the book is of this kind."""

    def read(
        self, book: Book, recognition: Recognition, options: Options, scales: Scales
    ) -> Reading:
        """Rows of fact tables and the problems met on the way; never raises for a user's mistake."""
