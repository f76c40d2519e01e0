"""Which schools' good results may not be called a practice, because their integrity is in doubt.

Two witnesses: the official list (or a re-check), and our own signals: the alarm of the whole, or
heaps just above mark boundaries surely bigger than in other schools. The border of the second is
lower than that of an alarm on purpose: here a doubt only withholds praise. A flag is never proof.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msoko.analysis import words
from msoko.analysis.evidence import Evidence
from msoko.analysis.integrity.severity import DIRECT_RU, severities
from msoko.analysis.methods.distributions import normal_quantile
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import SURE
from msoko.vocabulary import SUBJECTS

_HEAPS = "heaping"


@dataclass(frozen=True)
class Review:
    """A conclusion that results are unreliable; None means all of them."""

    organisation: str
    year: int
    procedure: str | None
    subject: str | None
    grade: int | None
    source: str


@dataclass(frozen=True)
class Flags:
    """Reasons in Russian by school, and the schools whose distribution of scores was tested."""

    reasons: Mapping[str, tuple[str, ...]]
    tested: frozenset[str]


def unreliable(evidence: Evidence) -> list[Review]:
    """Every conclusion «есть признаки необъективности» in the store."""
    rows = evidence.table("reviews")
    return [
        Review(*(row[name] for name in _COLUMNS))
        for row in (rows.to_pylist() if rows is not None else [])
        if row["status"] == "unreliable"
    ]


_COLUMNS = ("organisation", "year", "procedure", "subject", "grade", "source")


def flagged(evidence: Evidence, procedure: str, years: tuple[int, ...]) -> Flags:
    """Schools under doubt in a procedure and years (first calendar years of academic years)."""
    reasons: dict[str, list[str]] = {}
    for code, said in _listed(evidence, procedure, years):
        reasons.setdefault(code, []).append(said)
    signals, tested = _signals(evidence)
    for code, said in signals.items():
        reasons.setdefault(code, []).append(said)
    return Flags({code: tuple(told) for code, told in reasons.items()}, tested)


def _listed(
    evidence: Evidence, procedure: str, years: tuple[int, ...]
) -> Iterator[tuple[str, str]]:
    works: dict[tuple[str, str], list[str]] = {}
    for row in unreliable(evidence):
        if row.year in years and row.procedure in (None, procedure):
            subject = SUBJECTS[row.subject].lower() if row.subject else "все предметы"
            grade = f", {row.grade} класс" if row.grade is not None else ""
            told = works.setdefault((row.organisation, row.source), [])
            told.append(f"{words.year(row.year)} — {subject}{grade}")
    for (code, source), told in works.items():
        yield code, f"{words.quoted(source)} ({'; '.join(sorted(set(told)))})"


def _signals(evidence: Evidence) -> tuple[dict[str, str], frozenset[str]]:
    """The reason by school under doubt, and the schools whose heaps could be judged."""
    found = severities(evidence)
    if isinstance(found, TooLittle):
        return {}, frozenset()
    border = float(normal_quantile(SURE))
    reasons = {}
    for code, one in found.items():
        told = [name for name, z in one.parts.items() if z > border]
        if one.alarm or _HEAPS in told:
            named = ", ".join(DIRECT_RU[name] for name in told or one.parts)
            reasons[code] = f"сигнал для проверки: {named}"
    return reasons, frozenset(code for code, one in found.items() if _HEAPS in one.parts)
