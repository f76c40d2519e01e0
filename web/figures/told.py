"""«Откуда эта цифра?»: one value with its files and rows, kept for the state it belongs to."""

from __future__ import annotations

from functools import lru_cache

from msoko.explain import Told, explain
from msoko.indicators.compute import Computed
from msoko.indicators.gather import StoreFacts
from msoko.indicators.parts import Part, parts_of
from msoko.profile.indicator import Indicator
from web import regulation
from web.figures.keep import one_indicator
from web.figures.state import state_now, store


def told(indicator: str, line: str, breakdown: str, unit: str, period: str) -> Told | None:
    """The value and its thread back; None when there is no such value."""
    return _told(state_now(), indicator, line, breakdown, unit, period)


@lru_cache(maxsize=256)
def _told(state: str, name: str, line: str, breakdown: str, unit: str, period: str) -> Told | None:
    indicator = regulation.profile().indicators.get(name)
    part = part_of(indicator, line) if indicator else None
    if part is None:
        return None
    cell = ";".join(filter(None, (part.label, breakdown)))
    return explain(_computed(state, name), StoreFacts(store()), part, unit, period, cell)


@lru_cache(maxsize=16)
def _computed(_state: str, name: str) -> Computed:
    return one_indicator(name)


def part_of(indicator: Indicator, line: str) -> Part | None:
    """The main part of an indicator (empty line) or one of its lines."""
    label = f"line={line}" if line else ""
    return next((part for part in parts_of(indicator) if part.label == label), None)
