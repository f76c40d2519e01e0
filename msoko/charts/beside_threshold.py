"""Shares with their intervals beside a threshold: an SVG that reads without colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

_LEFT, _WIDTH, _ROW, _TOP, _BOTTOM = 300, 420, 30, 64, 46
_NAME = 34
_FONT = "font-family='PT Sans, Liberation Sans, DejaVu Sans, sans-serif'"


@dataclass(frozen=True)
class Point:
    """One unit: its name, the share in percent with its interval, and «8 из 40» in words."""

    name: str
    value: float
    low: float
    high: float
    counts: str


def draw(title: str, points: Sequence[Point], threshold: float, threshold_name: str) -> str:
    """The picture as SVG text; points keep their order: nothing is ranked by the drawing."""
    height = _TOP + _ROW * len(points) + _BOTTOM
    right = max([threshold, *(point.high for point in points)]) * 1.05
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{_LEFT + _WIDTH + 110}' height='{height}' "
        f"role='img' aria-label='{escape(title)}' {_FONT} font-size='13'>",
        f"<rect width='100%' height='100%' fill='white'/><title>{escape(title)}</title>",
        f"<text x='16' y='26' font-size='16' font-weight='bold'>{escape(title)}</text>",
        *_axis(right, height),
        *_line(threshold, threshold_name, right, height),
        *(part for row, point in enumerate(points) for part in _point(row, point, right)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _short(name: str) -> str:
    """A name that fits beside the axis; the whole one stands in the table."""
    return name if len(name) <= _NAME else name[: _NAME - 1].rstrip() + "…"


def _x(value: float, right: float) -> float:
    return round(_LEFT + _WIDTH * value / right, 1)


def _axis(right: float, height: int) -> list[str]:
    step = next(s for s in (5, 10, 20, 25, 50) if right / s <= 8 or s == 50)
    base = height - _BOTTOM + 6
    marks = [f"<line x1='{_LEFT}' x2='{_LEFT + _WIDTH}' y1='{base}' y2='{base}' stroke='#333'/>"]
    for value in range(0, int(right) + 1, step):
        x = _x(value, right)
        marks.append(f"<line x1='{x}' x2='{x}' y1='{_TOP - 12}' y2='{base}' stroke='#e3e3e3'/>")
        marks.append(f"<text x='{x}' y='{base + 18}' text-anchor='middle'>{value} %</text>")
    return marks


def _line(threshold: float, name: str, right: float, height: int) -> list[str]:
    x = _x(threshold, right)
    return [
        f"<line x1='{x}' x2='{x}' y1='{_TOP - 16}' y2='{height - _BOTTOM + 6}' stroke='#8a1c1c' "
        "stroke-width='1.5' stroke-dasharray='6 4'/>",
        f"<text x='{x + 4}' y='{_TOP - 20}' fill='#8a1c1c'>{escape(name)}</text>",
    ]


def _point(row: int, point: Point, right: float) -> list[str]:
    y = _TOP + _ROW * row + 6
    low, high, at = (_x(value, right) for value in (point.low, point.high, point.value))
    return [
        f"<text x='16' y='{y + 4}'>{escape(_short(point.name))}</text>",
        f"<line x1='{low}' x2='{high}' y1='{y}' y2='{y}' stroke='#1f4e79' stroke-width='2'/>",
        f"<line x1='{low}' x2='{low}' y1='{y - 5}' y2='{y + 5}' stroke='#1f4e79'/>",
        f"<line x1='{high}' x2='{high}' y1='{y - 5}' y2='{y + 5}' stroke='#1f4e79'/>",
        f"<circle cx='{at}' cy='{y}' r='4.5' fill='#1f4e79'/>",
        f"<text x='{_LEFT + _WIDTH + 12}' y='{y + 4}'>{escape(point.counts)}</text>",
    ]
