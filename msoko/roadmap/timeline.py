"""Terms as bars on an axis of months or years, in parts of a thousand of its width."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from msoko.roadmap.month import MONTHS_RU

WIDTH = 1000


@dataclass(frozen=True)
class Axis:
    """From the first day to the last one, both included."""

    first: date
    last: date

    @property
    def ticks(self) -> tuple[tuple[int, str], ...]:
        """Where each month begins, or each year on an axis of several, with its name."""
        years = range(self.first.year, self.last.year + 1)
        if len(years) > 1:
            return tuple((self.place(date(year, 1, 1)), str(year)) for year in years)
        year = self.first.year
        return tuple(
            (self.place(date(year, number, 1)), name[:3])
            for number, name in enumerate(MONTHS_RU, 1)
        )

    def place(self, day: date) -> int:
        """Where a day begins; days outside stand at the edge."""
        whole = (self.last - self.first).days + 1
        passed = min(max((day - self.first).days, 0), whole)
        return round(WIDTH * passed / whole)


@dataclass(frozen=True)
class Bar:
    """Where a term begins on the axis and how wide it is; never too thin to be seen."""

    left: int
    width: int


def bar(axis: Axis, starts: date | None, due: date | None) -> Bar | None:
    """The bar of a term; None without a day, or where the term lies outside."""
    if due is None or due < axis.first or (starts or due) > axis.last:
        return None
    left = axis.place(starts or due)
    right = axis.place(date.fromordinal(due.toordinal() + 1))
    width = max(right - left, 6)
    return Bar(min(left, WIDTH - width), width)
