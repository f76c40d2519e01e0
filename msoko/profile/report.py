"""Collects what is wrong in one file, and what the file refers to."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from msoko.problem import Problem, Severity

ReferenceKind = Literal[
    "indicator", "indicator_line", "rule_set", "category", "threshold", "own_line"
]


@dataclass(frozen=True)
class Reference:
    """A name used in a file that must exist somewhere; `of` is what it belongs to."""

    kind: ReferenceKind
    name: str
    file: str
    line: int
    of: str | None = None


@dataclass
class Report:
    """Problems and references of one file; `file` as shown to people.

    `hollow`: nothing is wrong in the file, yet what it rests on could not be used.
    """

    file: str
    problems: list[Problem] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    hollow: bool = False

    def add(
        self, check: str, line: int, what: str, mend: str, severity: Severity = "error"
    ) -> None:
        """Note one problem."""
        self.problems.append(Problem(check, what, mend, severity, self.file, line=line or None))

    def refer(self, kind: ReferenceKind, name: str, line: int, of: str | None = None) -> None:
        """Note that a name must exist."""
        self.references.append(Reference(kind, name, self.file, line, of))


def nearest(name: object, known: Iterable[str]) -> str | None:
    """The known name most like this one, or None when none is alike."""
    close = difflib.get_close_matches(str(name), list(known), n=1, cutoff=0.6)
    return close[0] if close else None


def choose(name: object, known: Iterable[str], limit: int = 30) -> str:
    """Words for a mend: «возможно, «x»»; and what is allowed."""
    names = list(dict.fromkeys(known))
    alike = nearest(name, names)
    hint = f"возможно, «{alike}»" if alike else ""
    if alike and len(names) > limit:
        return hint
    listed = ", ".join(names[:limit]) + (" …" if len(names) > limit else "")
    rest = f"допустимо: {listed}" if names else "здесь ничего не задано"
    return f"{hint}; {rest}" if hint else rest
