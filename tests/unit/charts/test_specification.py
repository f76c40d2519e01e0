"""Charts as specifications: order, breaks, series, borders, intervals."""

from __future__ import annotations

import json
from typing import Any

import pytest

from msoko.analysis.finding import Chart
from msoko.charts.placed import placed
from msoko.charts.specification import specification
from msoko.charts.table import table

YEARS = ("2021/22", "2022/23", "2023/24", "2024/25")


def series(*values: float, breaks: tuple[str, ...] = (), **more: Any) -> Chart:
    rows = tuple({"x": x, "y": y, **more} for x, y in zip(YEARS, values, strict=False))
    return Chart("Доля", "line", "учебный год", "%", rows, breaks)


def marks(chart: Chart) -> list[str]:
    return [layer["mark"]["type"] for layer in specification(chart)["layer"]]


def test_names_keep_the_order_of_rows() -> None:
    chart = Chart("", "interval", "%", "", ({"x": 9, "y": "Ясная"}, {"x": 1, "y": "Алая"}))
    drawn = specification(chart)
    scale, shown = (drawn["encoding"]["y"][key] for key in ("scale", "axis"))
    assert scale["domain"] == [0, 1]
    assert json.loads(shown["labelExpr"].removesuffix("[datum.value]")) == [["Ясная"], ["Алая"]]


def test_two_schools_of_one_name_are_two_places() -> None:
    same = ({"x": 1, "y": "СОШ № 1"}, {"x": 2, "y": "СОШ № 1"})
    assert [row["at"] for row in placed(Chart("", "interval", "", "", same)).rows] == [0, 1]


def test_rows_of_two_series_share_the_places_of_their_names() -> None:
    rows = tuple({"x": x, "y": 1, "series": s} for s in ("а", "б") for x in YEARS)
    found = placed(Chart("", "line", "", "", rows))
    assert (found.names, found.series) == (YEARS, ("а", "б"))


def test_a_line_has_a_part_before_and_a_part_after_a_break() -> None:
    chart = series(1, 2, 3, 4, breaks=("2023/24: другая шкала, с прошлыми годами не сравнимая",))
    assert [row["part"] for row in placed(chart).rows] == [0, 0, 1, 1]
    layers = specification(chart)["layer"]
    line = next(layer for layer in layers if layer["mark"]["type"] == "line")
    assert line["encoding"]["detail"] == [{"field": "part", "type": "nominal"}]
    rule = next(layer for layer in layers if layer["mark"]["type"] == "rule")
    assert rule["data"]["values"] == [{"at": 2.0, "said": "разрыв"}]
    assert "другая шкала" in specification(chart)["title"]["subtitle"][1]


def test_a_short_reason_stands_at_the_rule_of_its_break() -> None:
    drawn = specification(series(1, 2, 3, breaks=("2022/23: другая шкала",)))
    assert "subtitle" not in drawn["title"]
    said = [layer["data"]["values"][0]["said"] for layer in drawn["layer"] if "data" in layer]
    assert said == ["другая шкала"] * 2


def test_a_break_outside_the_chart_is_told_and_not_drawn() -> None:
    drawn = specification(series(1, 2, 3, breaks=("2018/19: давно",)))
    assert drawn["title"]["subtitle"][1] == "2018/19: давно"
    assert "rule" not in [layer["mark"]["type"] for layer in drawn["layer"]]


def test_series_differ_by_shape_and_dash_besides_colour() -> None:
    rows = tuple({"x": x, "y": 1, "series": s} for s in ("а", "б") for x in YEARS)
    layers = specification(Chart("", "line", "", "", rows))["layer"]
    line, point = (
        next(layer["encoding"] for layer in layers if layer["mark"]["type"] == kind)
        for kind in ("line", "point")
    )
    for channel, encoding in (("strokeDash", line), ("shape", point), ("color", point)):
        told = [json.dumps(one) for one in encoding[channel]["scale"]["range"]]
        assert len(set(told)) == 2, channel


def test_an_interval_is_a_rule_with_ticks() -> None:
    chart = Chart("", "interval", "%", "", ({"x": 5, "y": "школа", "low": 1, "high": 9},))
    assert marks(chart) == ["rule", "tick", "tick", "point"]


def test_a_common_border_is_one_rule_with_its_number() -> None:
    rows = tuple({"x": x, "y": "абв"[x], "border": 20.0} for x in (0, 1, 2))
    layers = specification(Chart("", "interval", "%", "", rows))["layer"]
    assert "порог 20 %" in [layer["mark"].get("text") for layer in layers]
    other = (*rows, {"x": 1, "y": "г", "border": 30.0})
    assert marks(Chart("", "interval", "%", "", other)) == ["point", "tick"]


def test_numbers_under_columns_are_names_and_points_keep_both_scales() -> None:
    rows = ({"x": 10, "y": 3}, {"x": 9, "y": 1})
    assert placed(Chart("", "histogram", "балл", "", rows)).names == ("10", "9")
    assert specification(Chart("", "point", "", "", rows))["encoding"]["x"]["type"] == (
        "quantitative"
    )


def test_bars_start_from_zero_and_shares_far_from_it_do_not() -> None:
    def zero(mark: Any) -> bool:
        rows = ({"x": "а", "y": 95.0}, {"x": "б", "y": 97.0})
        return bool(specification(Chart("", mark, "", "%", rows))["encoding"]["y"]["scale"]["zero"])

    assert (zero("bar"), zero("line")) == (True, False)


@pytest.mark.parametrize("strange", [float("nan"), float("inf"), None])
def test_what_is_no_number_is_not_drawn_and_is_a_dash_in_the_table(strange: Any) -> None:
    chart = series(strange, 2, 3)
    assert [row["value"] for row in placed(chart).rows] == [2, 3]
    json.dumps(specification(chart), allow_nan=False)
    assert table(chart)[1][0] == ("2021/22", "—")


def test_a_chart_without_rows_is_drawn_empty() -> None:
    assert specification(Chart("Пусто", "bar", "", "", ()))["data"] == {"values": []}


def test_the_table_says_the_chart_in_russian() -> None:
    rows = ({"x": 20.55, "y": "школа", "low": 10.0, "high": 0.345, "label": "8 из 40"},)
    headings, cells = table(Chart("", "interval", "%", "", rows))
    assert headings == (
        "Что показано", "Значение, %", "Интервал: от", "Интервал: до", "Пояснение",
    )  # fmt: skip
    assert cells == (("школа", "20,6", "10", "0,34", "8 из 40"),)


def test_longer_names_stand_one_under_another() -> None:
    rows = ({"x": "остальные школы муниципалитета", "y": 1.0},)
    assert not placed(Chart("", "bar", "", "", rows)).upright
    assert placed(series(1, 2)).upright
