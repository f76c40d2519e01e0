"""What is drawn over the axes: breaks and borders first, then intervals, then the values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msoko.analysis.words import decimal
from msoko.charts.axes import channels
from msoko.charts.placed import Placed

_INK, _ACCENT = "#1f4e79", "#8a1c1c"
_COLOURS = (_INK, "#c8781e", "#6b6b6b", "#2f8f83", "#9a5fb0", "#111111")
_FILLS = ("#5b84ab", "#f0d9bb", "#8c8c8c", "#d5e8e5", "#8a6a99", "#eeeeee")  # dark and light
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
_DASHES = ((1, 0), (6, 3), (2, 2), (8, 3, 2, 3), (4, 4), (1, 3))
_SAID = 26  # letters of a label beside a mark; a longer one stands in the table only
_FILLED = ("bar", "histogram")
Layer = dict[str, Any]


def layers(drawn: Placed, mark: str) -> list[Layer]:
    """Layers in the order they are painted."""
    return [
        *([] if mark in _FILLED else _interval(drawn)),
        *_values(drawn, mark),
        *(_interval(drawn) if mark in _FILLED else []),
        *_zero(drawn),
        *_breaks(drawn),
        *_border(drawn),
        *_labels(drawn, mark),
    ]


def _values(drawn: Placed, mark: str) -> Iterator[Layer]:
    if mark in _FILLED:
        edge = {"type": "bar", "stroke": "#333", "strokeWidth": 0.7}
        fill = _by_series(drawn, "color", _FILLS) or {"color": {"value": _FILLS[0]}}
        yield {"mark": edge, "encoding": {**fill, **_beside(drawn)}}
        return
    colour = _by_series(drawn, "color", _COLOURS) or {"color": {"value": _INK}}
    if mark == "line":
        dash = _by_series(drawn, "strokeDash", _DASHES)
        parts = {"detail": [{"field": "part", "type": "nominal"}]}
        line = {"type": "line", "strokeWidth": 2}
        yield {"mark": line, "encoding": {**colour, **dash, **parts}}
    shape = _by_series(drawn, "shape", _SHAPES) or {"shape": {"value": _SHAPES[0]}}
    point = {"type": "point", "filled": True, "size": 70, "opacity": 1}
    yield {"mark": point, "encoding": {**colour, **shape}}


def _by_series(drawn: Placed, channel: str, values: tuple[Any, ...]) -> Mapping[str, Any]:
    """A channel that tells series apart; empty for one series."""
    if not drawn.series:
        return {}
    chosen = [values[number % len(values)] for number in range(len(drawn.series))]
    chosen = [list(one) if isinstance(one, tuple) else one for one in chosen]
    scale = {"domain": list(drawn.series), "range": chosen}
    return {channel: {"field": "series", "type": "nominal", "scale": scale}}


def _beside(drawn: Placed) -> Layer:
    """Bars of several series stand side by side, never one upon another."""
    if not drawn.series:
        return {}
    aside = f"{channels(drawn)[0]}Offset"
    return {aside: {"field": "series", "type": "nominal", "sort": list(drawn.series)}}


def _interval(drawn: Placed) -> Iterator[Layer]:
    """A rule from low to high with ticks at its ends."""
    if not drawn.numbers("low") or not drawn.numbers("high"):
        return
    _, values = channels(drawn)
    colour = _by_series(drawn, "color", _COLOURS) or {"color": {"value": _INK}}
    known = [{"filter": "isValid(datum.low) && isValid(datum.high)"}]
    ends = {values: {"field": "low"}, f"{values}2": {"field": "high"}}
    yield {"transform": known, "mark": {"type": "rule", "strokeWidth": 1.6},
           "encoding": {**ends, **colour}}  # fmt: skip
    for end in ("low", "high"):
        tick = {"type": "tick", "size": 9, "thickness": 1.6,
                "orient": "horizontal" if drawn.upright else "vertical"}  # fmt: skip
        yield {"transform": known, "mark": tick,
               "encoding": {values: {"field": end}, **colour}}  # fmt: skip


def _zero(drawn: Placed) -> Iterator[Layer]:
    """A rule at zero where values lie on both sides of it."""
    told = drawn.numbers("value", "low", "high")
    if told and min(told) < 0 < max(told):
        names, _ = channels(drawn)
        yield {"data": {"values": [{"value": 0}]}, "mark": {"type": "rule", "color": "#333"},
               "encoding": {names: None}}  # fmt: skip


def _breaks(drawn: Placed) -> Iterator[Layer]:
    """A dashed rule before the first place after a break."""
    known = [{"at": one.at, "said": one.said} for one in drawn.breaks if one.at is not None]
    if not known:
        return
    names, values = channels(drawn)
    kind = {"type": "ordinal", "bandPosition": 0} if drawn.names else {"type": "quantitative"}
    at = {"field": "at", **kind}
    rule = {"type": "rule", "color": "#333", "strokeDash": [5, 4], "strokeWidth": 1.3}
    yield {"data": {"values": known}, "mark": rule, "encoding": {names: at, values: None}}
    text = {"type": "text", "baseline": "bottom", "dy": -16}
    said = {"text": {"field": "said", "type": "nominal"}}
    yield {"data": {"values": known}, "mark": text,
           "encoding": {names: at, values: {"value": 0}, **said}}  # fmt: skip


def _border(drawn: Placed) -> Iterator[Layer]:
    """One rule with its number when the border is the same everywhere, else a tick a row."""
    borders = set(drawn.numbers("border"))
    names, values = channels(drawn)
    if len(borders) == 1 and all("border" in row for row in drawn.rows):
        border = borders.pop()
        unit = " %" if drawn.values_title.startswith("%") else ""
        said = f"порог {decimal(border, 0 if border == round(border) else 1)}{unit}"
        one = {"data": {"values": [{"value": border}]}}
        dash = {"type": "rule", "color": _ACCENT, "strokeDash": [6, 4], "strokeWidth": 1.5}
        place = {"align": "left", "dx": 6} if drawn.upright else {"baseline": "bottom", "dy": -4}
        text = {"type": "text", "text": said, "color": _ACCENT, **place}
        end = {"value": "width"} if drawn.upright else {"value": 0}
        yield {**one, "mark": dash, "encoding": {names: None}}
        yield {**one, "mark": text, "encoding": {names: end}}
    elif borders:
        tick = {"type": "tick", "color": _ACCENT, "thickness": 2, "bandSize": 30,
                "orient": "horizontal" if drawn.upright else "vertical"}  # fmt: skip
        yield {"transform": [{"filter": "isValid(datum.border)"}], "mark": tick,
               "encoding": {values: {"field": "border"}}}  # fmt: skip


def _labels(drawn: Placed, mark: str) -> Iterator[Layer]:
    """Counts and other short words: in a column at the right, or over the mark."""
    if (drawn.series and drawn.upright) or mark == "histogram":
        return
    if not any(0 < len(row.get("label", "")) <= _SAID for row in drawn.rows):
        return
    _, values = channels(drawn)
    short = [{"filter": f"isValid(datum.label) && length(datum.label) <= {_SAID}"}]
    label = {"text": {"field": "label", "type": "nominal"}}
    if not drawn.names:
        text = {"type": "text", "align": "left", "dx": 7}
        yield {"transform": short, "mark": text, "encoding": label}
    elif drawn.upright:
        top = {"calculate": "isValid(datum.high) ? datum.high : datum.value", "as": "top"}
        text = {"type": "text", "baseline": "bottom", "dy": -5}
        yield {"transform": [*short, top], "mark": text,
               "encoding": {**label, values: {"field": "top"}}}  # fmt: skip
    else:
        text = {"type": "text", "align": "left", "dx": 12}
        yield {"transform": short, "mark": text,
               "encoding": {**label, values: {"value": "width"}}}  # fmt: skip
