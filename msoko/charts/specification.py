"""An analysis' chart as a Vega-Lite specification: the same on a page and on paper."""

from __future__ import annotations

import textwrap
from typing import Any

from msoko.analysis.finding import Chart
from msoko.charts.axes import axes, size
from msoko.charts.layers import layers
from msoko.charts.placed import Placed, placed
from msoko.vocabulary import capital

FONT = "Liberation Sans"
_FAMILY = f"{FONT}, Arial, sans-serif"
_TITLE, _NOTE = 68, 84  # letters of a line of the title and of a note under it
_COMMA = {"decimal": ",", "thousands": "\u00a0", "grouping": [3], "currency": ["", "\u00a0₽"],
          "minus": "−"}  # fmt: skip


def specification(chart: Chart) -> dict[str, Any]:
    """A specification of plain values: no outside data, explicit order, decimal comma.

    Series differ by shape and dash besides colour; no line crosses a break.
    """
    drawn = placed(chart)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": chart.title,
        "background": "white",
        "padding": 12,
        **size(drawn),
        "title": _title(chart, drawn),
        "data": {"values": [dict(row) for row in drawn.rows]},
        "encoding": axes(drawn, chart.mark),
        "layer": layers(drawn, chart.mark),
        "config": _config(),
    }


def _title(chart: Chart, drawn: Placed) -> dict[str, Any]:
    """The title, and under it each break with its reason."""
    notes = [
        line
        for one in drawn.breaks
        if not one.short
        for line in textwrap.wrap(f"{one.name}: {one.why}", _NOTE)
    ]
    told = {"subtitle": ["Ряд прерывается:", *notes]} if notes else {}
    title = capital(chart.title)
    return {
        "text": textwrap.wrap(title, _TITLE) or [""], "anchor": "start", "frame": "bounds",
        "offset": 18, **told,
    }  # fmt: skip


def _config() -> dict[str, Any]:
    text = {"labelFontSize": 12, "titleFontSize": 12, "labelColor": "#222", "titleColor": "#222"}
    return {
        "font": _FAMILY,
        "locale": {"number": _COMMA},
        "view": {"stroke": None},
        "title": {"fontSize": 14, "subtitleFontSize": 11, "subtitleColor": "#444"},
        "axis": {**text, "titleFontWeight": "normal", "gridColor": "#e3e3e3",
                 "domainColor": "#555", "tickColor": "#555"},
        "legend": {**text, "symbolSize": 90, "symbolOpacity": 1, "orient": "bottom", "title": None,
                   "symbolStrokeWidth": 1.5, "labelLimit": 600},
        "text": {"fontSize": 11, "color": "#222"},
    }  # fmt: skip
