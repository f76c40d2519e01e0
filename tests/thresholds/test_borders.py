"""Borders by example: exact, of their own year, in their own window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest

from msoko.facts.conform import conform
from msoko.facts.schema import TABLES
from msoko.indicators.compute import compute
from msoko.indicators.gather import MemoryFacts
from msoko.indicators.thresholds import Raised, raised
from msoko.profile.conditions import Bound, Compare
from msoko.profile.formula import ChangeFormula, Selection, ShareFormula
from msoko.profile.indicator import (
    Exclusion,
    Indicator,
    Line,
    LineBound,
    Persistence,
    Threshold,
)

WROTE = Selection("results", Compare("participated", "is", True), unknown={"mark": "drop"})
FAILED = ShareFormula(WROTE, Compare("mark", "is", 2))
TOP = Line(
    "top", "получили «5»", ShareFormula(WROTE, Compare("mark", "is", 5)), "percent", "context"
)
TWENTY = Threshold("low", "at_least", ((date(2021, 8, 17), Fraction(20)),))
UNRELIABLE = Exclusion(Compare("status", "is", "unreliable"), "keep", "с учётом объективности")


def indicator(threshold: Threshold = TWENTY, **more: Any) -> Indicator:
    return Indicator(
        "failed",
        "area",
        "получили «2»",
        "percent",
        "lower_is_better",
        ("school",),
        FAILED,
        lines=(TOP,),
        thresholds={"low": threshold},
        exclude=(UNRELIABLE,),
        **more,
    )


def works(year: int, failed: int, of: int, top: int = 0) -> list[dict[str, Any]]:
    marks = [2] * failed + [5] * top + [3] * (of - failed - top)
    work = {"organisation": "101", "procedure": "vpr", "participated": True}
    return [{**work, "year": year, "mark": m, "pupil": str(n)} for n, m in enumerate(marks)]


def judged(
    rows: list[dict[str, Any]],
    year: int,
    threshold: Threshold = TWENTY,
    reviews: list[dict[str, Any]] | None = None,
) -> Raised:
    tables: Mapping[str, list[dict[str, Any]]] = {"results": rows, "reviews": reviews or []}
    facts = {
        name: conform(pa.Table.from_pylist(mine), TABLES[name], 1)
        for name, mine in tables.items()
        if mine
    }
    asked = indicator(threshold)
    look = compute([asked], MemoryFacts(facts)).look()
    return raised(asked, threshold, "101", year, look)


def test_19_96_percent_does_not_reach_20() -> None:
    assert judged(works(2024, 499, 2500), 2024).raised is False


def test_exactly_20_percent_does() -> None:
    assert judged(works(2024, 500, 2500), 2024).raised is True


@pytest.mark.parametrize(
    ("operator", "at_the_border"),
    [("at_least", True), ("above", False), ("at_most", True), ("below", False)],
)
def test_the_border_itself_belongs_to_at_least_and_at_most(
    operator: Any, at_the_border: bool
) -> None:
    assert (
        judged(works(2024, 1, 5), 2024, replace(TWENTY, operator=operator)).raised is at_the_border
    )


def test_a_third_is_not_thirty_three_and_a_third_percent_rounded() -> None:
    near = replace(TWENTY, dated=((date(2021, 8, 17), Fraction("33.3333333333333333")),))
    assert judged(works(2024, 1, 3), 2024, near).raised is True
    beyond = replace(TWENTY, dated=((date(2021, 8, 17), Fraction("33.3333333333333334")),))
    assert judged(works(2024, 1, 3), 2024, beyond).raised is False


def test_a_year_before_the_act_cannot_be_judged() -> None:
    assert judged(works(2019, 5, 5), 2019).raised is None


def test_each_year_has_the_border_of_its_own_last_day() -> None:
    dated = ((date(2021, 8, 17), Fraction(20)), (date(2024, 9, 1), Fraction(50)))
    threshold = replace(TWENTY, dated=dated)
    rows = [*works(2023, 2, 5), *works(2024, 2, 5)]
    assert judged(rows, 2023, threshold).raised is True
    assert judged(rows, 2024, threshold).raised is False


TWO_OF_THREE = Persistence(2, 3, "before")


@pytest.mark.parametrize(
    ("window", "expected"), [("before", True), ("including", False)], ids=["до", "включая"]
)
def test_the_window_ends_before_the_year_or_with_it(window: Any, expected: bool) -> None:
    rows = [*works(2021, 2, 5), *works(2022, 0, 5), *works(2023, 2, 5), *works(2024, 0, 5)]
    threshold = replace(TWENTY, persists=replace(TWO_OF_THREE, window=window))
    assert judged(rows, 2024, threshold).raised is expected


def test_a_year_without_data_leaves_the_answer_open_only_when_it_could_change_it() -> None:
    threshold = replace(TWENTY, persists=TWO_OF_THREE)
    one = works(2021, 2, 5)
    assert judged([*one, *works(2022, 0, 5)], 2024, threshold).raised is None
    assert judged([*one, *works(2022, 2, 5)], 2024, threshold).raised is True
    assert judged([*works(2021, 0, 5), *works(2022, 0, 5)], 2024, threshold).raised is False


def test_an_unreliable_year_does_not_count_and_does_not_shorten_the_window() -> None:
    threshold = replace(TWENTY, persists=TWO_OF_THREE)
    rows = [*works(2021, 2, 5), *works(2022, 2, 5), *works(2023, 0, 5)]
    review = {"organisation": "101", "year": 2022, "status": "unreliable", "source": "перечень"}
    assert judged(rows, 2024, threshold).raised is True
    found = judged(rows, 2024, threshold, [review])
    assert (found.raised, found.met) == (False, 1)
    assert [one.verdict for one in found.judged] == ["met", "disputed", "not_met"]


@pytest.mark.parametrize(
    ("failed", "top", "logic", "expected"),
    [
        (1, 0, "and", True),
        (1, 1, "and", False),
        (0, 0, "and", False),
        (0, 0, "or", True),
        (1, 1, "or", True),
        (0, 1, "or", False),
    ],
)
def test_with_a_line_beside(failed: int, top: int, logic: Any, expected: bool) -> None:
    nobody = LineBound("top", (Bound("is", Fraction(0)),))
    threshold = replace(TWENTY, with_=(nobody,), logic=logic)
    assert judged(works(2024, failed, 5, top), 2024, threshold).raised is expected


def test_a_change_is_compared_exactly_too() -> None:
    """29 % − 18 % is 11 % and not 10.999999999999996 %, as floating numbers would have it."""
    base = replace(indicator(), exclude=())
    change = replace(
        base,
        id="change",
        formula=ChangeFormula("failed", None, 1, "difference"),
        lines=(),
        thresholds={"grown": Threshold("grown", "at_least", ((date(2020, 1, 1), Fraction(11)),))},
    )
    rows = [*works(2023, 18, 100), *works(2024, 29, 100)]
    facts = {"results": conform(pa.Table.from_pylist(rows), TABLES["results"], 1)}
    look = compute([base, change], MemoryFacts(facts)).look()
    assert raised(change, change.thresholds["grown"], "101", 2024, look).raised is True
