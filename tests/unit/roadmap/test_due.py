"""What presses today, a month as a sheet, terms as bars, days as a calendar file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar

from msoko.roadmap.due import Due, pressing
from msoko.roadmap.feed import calendar_text
from msoko.roadmap.month import beside, weeks
from msoko.roadmap.timeline import WIDTH, Axis, Bar, bar

TODAY = date(2025, 3, 10)


def due(day: date | None, **said: Any) -> Due:
    return Due("Мониторинг", day, "ОО", "101", f"/{day}/", said.pop("state", "in_work"), **{
        "kind": "roadmap", **said,
    })  # fmt: skip


@pytest.mark.parametrize(
    ("one", "urgency"),
    [
        (due(date(2025, 3, 9)), "overdue"),
        (due(date(2025, 3, 10)), "soon"),
        (due(date(2025, 3, 17)), "soon"),
        (due(date(2025, 3, 18)), "later"),
        (due(None), "undated"),
        (due(date(2020, 1, 1), state="done"), "closed"),
        (due(None, state="returned"), "returned"),
    ],
)
def test_seven_days_ahead_are_soon_and_what_has_no_day_is_never_overdue(
    one: Due, urgency: str
) -> None:
    assert one.urgency(TODAY) == urgency


def test_what_presses_is_told_by_groups_the_earliest_first() -> None:
    late, later = due(date(2024, 1, 1)), due(date(2025, 1, 1))
    told = pressing([later, due(None), due(date(2026, 1, 1)), late], TODAY)
    assert told == {"overdue": (late, later)}


def test_a_month_is_whole_weeks_with_things_on_their_days() -> None:
    one = due(date(2025, 3, 31))
    sheet = weeks(2025, 3, [one, due(None), due(date(2025, 5, 1))])
    assert all(len(week) == 7 for week in sheet)
    assert sheet[0][0].day == date(2025, 2, 24)
    assert [day.day for week in sheet for day in week if day.things] == [date(2025, 3, 31)]
    assert not sheet[0][0].is_inside


@pytest.mark.parametrize(("step", "other"), [(1, (2026, 1)), (-1, (2025, 11)), (-12, (2024, 12))])
def test_months_go_on_over_the_new_year(step: int, other: tuple[int, int]) -> None:
    assert beside(2025, 12, step) == other


def test_a_bar_is_cut_at_the_edges_and_one_day_is_still_seen() -> None:
    axis = Axis(date(2025, 1, 1), date(2025, 12, 31))
    assert bar(axis, date(2021, 1, 1), date(2027, 1, 1)) == Bar(0, WIDTH)
    assert bar(axis, None, date(2024, 12, 31)) is None
    assert bar(axis, None, None) is None
    last = bar(axis, None, date(2025, 12, 31))
    assert last is not None
    assert last.width > 0
    assert last.left + last.width == WIDTH


def test_the_axis_names_months_of_one_year_and_years_of_several() -> None:
    assert [name for _, name in Axis(date(2025, 1, 1), date(2025, 12, 31)).ticks][:2] == [
        "янв", "фев",
    ]  # fmt: skip
    several = Axis(date(2021, 1, 1), date(2025, 12, 31)).ticks
    assert [name for _, name in several] == ["2021", "2022", "2023", "2024", "2025"]


def test_a_calendar_holds_days_only_and_names_stay_the_same() -> None:
    things = [due(date(2025, 3, 31), note="второй этап"), due(None)]
    made = datetime(2025, 3, 1, tzinfo=UTC)
    text = calendar_text(things, "Дорожная карта", "https://msoko.example", made)
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2025, 3, 31), date(2025, 4, 1))
    assert event["url"] == "https://msoko.example/2025-03-31/"
    assert "второй этап" in event["description"]
    assert event["uid"] == f"{things[0].uid}@msoko"
    assert text == calendar_text(things, "Дорожная карта", "https://msoko.example", made)


def test_line_breaks_of_a_title_cannot_add_lines_to_the_calendar() -> None:
    wild = Due("Срок\r\nATTACH:http://evil.example", TODAY, "", "", "/x/", "in_work", "roadmap")
    text = calendar_text([wild], "к", "", datetime(2025, 3, 1, tzinfo=UTC))
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert "attach" not in event
