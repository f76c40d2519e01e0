"""Documents a regulation expects in a year, each with its title of that year and its state."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from msoko.profile.model_cycle import ExpectedDocument

EXPECTED, UNDECIDED, AS_NEEDED = "expected", "undecided", "as_needed"
NOT_NEEDED, DELIVERED = "not_needed", "delivered"
STATE_RU: Mapping[str, str] = {
    EXPECTED: "ожидается",
    UNDECIDED: "условие не решено",
    AS_NEEDED: "по мере необходимости",
    NOT_NEEDED: "не требуется",
    DELIVERED: "представлен",
}
# Documents that are owed: what nobody has decided on and what has no time of its own are not.
OWED = frozenset({EXPECTED})
_TIMES = {"half_yearly": 2, "quarterly": 4, "monthly": 12}
_PART_RU = {
    "half_yearly": "{}-е полугодие", "quarterly": "{}-й квартал", "monthly": "месяц {}",
}  # fmt: skip


@dataclass(frozen=True)
class Expected:
    """One document of one year; `part` counts halves, quarters or months, 0 for the whole year."""

    document: ExpectedDocument
    year: int
    part: int
    title: str

    @property
    def part_ru(self) -> str:
        """«1-е полугодие»; empty for the whole year."""
        words = _PART_RU.get(self.document.frequency or "", "")
        return words.format(self.part) if self.part else ""

    @property
    def last_day(self) -> date | None:
        """The last day of the year or of its part: the text names no other; None without a year.

        What is made as needed, in no named year, has no such day.
        """
        if not self.year or (self.document.frequency == "as_needed" and not self.document.years):
            return None
        month = 12 // _TIMES.get(self.document.frequency or "", 1) * (self.part or 1)
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def first_state(self) -> str:
        """The state before anybody has said anything."""
        if self.document.condition:
            return UNDECIDED
        if self.document.frequency == "as_needed" and not self.document.years:
            return AS_NEEDED
        return EXPECTED

    @property
    def is_pieced_together(self) -> bool:
        """Whether the source's row of that year is damaged."""
        return self.year in self.document.reconstructed


def expected(documents: Iterable[ExpectedDocument], year: int) -> tuple[Expected, ...]:
    """Documents of a calendar year, in the regulation's order.

    A document that is due once, in no named year, stands in every year as one and the same
    (its year is 0): delivered once, it is delivered.
    """
    return tuple(one for document in documents for one in _of(document, year))


def years_of(documents: Iterable[ExpectedDocument]) -> tuple[int, ...]:
    """The calendar years the regulation names, in order."""
    return tuple(sorted({year for document in documents for year in document.years}))


def _of(document: ExpectedDocument, year: int) -> Iterator[Expected]:
    if document.years and year not in document.years:
        return
    if document.frequency == "once" and not document.years:
        yield Expected(document, 0, 0, _title(document, year))
        return
    times = _TIMES.get(document.frequency or "", 0)
    for part in range(1, times + 1) if times else (0,):
        yield Expected(document, year, part, _title(document, year))


def _title(document: ExpectedDocument, year: int) -> str:
    """The title printed for the year; else the common one with the year in its place."""
    if str(year) in document.titles:
        return document.titles[str(year)]
    words = {
        "{учебный год}": f"{year}/{year + 1} учебный год",
        "{предыдущий год}": f"{year - 1} год",
        "{год}": f"{year} год",
        "{года}": f"{year} года",
        "{году}": f"{year} году",
    }
    title = document.title
    for place, said in words.items():
        title = title.replace(place, said)
    return title
