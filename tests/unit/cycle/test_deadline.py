"""A deadline is moved by a step of the table; the earlier one stays with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from msoko.cycle.deadline import moves, unfit, with_deadline
from msoko.cycle.reached import late
from tests.unit.cycle.made import DAY, Course, reached

DUE = DAY + timedelta(days=1)
LATER = DAY + timedelta(days=30)


def running() -> tuple[Course, str]:
    course = reached("solnechny", "actions")
    id_, found = course.enter("action", course.refs("recommendation"))
    assert found == []
    assert course.entry(id_, "start") == []
    return course, id_


def told(course: Course, id_: str, due: date | None) -> list[str]:
    return [one.what for one in course.reschedule(id_, due, "нет зала")]


def test_the_new_deadline_counts_and_the_earlier_ones_stay_in_order() -> None:
    course, id_ = running()
    first, second = course.day + timedelta(days=20), course.day + timedelta(days=40)
    was = course.entries[id_].day("due")
    assert course.reschedule(id_, first, " нет зала ") == []
    course.day += timedelta(days=30)
    assert id_ in [one.id for one in late(course.now, course.day)]
    assert course.reschedule(id_, second, "карантин") == []
    one = course.entries[id_]
    assert (one.state, one.day("due")) == ("running", second)
    assert id_ not in [one.id for one in late(course.now, course.day)]
    assert [(it.was, it.to, it.why) for it in moves(one.said)] == [
        (was, first, "нет зала"), (first, second, "карантин")
    ]  # fmt: skip
    assert moves(one.said)[1].ru == (
        f"{course.day:%d.%m.%Y}: с {first:%d.%m.%Y} на {second:%d.%m.%Y}. Причина: карантин"
    )


@pytest.mark.parametrize(
    ("shift", "what"),
    [(None, "не указан новый срок"), (1, "совпадает с прежним"), (-1, "раньше начала")],
)
def test_a_day_that_is_no_new_deadline_is_refused(shift: int | None, what: str) -> None:
    course, id_ = running()
    starts = course.entries[id_].day("starts")
    assert starts is not None
    due = None if shift is None else starts + timedelta(days=shift)
    assert [what in one for one in told(course, id_, due)] == [True]
    assert moves(course.entries[id_].said) == ()


def test_a_day_that_has_passed_is_refused() -> None:
    course, id_ = running()
    course.day += timedelta(days=30)
    found = told(course, id_, course.day - timedelta(days=1))
    assert [one.endswith("уже прошёл") for one in found] == [True]
    assert told(course, id_, course.day) == []


def test_an_action_that_was_not_begun_is_moved_only_when_it_is_late() -> None:
    course = reached("solnechny", "actions")
    id_, _ = course.enter("action", course.refs("recommendation"))
    later = course.day + timedelta(days=30)
    assert "ещё не начата" in told(course, id_, later)[0]
    course.day += timedelta(days=2)
    assert told(course, id_, later) == []
    assert course.entries[id_].state == "planned"


def test_what_is_held_or_concluded_on_or_signed_is_not_moved() -> None:
    course, id_ = running()
    course.entry(id_, "complete")
    assert "Сейчас состояние «проведено»" in str(course.reschedule(id_, LATER, "а")[0])
    course = reached("solnechny", "effectiveness")
    action = course.now.of("action")[0]
    course.entries[action.id] = replace(action, state="running")
    later = course.day + timedelta(days=30)
    review, _ = course.enter("review", [action.ref])
    course.entries[review] = replace(course.entries[review], state="concluded")
    assert told(course, action.id, later) == ["по этой записи уже сделан вывод об эффективности"]
    course.entries[review] = replace(course.entries[review], state="draft")
    course.sign("effectiveness_review")
    assert "действует подписанный акт" in told(course, action.id, later)[0]
    course.sign("effectiveness_review", "revoked")
    assert told(course, action.id, later) == []


def test_a_first_deadline_may_be_set_the_same_way() -> None:
    course, id_ = running()
    bare = replace(course.entries[id_], said={"title": "Мера"})
    assert list(unfit(bare, LATER, DAY)) == []
    said = with_deadline(bare, LATER, DAY, "задан впервые")
    assert moves(said)[0].ru == f"{DAY:%d.%m.%Y}: на {LATER:%d.%m.%Y}. Причина: задан впервые"
