"""What a kind of file is to the registry: it recognises a book by its content and reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from msoko.facts.incoming import Hint, Incoming
from msoko.problem import Problem, has_errors
from msoko.sources.reading.scales import Scales
from msoko.sources.sheets import Book
from msoko.vocabulary import AcademicYear


@dataclass(frozen=True)
class Options:
    """What the user says about a file; it overrides what the file, its name and folder say.

    `subject` and `procedure` are codes of `msoko.vocabulary`; `municipality` and `region` are
    names for the files that do not tell them; `attempt` is a code of that column of `results`,
    used for protocols of exams only; `register` holds the codes of known organisations,
    `known` those of fields and attributes by fact table.
    """

    organisation: str | None = None
    subject: str | None = None
    grade: int | None = None
    year: AcademicYear | None = None
    procedure: str | None = None
    municipality: str | None = None
    region: str | None = None
    attempt: str | None = None
    register: frozenset[str] | None = None
    known: Mapping[str, frozenset[str]] | None = None


@dataclass(frozen=True)
class Recognition:
    """That a book looks like a kind, what its content tells, and which headings it lacks.

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

    @property
    def nothing_to_add(self) -> bool:
        """A file in order that brings no rows, such as a list of codes beside a codifier."""
        return self.incoming is None and not has_errors(self.problems)


Recogniser = Callable[[Book], Recognition | None]
Reader = Callable[[Book, Recognition, Options, Scales], Reading]


@dataclass(frozen=True)
class Kind:
    """One kind of file; each folder of `msoko.sources` exports its own as KIND.

    `name` is the folder's name and `ru` what a clerk calls such a file. `recognise` tells by
    content only, never by file name; `read` never raises for a user's mistake. The original of a
    kind that `carries_names` is never stored.
    """

    name: str
    ru: str
    carries_names: bool
    recognise: Recogniser
    read: Reader
