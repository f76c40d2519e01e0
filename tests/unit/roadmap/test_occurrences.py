"""What a row of a roadmap asks for in a period: days only where somebody has named one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msoko.profile.load import default_profiles_dir, load_profile
from msoko.profile.model_cycle import RoadmapRow
from msoko.roadmap.occurrences import Key, Occurrence, SetDate, occurrences

YEAR_2023 = (date(2023, 1, 1), date(2023, 12, 31))


def row(**said: Any) -> RoadmapRow:
    said = {"id": "row", "title": "Мероприятие", **said}
    return RoadmapRow.model_validate(said, strict=False)


def one(said: RoadmapRow, first: date, last: date, **dates: Any) -> Occurrence:
    (found,) = occurrences([said], first, last, **dates)
    return found


def rows_of(profile: str) -> tuple[RoadmapRow, ...]:
    loaded = load_profile(default_profiles_dir() / profile).profile
    assert loaded is not None
    assert loaded.texts.roadmap is not None
    return loaded.texts.roadmap.rows


def test_a_month_of_one_year_is_due_on_its_last_day_and_in_no_other_year() -> None:
    march = row(term="date", due="Март 2021", **{"from": "2021-03-01", "to": "2021-03-31"})
    found = one(march, date(2021, 1, 1), date(2021, 12, 31))
    assert (found.starts, found.due) == (date(2021, 3, 1), date(2021, 3, 31))
    assert occurrences([march], *YEAR_2023) == ()


def test_a_term_of_several_years_is_one_thing_known_by_its_last_year() -> None:
    years = row(term="span", due="2021-2025", **{"from": "2021-01-01", "to": "2025-12-31"})
    found = one(years, *YEAR_2023)
    assert (found.key, found.due) == (Key("row", 2025), date(2025, 12, 31))
    assert not found.is_late(date(2025, 12, 31))
    assert found.is_late(date(2026, 1, 1))


@pytest.mark.parametrize(
    ("term", "words"),
    [
        ("yearly", "Ежегодно"),
        ("permanent", "Постоянно"),
        ("by_schedule", "В соответствии с графиком проведения"),
    ],
)
def test_words_without_a_day_stay_words_in_every_year_and_are_never_late(
    term: str, words: str
) -> None:
    said = row(term=term, due=words, **{"from": "2021-01-01", "to": "2025-12-31"})
    found = occurrences([said], date(2019, 1, 1), date(2030, 12, 31))
    assert [one.key.year for one in found] == [2021, 2022, 2023, 2024, 2025]
    assert {(one.starts, one.due, one.wording) for one in found} == {(None, None, words)}
    assert not any(one.is_late(date(2100, 1, 1)) for one in found)


def test_a_day_set_by_a_person_counts_and_says_who_set_it() -> None:
    said = row(term="by_schedule", due="По графику", **{"from": "2021-01-01", "to": "2025-12-31"})
    chosen = SetDate(date(2023, 4, 20), by="лицо", reason="график утверждён")
    found = one(said, *YEAR_2023, dates={Key("row", 2023): chosen})
    assert (found.due, found.set_date, found.wording) == (date(2023, 4, 20), chosen, "По графику")
    assert found.is_late(date(2023, 4, 21))


def test_a_moved_day_shows_in_both_years_and_keeps_the_written_one() -> None:
    said = row(term="date", **{"from": "2023-12-01", "to": "2023-12-20"})
    dates = {Key("row", 2023): SetDate(date(2024, 1, 15))}
    for year in (2023, 2024):
        found = one(said, date(year, 1, 1), date(year, 12, 31), dates=dates)
        assert (found.due, found.written) == (date(2024, 1, 15), date(2023, 12, 20))


def test_named_months_are_days() -> None:
    autumn = row(term="yearly", due="сентябрь–октябрь", months=(9, 10))
    assert one(autumn, *YEAR_2023).due == date(2023, 10, 31)
    quarters = row(term="yearly", recurs="quarterly", months=(3, 6, 9, 12))
    found = occurrences([quarters], *YEAR_2023)
    assert [one.due for one in found] == [
        date(2023, 3, 31), date(2023, 6, 30), date(2023, 9, 30), date(2023, 12, 31),
    ]  # fmt: skip
    assert len({one.key for one in found}) == 4


def test_winter_months_end_in_the_next_year_and_show_in_both() -> None:
    winter = row(term="yearly", due="ноябрь–февраль", months=(11, 12, 1, 2))
    found = occurrences([winter], *YEAR_2023)
    assert [(one.starts, one.due) for one in found] == [
        (date(2022, 11, 1), date(2023, 2, 28)), (date(2023, 11, 1), date(2024, 2, 29)),
    ]  # fmt: skip


def test_a_yearly_day_comes_every_year_from_its_first() -> None:
    said = row(term="date", recurs="yearly", **{"from": "2024-02-29", "to": "2024-02-29"})
    assert one(said, date(2025, 1, 1), date(2025, 12, 31)).due == date(2025, 2, 28)
    assert occurrences([said], *YEAR_2023) == ()


def test_all_rows_of_aniva_stand_in_2021_with_days_only_where_the_text_names_them() -> None:
    found = occurrences(rows_of("aniva"), date(2021, 1, 1), date(2021, 12, 31))
    assert len(found) == 42
    assert {one.kind for one in found} == {"date", "span", "yearly", "by_schedule", "permanent"}
    without = {one.wording for one in found if one.due is None}
    assert without == {"Ежегодно", "Постоянно", "В соответствии с графиком проведения"}
    assert sum(one.due is None for one in found) == 13
    in_2021 = {one.row.number for one in found if one.due and one.due.year == 2021}
    assert in_2021 == {"1.1", "1.2", "1.3", "1.4", "1.5", "6.1"}


def test_rows_of_severomorsk_have_no_term_and_stand_in_any_year() -> None:
    found = occurrences(rows_of("severomorsk"), *YEAR_2023)
    plans = [one for one in found if one.row.area]
    assert len(plans) == 8
    assert {(one.kind, one.due, one.wording) for one in plans} == {("unnamed", None, "")}


def test_solnechny_has_rules_of_the_plan_but_no_rows() -> None:
    assert rows_of("solnechny") == ()


days = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@st.composite
def made_rows(draw: st.DrawFn) -> RoadmapRow:
    start = draw(st.none() | days)
    length = draw(st.integers(0, 2000))
    end = draw(st.booleans())
    made = {
        "id": "row", "title": "т", "due": draw(st.none() | st.just("слова")),
        "term": draw(st.sampled_from(
            [None, "date", "span", "yearly", "by_schedule", "permanent"])),
        "recurs": draw(st.sampled_from(
            [None, "once", "monthly", "quarterly", "half_yearly", "yearly", "as_needed"])),
        "months": draw(st.lists(st.integers(1, 12), max_size=4, unique=True)),
        "from": start, "to": (start or date(2021, 1, 1)) + timedelta(length) if end else None,
    }  # fmt: skip
    return RoadmapRow.model_validate(made, strict=False)


@given(made_rows(), days, st.integers(0, 1500), st.integers(0, 1500))
def test_a_period_is_the_sum_of_its_parts_and_no_day_is_made_up(
    said: RoadmapRow, first: date, one_part: int, other_part: int
) -> None:
    middle = first + timedelta(one_part)
    last = middle + timedelta(1 + other_part)
    whole = occurrences([said], first, last)
    parts = {
        *occurrences([said], first, middle), *occurrences([said], middle + timedelta(1), last),
    }  # fmt: skip
    known = {(one.key, one.starts, one.due) for one in whole}
    assert len(known) == len(whole)
    if all(one.due is not None for one in whole):
        assert {(one.key, one.starts, one.due) for one in parts} == known
    for one in whole:
        if said.months or one.kind in ("date", "span"):
            continue
        assert one.due is None
    for one in whole:
        if one.due is not None:
            assert (one.starts or one.due) <= last
            assert one.due >= first
            assert (one.starts or one.due) <= one.due
