"""Whoever knows of days: the calendar, the calendar address and reminders ask all of them alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msoko.roadmap.due import Due, in_order
from web.policy.scope import Actor
from web.roadmap import due, of_cycles
from web.uploads.waiting import waiting_for as files_waiting

# Tells things with a day between two days, and what waits for the reader or came back without one.
Source = Callable[[Actor, date, date], list[Due]]


def _of_files(actor: Actor, first: date, last: date) -> list[Due]:
    return files_waiting(actor)


SOURCES: tuple[Source, ...] = (due.due, of_cycles.due, _of_files)


def told(actor: Actor, first: date, last: date) -> list[Due]:
    """Everything every source tells a reader, the earliest first."""
    return sorted((one for ask in SOURCES for one in ask(actor, first, last)), key=in_order)
