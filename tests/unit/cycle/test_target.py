"""A target of an indicator is reached, missed or open, by the whole interval of today's value."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msoko.cycle.target import (
    Measured,
    Side,
    Target,
    judged,
    number_of,
    target_faults,
    target_lacks,
    target_of,
)
from msoko.profile.indicator import Indicator, Unit

F100 = Fraction(100)
DAY = date(2026, 5, 1)
SAID = {
    "target_side": "at_least", "target": "85,5", "target_unit": "percent",
    "target_by": "2026-05-31",
}  # fmt: skip
NUMBERS = st.fractions(-100, 100, max_denominator=40)


def outcome(side: Side, number: int, low: int | None, value: int, high: int | None) -> str:
    target = Target(side, Fraction(number), "percent")
    between = [Fraction(one) if one is not None else None for one in (low, high)]
    return judged(target, Measured(Fraction(value), "percent", *between), DAY).outcome


@pytest.mark.parametrize(
    ("side", "number", "low", "value", "high", "told"),
    [
        ("at_least", 85, 86, 90, 94, "reached"),
        ("at_least", 85, 85, 90, 94, "reached"),
        ("at_least", 85, 70, 80, 84, "missed"),
        ("at_least", 85, 80, 90, 94, "open"),
        ("at_least", 85, 70, 80, 85, "open"),
        ("at_most", 20, 5, 10, 20, "reached"),
        ("at_most", 20, 21, 25, 30, "missed"),
        ("at_most", 20, 20, 25, 30, "open"),
        ("at_most", 20, 10, 15, 25, "open"),
        ("at_least", 85, None, 85, None, "reached"),
        ("at_least", 85, None, 84, None, "missed"),
        ("at_most", 20, None, 20, None, "reached"),
        ("at_most", 20, None, 21, None, "missed"),
    ],
)
def test_the_whole_interval_decides(
    side: Side, number: int, low: int | None, value: int, high: int | None, told: str
) -> None:
    assert outcome(side, number, low, value, high) == told


@given(side=st.sampled_from(("at_least", "at_most")), ends=st.lists(NUMBERS, min_size=3,
       max_size=3), number=NUMBERS)  # fmt: skip
def test_a_target_inside_the_interval_is_never_said_to_be_missed_or_reached_by_chance(
    side: Side, ends: list[Fraction], number: Fraction
) -> None:
    low, value, high = sorted(ends)
    told = judged(Target(side, number, "count"), Measured(value, "count", low, high), DAY).outcome
    if low < number < high:
        assert told == "open"
    if told != "open":
        exact = value >= number if side == "at_least" else value <= number
        assert exact is (told == "reached")


def test_what_is_not_known_is_not_said() -> None:
    target = Target("at_least", Fraction(85), "percent")
    for now in (None, Measured(None, "percent")):
        told = judged(target, now, DAY)
        assert (told.outcome, told.why) == ("open", "значения нет")
    small = judged(target, Measured(F100, "percent", F100, F100, doubt="слишком мало"), DAY)
    assert (small.outcome, small.why) == (
        "open", "значение 100 %; о значении известно: слишком мало",
    )  # fmt: skip
    other = judged(target, Measured(Fraction(90), "count"), DAY)
    assert (other.outcome, other.why) == (
        "open", "значение 90; цель и показатель измеряются по-разному",
    )  # fmt: skip


def test_the_sentence_names_the_target_the_value_and_its_interval() -> None:
    target = target_of(SAID)
    assert target is not None
    now = Measured(Fraction(889, 10), "percent", Fraction(861, 10), Fraction(913, 10), "2025/26")
    assert judged(target, now, DAY).ru == (
        "Цель «не менее 85,5 % к 31.05.2026» достигнута: значение 88,9 % за 2025/26, "
        "интервал 86,1–91,3."
    )
    low = Measured(Fraction(70), "percent", Fraction(60), Fraction(80))
    assert judged(target, low, DAY).ru == (
        "Цель «не менее 85,5 % к 31.05.2026» не достигнута: значение 70 %, интервал 60–80; "
        "срок ещё не наступил."
    )
    assert "срок" not in judged(target, low, date(2026, 6, 1)).why
    both = Measured(Fraction(85), "percent", Fraction(80), Fraction(90))
    assert judged(target, both, DAY).ru == (
        "Достигнута ли цель «не менее 85,5 % к 31.05.2026», по имеющимся данным не решено: "
        "значение 85 %, а его интервал 80–90 лежит по обе стороны цели."
    )


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("85", Fraction(85)), ("85,5", Fraction(171, 2)), ("0.25", Fraction(1, 4)),
        ("1 200", Fraction(1200)), ("1\u00a0200", Fraction(1200)), ("−3", Fraction(-3)),
        ("", None), (None, None), ("много", None),
        ("85 %", None), ("1e5", None), ("8,5,5", None), ("85..", None), ("٣", None),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(typed: object, number: Fraction | None) -> None:
    assert number_of(typed) == number


def test_a_target_said_in_part_is_no_target_and_tells_what_it_lacks() -> None:
    assert target_of({}) is None
    assert target_lacks({"indicator": "a"}) == []
    assert target_lacks(SAID) == []
    for name, word in (
        ("target", "не указано число"), ("target_side", "«не менее» или «не более»"),
        ("target_unit", "в чём измеряется"),
    ):  # fmt: skip
        partly = SAID | {name: ""}
        assert target_of(partly) is None
        assert [word in one for one in target_lacks(partly)] == [True]
    wrong = SAID | {"target": "85 %"}
    assert target_of(wrong) is None
    assert "не число" in target_lacks(wrong)[0]
    whole = target_of(SAID | {"target_by": ""})
    assert whole is not None
    assert whole.by is None


def indicator(unit: Unit, kind: str) -> Indicator:
    """An indicator of a unit; its formula has a kind and nothing else."""
    return Indicator("a", "area", "Доля", unit, "context", (), SimpleNamespace(kind=kind))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("unit", "kind", "typed", "field", "word"),
    [
        ("percent", "share", "85", "", ""),
        ("percent", "ratio", "101", "target", "от 0 до 100"),
        ("percent", "share", "-1", "target", "от 0 до 100"),
        ("percent", "change", "-1", "", ""),
        ("boolean", "exists", "85", "target", "«да» или «нет»"),
        ("count", "count", "85", "target_unit", "«единиц»"),
        ("share", "share", "85", "target_unit", "«доли единицы»"),
    ],
)
def test_a_target_no_value_can_be_held_against_is_told_at_its_field(
    unit: Unit, kind: str, typed: str, field: str, word: str
) -> None:
    told = target_faults(SAID | {"target": typed}, indicator(unit, kind))
    assert [one.field for one in told] == ([field] if field else [])
    assert all(word in one.what for one in told)


def test_a_number_of_things_is_not_less_than_none() -> None:
    said = SAID | {"target": "-1", "target_unit": "count"}
    told = target_faults(said, indicator("count", "count"))
    assert [(one.field, one.what) for one in told] == [
        ("target", "у этого показателя не бывает значений меньше нуля")
    ]
