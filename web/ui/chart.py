"""A chart of values with intervals: a description ready to be drawn, and its sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

_WIDTH, _LEFT, _RIGHT, _ROW, _TOP = 920, 330, 200, 30, 30
_LABEL = 38


@dataclass(frozen=True)
class Point:
    """One line of a chart: its label, its numbers (None where there is none) and its words."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    said: str
    is_total: bool = False


@dataclass(frozen=True)
class Bar:
    """A point placed on the page."""

    label: str
    said: str
    y: float
    text_y: float
    x: float | None
    low_x: float | None
    high_x: float | None
    has_span: bool
    is_total: bool


@dataclass(frozen=True)
class Mark:
    """A tick of the axis or a threshold."""

    x: float
    label: str = ""
    said: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart placed on the page; beside it always stands its table."""

    sentence: str
    width: int
    height: int
    left: int
    bottom: int
    bars: tuple[Bar, ...]
    ticks: tuple[Mark, ...]
    borders: tuple[Mark, ...]


def chart(
    points: Sequence[Point],
    sentence: str,
    borders: Sequence[tuple[float, str]] = (),
    full: float | None = None,
) -> Chart | None:
    """Place points on a common axis from zero; None when no point has a number.

    `full` is the end of the axis (100 for percent); without it the largest number is.
    """
    numbers = [n for p in points for n in (p.value, p.high) if n is not None]
    if not numbers:
        return None
    end = full if full is not None else max([*numbers, *(b for b, _ in borders), 1e-9]) * 1.05
    start = min(0.0, *numbers, *(p.low for p in points if p.low is not None))
    scale = (_WIDTH - _LEFT - _RIGHT) / (end - start)

    def place(number: float | None) -> float | None:
        return None if number is None else round(_LEFT + (number - start) * scale, 1)

    bars = tuple(_bar(point, row, place) for row, point in enumerate(points))
    bottom = _TOP + _ROW * len(points)
    ticks = tuple(Mark(place(n) or 0, _tick(n)) for n in _ticks(start, end))
    lines = tuple(Mark(place(number) or 0, said=said) for number, said in borders)
    return Chart(sentence, _WIDTH, bottom + 6, _LEFT, bottom, bars, ticks, lines)


def _bar(point: Point, row: int, at: Callable[[float | None], float | None]) -> Bar:
    y = _TOP + _ROW * row + _ROW / 2
    label = point.label if len(point.label) <= _LABEL else point.label[: _LABEL - 1] + "…"
    low, high = at(point.low), at(point.high)
    spans = low is not None and high is not None
    return Bar(label, point.said, y, y + 5, at(point.value), low, high, spans, point.is_total)


def _ticks(start: float, end: float) -> list[float]:
    step = (end - start) / 4
    return [start + step * n for n in range(5)]


def _tick(number: float) -> str:
    return f"{number:.0f}" if abs(number) >= 10 or number == int(number) else f"{number:.1f}"
