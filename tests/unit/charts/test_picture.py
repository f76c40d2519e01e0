"""Pictures: text is there in the bundled font, the same chart gives the same bytes."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
import vl_convert

import msoko.charts
from msoko.analysis.finding import Chart
from msoko.charts.picture import png, svg
from msoko.charts.specification import FONT, specification
from tests.unit.charts.pixels import grey

YEARS = ("2021/22", "2022/23", "2023/24", "2024/25")
LINE = Chart(
    "Доля отметок «2»", "line", "учебный год", "%",
    tuple(
        {"x": year, "y": value, "low": value - 5, "high": value + 5.5, "label": f"{value} из 100"}
        for year, value in zip(YEARS, (20, 25, 12, 14), strict=True)
    ),
    ("2023/24: работы построены заново и стали короче",),
)  # fmt: skip
BARS = Chart("Ключевые слова", "bar", "%", "", ({"x": 40.5, "y": "школа", "border": 30.0},))
FONTS = Path(msoko.charts.__file__).parent / "fonts"


def dark(chart: Chart) -> int:
    return int((grey(png(chart, 1.0)) < 90).sum())


def test_text_leaves_dark_pixels() -> None:
    # nothing but the title tells the two pictures apart
    assert dark(BARS) > dark(replace(BARS, title=" ")) + 300


def test_different_letters_are_different_pictures() -> None:
    # a font without Cyrillic would draw the same empty box for each of them
    shown = {png(replace(BARS, title=letter), 1.0) for letter in "ЖШъё«№—−"}
    assert len(shown) == 8


def test_every_text_of_a_downloaded_picture_falls_back_to_fonts_with_cyrillic() -> None:
    # the reader's computer may lack our font: Arial stands on Windows and macOS, the last is any
    families = re.findall(r'<text[^>]*font-family="([^"]*)"', svg(LINE))
    assert len(families) == svg(LINE).count("<text")
    assert set(families) == {f"{FONT}, Arial, sans-serif"}


def test_an_unknown_font_would_leave_no_text_at_all() -> None:
    plain = specification(BARS)
    plain["config"]["font"] = "нет такого шрифта"
    lost = vl_convert.vegalite_to_png(plain, vl_version="6.1", scale=1.0)
    assert int((grey(lost) < 90).sum()) < dark(BARS) - 300


def test_the_same_chart_is_the_same_bytes_whatever_was_drawn_between() -> None:
    first, first_png = svg(LINE), png(LINE, 1.0)
    svg(BARS)
    assert (svg(LINE), png(LINE, 1.0)) == (first, first_png)


def test_the_picture_says_its_title_to_those_who_do_not_see_it() -> None:
    told = ElementTree.fromstring(svg(replace(BARS, title='Доля "2" & <прочее>')))
    assert told.attrib["aria-label"] == 'Доля "2" & <прочее>'


def test_names_cannot_bring_markup_into_the_picture() -> None:
    name = "</text><script>alert(1)</script>']"
    told = ElementTree.fromstring(svg(Chart(name, "bar", "%", "", ({"x": 1.0, "y": name},))))
    assert not [one.tag for one in told.iter() if one.tag.endswith("script")]
    assert "script" in "".join(told.itertext())


def test_numbers_carry_a_decimal_comma() -> None:
    small = Chart("Расстояние", "bar", "", "", ({"x": 0.25, "y": "а"}, {"x": 0.9, "y": "б"}))
    shown = re.findall(r">(\d[^<]*)<", svg(small))
    assert "0,2" in shown
    assert not [text for text in shown if "." in text]


def test_the_scale_is_pixels_for_a_pixel() -> None:
    once, twice = grey(png(BARS, 1.0)), grey(png(BARS, 2.0))
    assert twice.shape == pytest.approx([2 * side for side in once.shape], abs=2)


def test_the_bundled_font_comes_with_its_licence() -> None:
    assert {path.name for path in FONTS.glob("*.ttf")} == {
        f"{FONT.replace(' ', '')}-{weight}.ttf" for weight in ("Regular", "Bold")
    }
    assert "SIL Open Font License" in (FONTS / "LICENSE.txt").read_text(encoding="utf-8")
