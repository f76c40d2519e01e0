"""Axes of a chart: places with their names on one, numbers on the other, and its size."""

from __future__ import annotations

import json
import textwrap
from typing import Any

from msoko.charts.placed import Placed

_WRAP = 38  # letters of a line of a name beside the axis
_LINE, _COLUMN = 30, 64  # pixels of a name under another, of a column
_WIDTH, _HEIGHT = 460, 250
_TICKS = 6


def size(drawn: Placed) -> dict[str, Any]:
    """Width and height in pixels; they grow with the names."""
    if not drawn.upright:
        lines = sum(max(1, len(_wrapped(name))) for name in drawn.names)
        return {"width": _WIDTH, "height": max(60, 14 * lines + (_LINE - 14) * len(drawn.names))}
    wide = min(max(_WIDTH, _COLUMN * len(drawn.names)), 900)
    return {"width": wide, "height": _HEIGHT}


def axes(drawn: Placed, mark: str) -> dict[str, Any]:
    """The encoding both axes share over all layers."""
    names, values = channels(drawn)
    return {names: _of_names(drawn), values: _of_values(drawn, mark)}


def channels(drawn: Placed) -> tuple[str, str]:
    """The channel of names and the channel of values."""
    return ("x", "y") if drawn.upright else ("y", "x")


def _of_names(drawn: Placed) -> dict[str, Any]:
    title = drawn.names_title or None
    if not drawn.names:
        return {
            "field": "at",
            "type": "quantitative",
            "title": title,
            "scale": {"zero": False, "padding": 12},
        }
    shown = [name if drawn.upright else _wrapped(name) for name in drawn.names]
    listed = json.dumps(shown, ensure_ascii=False)
    return {
        "field": "at",
        "type": "ordinal",
        "title": title if drawn.upright else None,
        "scale": {"type": "band", "domain": list(range(len(drawn.names))), "padding": 0.15},
        "axis": {
            "labelExpr": f"{listed}[datum.value]", "labelAngle": 0, "ticks": False,
            "labelLimit": 400, "labelOverlap": "parity" if drawn.upright else False,
            "labelPadding": 8,
        },
    }  # fmt: skip


def _wrapped(name: str) -> list[str]:
    return textwrap.wrap(name, _WRAP) or [""]


def _of_values(drawn: Placed, mark: str) -> dict[str, Any]:
    """From zero unless the numbers lie far from it; bars always from zero."""
    told = drawn.numbers("value", "low", "high", "border") or [0.0, 1.0]
    far = mark == "point" or min(told) > 0.5 * max(told) or max(told) < 0.5 * min(told)
    zero = mark in ("bar", "histogram") or not far
    return {
        "field": "value", "type": "quantitative", "title": drawn.values_title or None,
        "scale": {"zero": zero, "nice": _TICKS},
        "axis": {"tickCount": _TICKS, "format": "~r" if max(map(abs, told)) < 1e5 else ",~r"},
    }  # fmt: skip
