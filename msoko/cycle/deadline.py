"""A deadline that is moved: what a new one must be, and every earlier one kept with its reason.

The earlier deadlines stay in the entry itself (`said["moved"]`), so that acts, pages and the thread
tell the same; an act that was signed with an earlier one stays as it was signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from msoko.cycle.policies import Refusal
from msoko.cycle.snapshot import EntryNow, day_in

# Where an entry keeps its earlier deadlines; it is no field a person fills.
MOVED = "moved"


@dataclass(frozen=True)
class Moved:
    """One move: from which day to which, when and why."""

    was: date | None
    to: date
    on: date
    why: str

    @property
    def ru(self) -> str:
        """«15.12.2025: с 01.12.2025 на 20.01.2026. Причина: …»."""
        was = f"с {self.was:%d.%m.%Y} " if self.was else ""
        return f"{self.on:%d.%m.%Y}: {was}на {self.to:%d.%m.%Y}. Причина: {self.why}"


def moves(said: Mapping[str, Any]) -> tuple[Moved, ...]:
    """Moves of the deadline of an entry, the earliest first."""
    return tuple(
        Moved(
            day_in(one, "was"), date.fromisoformat(one["to"]), date.fromisoformat(one["on"]),
            one["why"],
        )
        for one in said.get(MOVED) or ()
    )  # fmt: skip


def unfit(entry: EntryNow, due: date | None, day: date) -> Iterable[Refusal]:
    """Why a day cannot be the new deadline of an entry."""
    starts = entry.day("starts")
    if due is None:
        yield Refusal("не указан новый срок", entry=entry.id)
    elif due == entry.day("due"):
        yield Refusal("новый срок совпадает с прежним", entry=entry.id)
    elif starts is not None and due < starts:
        yield Refusal(f"новый срок раньше начала ({starts:%d.%m.%Y})", entry=entry.id)
    elif due < day:
        yield Refusal(f"новый срок {due:%d.%m.%Y} уже прошёл", entry=entry.id)


def with_deadline(entry: EntryNow, due: date, day: date, why: str) -> dict[str, Any]:
    """The fields of an entry with its new deadline, the earlier one kept."""
    was = entry.day("due")
    one = {
        "was": was.isoformat() if was else "", "to": due.isoformat(), "on": day.isoformat(),
        "why": why.strip(),
    }  # fmt: skip
    return {**entry.said, "due": due.isoformat(), MOVED: [*(entry.said.get(MOVED) or ()), one]}
