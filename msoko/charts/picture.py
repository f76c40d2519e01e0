"""A chart as a picture: SVG or PNG, the same bytes for the same chart."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from xml.sax.saxutils import quoteattr

import vl_convert

from msoko.analysis.finding import Chart
from msoko.charts.specification import specification

# The version of Vega-Lite that draws: without it a newer library would draw otherwise.
_VERSION = "6.1"
_FONTS = Path(__file__).parent / "fonts"


def svg(chart: Chart) -> str:
    """The chart as SVG text, with its title for those who do not see it."""
    _register_fonts()
    drawn: str = vl_convert.vegalite_to_svg(_text(chart), vl_version=_VERSION)
    titled = drawn.replace("<svg ", f"<svg role='img' aria-label={quoteattr(chart.title)} ", 1)
    return f"{titled.rstrip()}\n"


def png(chart: Chart, scale: float = 2.0) -> bytes:
    """The chart as PNG; `scale` is pixels of the picture for one pixel of the drawing."""
    _register_fonts()
    drawn: bytes = vl_convert.vegalite_to_png(_text(chart), vl_version=_VERSION, scale=scale)
    return drawn


def _text(chart: Chart) -> str:
    return json.dumps(specification(chart), ensure_ascii=False, allow_nan=False)


@cache
def _register_fonts() -> None:
    """Makes the bundled font known; without it the converter leaves out all text in silence."""
    vl_convert.register_font_directory(str(_FONTS))
