"""A user's mistake is a value: what is wrong, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]
_WORDS = {"error": "ОШИБКА", "warning": "ПРЕДУПРЕЖДЕНИЕ", "note": "К СВЕДЕНИЮ"}


@dataclass(frozen=True)
class Problem:
    """One thing a user can mend; texts are Russian, `where` is printed before them.

    `error` refuses the file or the profile, `warning` and `note` let it pass.
    `cell` is an address such as "C12"; `line` counts from 1; `count` says how many
    places share the problem when only the first is shown.
    """

    check: str
    what: str
    mend: str
    severity: Severity = "error"
    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    line: int | None = None
    count: int = 1

    @property
    def where(self) -> str:
        """«файл, лист «…», ячейка C12, строка 7»; empty when nothing is known."""
        parts = [self.file or ""]
        parts.append(f"лист «{self.sheet}»" if self.sheet else "")
        parts.append(f"ячейка {self.cell}" if self.cell else "")
        parts.append(f"строка {self.line}" if self.line is not None else "")
        return ", ".join(part for part in parts if part)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        more = f" (таких мест: {self.count})" if self.count > 1 else ""
        return f"{_WORDS[self.severity]}: {place}{self.what}{more}. Как исправить: {self.mend}."

    def as_dict(self) -> dict[str, Any]:
        """Plain values for `--format json`."""
        return asdict(self)


def has_errors(problems: Iterable[Problem]) -> bool:
    """True when at least one problem refuses what it is about."""
    return any(problem.severity == "error" for problem in problems)
