"""Every policy of the table: one case it allows, one it refuses with the cause and who mends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from msoko.cycle.course import refused
from msoko.cycle.policies import POLICIES, Refusal, Thing
from msoko.cycle.transitions import ENTERED_WHEN, TRANSITIONS, transition
from tests.unit.cycle.made import DAY, Course, complete, reached

Case = tuple[Course, Thing]
LATER = (DAY + timedelta(days=400)).isoformat()


def asked(name: str, course: Course, target: Thing) -> list[Refusal]:
    return list(POLICIES[name](course.now, target, course.day))


def stage(at: str, of: str = "", ready: bool = False, profile: str = "solnechny") -> Case:
    course = reached(profile, at)
    if ready:
        complete(course, at)
    return course, course.now.stage(of or at)


def entry(at: str, kind: str, links: tuple[str, ...] = (), **said: object) -> Case:
    course = reached("solnechny", at)
    id_, found = course.enter(kind, links, **said)
    assert found == []
    return course, course.entries[id_]


def ended(state: str) -> Case:
    course, target = stage("goals")
    course.state = state
    return course, target


def returned(act: str, state: str, of: str) -> Case:
    course, target = stage("methods", of)
    course.sign(act, state)
    return course, target


def signed(state: str) -> Case:
    course, target = entry("decisions", "decision")
    course.sign("decisions_order", state)
    return course, target


def review(action: str) -> Case:
    """A review of an action in a state."""
    course = reached("solnechny", "effectiveness")
    about = course.now.of("action")[0]
    course.entries[about.id] = replace(about, state=action)
    id_, _ = course.enter("review", [about.ref])
    return course, course.entries[id_]


def reviewed(state: str) -> Case:
    course, one = review("done")
    course.entries[one.id] = replace(one, state=state)  # type: ignore[union-attr, arg-type]
    return course, course.now.of("action")[0]


def action(state: str) -> Case:
    course, one = entry("actions", "action")
    return course, replace(one, state=state)  # type: ignore[type-var]


def concluding(state: str) -> Case:
    """An action while the act of the review is in a state."""
    course, _ = review("running")
    course.sign("effectiveness_review", state)
    return course, course.now.of("action")[0]


def read(*codes: str) -> Case:
    course, target = entry("recommendations", "recommendation", addressees=["101", "102"])
    return course, replace(target, acknowledged=frozenset(codes))  # type: ignore[type-var]


def watched(due: str, day: date) -> Case:
    course = reached("solnechny", "monitoring")
    course.enter("monitoring", due=due)
    course.day = day
    return course, course.now.stage("monitoring")


def all_done(whole: bool) -> Case:
    course = reached("solnechny", "" if whole else "effectiveness")
    return course, course.now


def without_methods(profile: str) -> Case:
    course = reached(profile, "monitoring")
    for one in course.now.of("method"):
        course.entries[one.id] = replace(one, state="withdrawn")
    return course, course.now.stage("monitoring")


DUE = "2025-12-01"
# policy → what it allows, what it refuses, a word of the refusal, who mends it
CASES: dict[str, tuple[Callable[[], Case], Callable[[], Case], str, str]] = {
    "cycle_open": (lambda: ended("open"), lambda: ended("closed"), "цикл завершён", ""),
    "stages_before_done": (
        lambda: stage("objectives"), lambda: stage("objectives", "methods"),
        "не завершён этап «Определение задач»", "Должностные лица",
    ),
    "methods_known": (
        lambda: without_methods("severomorsk"), lambda: without_methods("solnechny"),
        "не назначен метод сбора", "Должностные лица",
    ),
    "contents_whole": (
        lambda: stage("goals", ready=True), lambda: stage("goals"),
        "нет ни одной записи «цель»", "Должностные лица",
    ),
    "documents_signed": (
        lambda: stage("methods", ready=True), lambda: stage("methods"),
        "не подписан акт этапа", "Администрация",
    ),
    "collection_over": (
        lambda: watched(DUE, date(2025, 12, 2)), lambda: watched(DUE, date(2025, 12, 1)),
        "срок мониторинга ещё не истёк", "Должностные лица",
    ),
    "no_act_in_force": (
        lambda: returned("procedure_order", "revoked", "methods"),
        lambda: returned("procedure_order", "signed", "goals"),
        "действует подписанный акт", "сначала отменить акт",
    ),
    "entry_not_signed": (
        lambda: signed("on_approval"), lambda: signed("published"),
        "действует подписанный акт", "Администрация",
    ),
    "later_not_done": (
        lambda: stage("methods", "indicators"), lambda: stage("methods", "goals"),
        "завершён более поздний этап", "сначала вернуть его",
    ),
    "stage_is_open": (
        lambda: entry("goals", "goal"),
        lambda: (reached("solnechny", "objectives"), entry("goals", "goal")[1]),
        "завершён", "вернуть этап в работу",
    ),
    "entry_filled": (
        lambda: entry("decisions", "decision"), lambda: entry("decisions", "decision", due=""),
        "не заполнено «Срок»", "Должностные лица",
    ),
    "has_addressee": (
        lambda: entry("recommendations", "recommendation", addressees=[], person=""),
        lambda: entry("recommendations", "recommendation", addressees=[], person="", group=" "),
        "не указан адресат", "Должностные лица",
    ),
    "action_ended": (
        lambda: review("done"), lambda: review("running"), "ещё не проведена", "Ответственный",
    ),
    "begun_or_late": (
        lambda: action("running"), lambda: action("planned"), "ещё не начата", "Должностные лица",
    ),
    "review_not_signed": (
        lambda: concluding("revoked"), lambda: concluding("signed"),
        "действует подписанный акт", "сначала отменить акт",
    ),
    "no_conclusion": (
        lambda: reviewed("draft"), lambda: reviewed("concluded"),
        "уже сделан вывод об эффективности", "сначала вернуть вывод",
    ),
    "everyone_acknowledged": (
        lambda: read("101", "102"), lambda: read("101"), "организация 102", "организация 102",
    ),
    "stages_done": (
        lambda: all_done(True), lambda: all_done(False), "не завершён этап", "Должностные лица",
    ),
}  # fmt: skip


def test_every_policy_has_its_two_cases() -> None:
    assert set(CASES) == set(POLICIES)


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_policy_allows(name: str) -> None:
    assert asked(name, *CASES[name][0]()) == []


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_policy_refuses_with_its_cause_and_who_lifts_it(name: str) -> None:
    _, case, words, who = CASES[name]
    found = asked(name, *case())
    assert found
    assert words in " ".join(one.what for one in found)
    assert who in " ".join(one.who for one in found)
    assert all(str(one).endswith(".") for one in found)


def test_every_policy_is_asked_by_some_transition() -> None:
    used = {name for step in TRANSITIONS for name in step.policies} | set(ENTERED_WHEN)
    assert set(POLICIES) - used == set()
    assert used - set(POLICIES) == set()


def test_a_term_that_has_not_passed_is_told_to_its_last_day() -> None:
    found = asked("collection_over", *watched(DUE, DAY))
    assert str(found[0]).endswith("Невозможно по 01.12.2025 включительно.")


def test_a_decision_without_its_deadline_is_not_taken() -> None:
    course, target = entry("decisions", "decision", due="")
    told = [str(one) for one in course.take(target, "take")]
    assert any("не заполнено «Срок»" in one for one in told)


def test_a_review_of_nothing_is_refused() -> None:
    course = reached("solnechny", "effectiveness")
    id_, _ = course.enter("review")
    told = [one.what for one in course.entry(id_, "conclude")]
    assert told == ["не указано, какая мера или какое решение оценивается"]


def test_a_decision_that_was_not_taken_is_not_reviewed() -> None:
    course = reached("solnechny", "effectiveness")
    one = course.now.of("decision")[0]
    course.entries[one.id] = replace(one, state="draft")
    id_, _ = course.enter("review", [one.ref])
    assert "ещё не принято" in course.entry(id_, "conclude")[0].what


def test_a_wrong_state_is_told_in_words() -> None:
    course = reached("solnechny", "goals")
    told = str(course.stage("goals", "return")[0])
    assert told == ("Сейчас состояние «в работе», а для «вернуть этап в работу» нужно «завершён».")


def test_a_step_of_one_kind_is_never_taken_on_another() -> None:
    course, target = entry("recommendations", "recommendation")
    with pytest.raises(ValueError, match="no step of recommendation"):
        refused(course.now, target, transition("decision", "take"), DAY)


def test_all_refusals_come_at_once() -> None:
    course = reached("solnechny", "goals")
    course.enter("goal", title="", justification="")
    told = [one.what for one in course.stage("goals", "finish")]
    assert len(told) == 2


def test_what_was_open_after_a_returned_stage_waits_again() -> None:
    course = reached("aniva", "analysis")
    assert course.stage("monitoring", "return") == []
    assert (course.stages["monitoring"], course.stages["analysis"]) == ("open", "waiting")
    assert course.enter("lack", of="gap")[1] != []
