"""A row of a roadmap becomes what is to be done in a period; no date is made up.

«Ежегодно», «постоянно», «в соответствии с графиком проведения» name no day: such a row stands in
every year of its term under its own words and has a date only when a person sets one.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from msoko.profile.model_cycle import RoadmapRow

Term = Literal["date", "span", "yearly", "by_schedule", "permanent", "unnamed"]
TERM_RU: Mapping[str, str] = {
    "date": "к дате",
    "span": "период",
    "yearly": "ежегодно",
    "by_schedule": "по графику проведения",
    "permanent": "постоянно",
    "unnamed": "срок не назван",
}
# Ways of repeating that name a month for every time, when months are named at all.
_BY_MONTH = ("monthly", "quarterly", "half_yearly")
FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True, order=True)
class Key:
    """What an occurrence is known by; `month` is 0 unless a row comes several times a year."""

    row: str
    year: int
    month: int = 0


@dataclass(frozen=True)
class SetDate:
    """A day a person has set: which, who, when, why."""

    due: date
    starts: date | None = None
    by: str = ""
    at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class Occurrence:
    """One row in one term: `due` is None where nobody has named a day.

    `wording` is the source's own; `written` is the source's date where a person has set another.
    """

    row: RoadmapRow
    key: Key
    kind: Term
    wording: str
    starts: date | None = None
    due: date | None = None
    set_date: SetDate | None = None
    written: date | None = None

    def is_late(self, today: date) -> bool:
        """Whether the day has passed; what has no day is never late."""
        return self.due is not None and self.due < today


def occurrences(
    rows: Iterable[RoadmapRow],
    first: date,
    last: date,
    dates: Mapping[Key, SetDate] | None = None,
) -> tuple[Occurrence, ...]:
    """Everything of the rows that falls into `first`…`last`, both included, in the rows' order.

    `dates` are the days people have set. A term of several years falls into each of them and
    stays one occurrence, known by the year it ends in.
    """
    known = dates or {}
    return tuple(
        set_to(one, known.get(one.key))
        for row in rows
        for one in _of_row(row, first.year, last.year)
        if _falls(one, known.get(one.key), first, last)
    )


def term_of(row: RoadmapRow) -> Term:
    """The kind of term the source names; «срок не назван» where it names none."""
    if row.term is not None:
        return row.term
    if row.to is not None:
        return "span"
    return "yearly" if row.recurs == "yearly" else "unnamed"


def set_to(one: Occurrence, said: SetDate | None) -> Occurrence:
    """The occurrence with the day a person has set, the source's own day kept beside it."""
    if said is None:
        return one
    return replace(one, starts=said.starts, due=said.due, set_date=said, written=one.due)


def _of_row(row: RoadmapRow, first: int, last: int) -> Iterator[Occurrence]:
    """Occurrences of a row that may touch the calendar years first…last, without set days."""
    kind = term_of(row)
    if kind in ("date", "span") and (row.to or row.from_):
        yield from _dated(row, kind, first, last)
        return
    for year in range(max(first - 1, FIRST_YEAR), min(last + 1, LAST_YEAR) + 1):
        if _in_term(row, year):
            yield from _in_year(row, kind, year)


def _dated(row: RoadmapRow, kind: Term, first: int, last: int) -> Iterator[Occurrence]:
    """The named days; the same days of every further year when the row is said to be yearly."""
    due = row.to or row.from_
    starts = row.from_
    assert due is not None
    if row.recurs != "yearly":
        yield _one(row, kind, Key(row.id, due.year), starts, due)
        return
    for year in range(max(first - 1, due.year), last + 2):
        moved = year - due.year
        yield _one(row, kind, Key(row.id, year), _moved(starts, moved), _moved(due, moved))


def _in_year(row: RoadmapRow, kind: Term, year: int) -> Iterator[Occurrence]:
    """What a row without days asks for in a year: named months are days, nothing else is."""
    months = row.months
    if not months:
        yield _one(row, kind, Key(row.id, year), None, None)
    elif row.recurs in _BY_MONTH:
        for month in sorted(set(months)):
            starts, due = date(year, month, 1), _end_of(year, month)
            yield _one(row, kind, Key(row.id, year, month), starts, due)
    else:
        # months that go over the new year («ноябрь–февраль») end in the year after
        end = year + 1 if months[-1] < months[0] else year
        starts, due = date(year, months[0], 1), _end_of(end, months[-1])
        yield _one(row, kind, Key(row.id, year), starts, due)


def _one(
    row: RoadmapRow, kind: Term, key: Key, starts: date | None, due: date | None
) -> Occurrence:
    return Occurrence(row, key, kind, row.due or "", starts, due)


def _in_term(row: RoadmapRow, year: int) -> bool:
    """Whether a calendar year touches the years the row is in force."""
    begun = row.from_ is None or row.from_.year <= year
    return begun and (row.to is None or year <= row.to.year)


def _falls(one: Occurrence, said: SetDate | None, first: date, last: date) -> bool:
    """Whether the source's term or the day set by a person touches the period."""
    if said is not None and _touch(said.starts or said.due, said.due, first, last):
        return True
    if one.due is None:
        year = one.key.year
        return _touch(date(year, 1, 1), date(year, 12, 31), first, last)
    return _touch(one.starts or one.due, one.due, first, last)


def _touch(start: date, end: date, first: date, last: date) -> bool:
    return start <= last and end >= first


def _moved(day: date | None, years: int) -> date | None:
    """The same day of another year; 29 February becomes 28 where there is none."""
    if day is None:
        return None
    longest = calendar.monthrange(day.year + years, day.month)[1]
    return day.replace(year=day.year + years, day=min(day.day, longest))


def _end_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
