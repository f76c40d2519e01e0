"""Which two results are compared: of the same pupils where they are linked, else of one cohort."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from msoko.analysis.evidence import Evidence, Work
from msoko.analysis.integrity.sittings import Sitting, Sittings, sittings
from msoko.analysis.methods.distributions import Array
from msoko.indicators.frame import Bools, Ints

_LINKED = 10  # pupils found in both works from which they are compared one by one


@dataclass(frozen=True)
class Rule:
    """Two procedures of one subject: how many grades and years the second comes later.

    `first_ru` stands in the nominative («отметка за ВПР»), `second_ru` in the genitive.
    """

    name: str
    ru: str
    first: str
    second: str
    later: int
    first_ru: str
    second_ru: str


RULES = (
    Rule("vpr_oge", "ВПР и ОГЭ", "vpr", "oge", 1, "отметка за ВПР", "отметки за ОГЭ"),
    Rule("oge_ege", "ОГЭ и ЕГЭ", "oge", "ege", 2, "отметка за ОГЭ", "результата ЕГЭ"),
    Rule("journal_oge", "журнал и ОГЭ", "journal", "oge", 0, "итоговая отметка", "отметки за ОГЭ"),
    Rule("journal_ege", "журнал и ЕГЭ", "journal", "ege", 0, "итоговая отметка", "результата ЕГЭ"),
)
JOURNAL = Rule("vpr_journal", "ВПР и журнал", "vpr", "vpr", 0, "отметка за ВПР", "отметки журнала")
PROCEDURES = ("vpr", "oge", "ege", "journal")


@dataclass(frozen=True)
class Pair:
    """Two works compared; `year` and `grade` are those of the later one.

    Linked: `first` and `second` are of the same pupils, (n,) with `school` (n,). Otherwise each has
    its own rows and schools.
    """

    rule: Rule
    subject: str
    year: int
    grade: int
    linked: bool
    first: Array
    second: Array
    school: Ints
    second_school: Ints


def pairs(evidence: Evidence) -> tuple[Sittings, tuple[Pair, ...]]:
    """Every pair there is up to the year asked for, and the numbering of schools."""
    field = sittings(evidence, PROCEDURES, evidence.last_year)
    found = [*_journal(field), *(pair for rule in RULES for pair in _later(field, rule))]
    return field, tuple(found)


def _journal(field: Sittings) -> Iterator[Pair]:
    """Mark of the work beside the journal mark in the same row: always the same pupils."""
    for one in field.of("vpr"):
        both = _marks(one.mark) & _marks(one.journal)
        if both.any():
            school = one.school[both]
            yield Pair(
                JOURNAL, one.work.subject, one.work.year, one.work.grade, True,
                one.mark[both], one.journal[both], school, school,
            )  # fmt: skip


def _later(field: Sittings, rule: Rule) -> Iterator[Pair]:
    firsts = {one.work: one for one in field.of(rule.first)}
    for second in field.of(rule.second):
        work = second.work
        before = Work(rule.first, work.subject, work.grade - rule.later, work.year - rule.later)
        if before in firsts:
            yield _pair(rule, firsts[before], second)


def _pair(rule: Rule, first: Sitting, second: Sitting) -> Pair:
    """Pupils one by one where enough of them are found in both works."""
    about = second.work.subject, second.work.year, second.work.grade
    common, at, other = np.intersect1d(first.pupil, second.pupil, return_indices=True)
    a, b = _value(first), _value(second)
    if common.size >= _LINKED:
        a, b = a[at], b[other]
        both = np.isfinite(a) & np.isfinite(b)
        school = second.school[other][both]
        return Pair(rule, *about, True, a[both], b[both], school, school)
    known, also = np.isfinite(a), np.isfinite(b)
    return Pair(rule, *about, False, a[known], b[also], first.school[known], second.school[also])


def joined(own: Sequence[Pair]) -> Pair:
    """Several grades of one year as one pair, rows in the order of schools."""
    first, second, school, other = (
        np.concatenate([getattr(pair, name) for pair in own])
        for name in ("first", "second", "school", "second_school")
    )
    order, also = np.argsort(school, kind="stable"), np.argsort(other, kind="stable")
    return replace(
        own[0], first=first[order], second=second[also],
        school=school[order], second_school=other[also],
    )  # fmt: skip


def of_schools(pair: Pair, members: Ints) -> Pair:
    """The rows of some schools of a joined pair."""
    mine, also = _rows(pair.school, members), _rows(pair.second_school, members)
    return replace(
        pair, first=pair.first[mine], second=pair.second[also],
        school=pair.school[mine], second_school=pair.second_school[also],
    )  # fmt: skip


def _rows(school: Ints, members: Ints) -> Ints:
    """Numbers of the rows of `members` among rows in the order of schools."""
    begin, end = np.searchsorted(school, members), np.searchsorted(school, members, side="right")
    return np.concatenate([np.arange(a, b) for a, b in zip(begin, end, strict=True)])


def _value(sitting: Sitting) -> Array:
    """Marks where most pupils have one, otherwise scores in standard deviations."""
    marked = _marks(sitting.mark)
    if marked.mean() > 0.5:
        return np.where(marked, sitting.mark, np.nan)
    return sitting.standard()


def in_marks(values: Array) -> bool:
    """Whether values are marks 2–5 (else standard deviations of scores)."""
    return bool(values.size) and bool(_marks(values).all())


def _marks(values: Array) -> Bools:
    return np.isin(values, (2, 3, 4, 5))
