"""Days of the demonstration's cycles: of entries and of stages, a year ago and around today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

Between = tuple[date, date]


@dataclass(frozen=True)
class Days:
    """Beginning and end by kind of entry, and of the work of a stage by what it holds."""

    entries: Mapping[str, Between]
    work: Mapping[str, Between]

    def of(self, kind: str) -> Between:
        """Beginning and end of an entry; KeyError for a kind that has none."""
        return self.entries[kind]

    def of_stage(self, contents: Iterable[str], after: date | None) -> Between:
        """When the work of a stage was begun and done, never before `after` or later than today."""
        known = [self.work[kind] for kind in contents if kind in self.work]
        today = timezone.localdate()
        starts = min((one for one, _ in known), default=after or today)
        ends = max((one for _, one in known), default=starts)
        starts = min(max(starts, after or starts), today)
        return starts, min(max(starts, ends), today)


def long_ago(year: int) -> Days:
    """Days of a cycle that was gone through in an academic year and the autumn after it."""

    def on(month: int, day: int) -> date:
        return date(year, month, day)

    def next_(month: int, day: int) -> date:
        return date(year + 1, month, day)

    entries = {
        "method": (on(8, 21), on(9, 15)),
        "monitoring": (on(9, 1), on(10, 13)),
        "recommendation": (on(10, 23), next_(5, 31)),
        "action": (on(11, 1), next_(5, 24)),
        "decision": (next_(6, 3), next_(8, 30)),
        "review": (next_(9, 2), next_(10, 11)),
    }
    work = {
        "goal": (on(8, 7), on(8, 11)), "objective": (on(8, 11), on(8, 14)),
        "indicator": (on(8, 14), on(8, 18)), "method": (on(8, 18), on(8, 28)),
        "monitoring": (on(8, 28), on(10, 13)), "finding": (on(10, 13), on(10, 20)),
        "recommendation": (on(10, 20), on(10, 30)), "action": (on(10, 30), next_(5, 27)),
        "decision": (next_(5, 27), next_(8, 30)), "review": (next_(9, 2), next_(10, 11)),
    }  # fmt: skip
    return Days(entries, work)


def lately(stage: str | None) -> Days:
    """Days around today, so that something is due soon at the stage a cycle is at."""

    def about(starts: int, due: int) -> Between:
        today = timezone.localdate()
        return today + timedelta(days=starts), today + timedelta(days=due)

    at_monitoring = stage == "monitoring"
    monitoring = about(-10, 12) if at_monitoring else about(-90, -45)
    entries = {
        "method": about(-120, 14 if stage == "methods" else -95),
        "monitoring": monitoring,
        "recommendation": about(-30, 20),
        "action": about(-15, 9),
        "decision": about(-5, 30),
        "review": about(-3, 11),
    }
    work = {
        "goal": about(-134, -131), "objective": about(-131, -129),
        "indicator": about(-129, -122), "method": about(-122, -95),
        "monitoring": (monitoring[0] - timedelta(days=4), monitoring[1]),
        "finding": about(-45, -33), "recommendation": about(-33, -16),
        "action": about(-16, -6), "decision": about(-6, -4), "review": about(-3, 0),
    }  # fmt: skip
    return Days(entries, work)
