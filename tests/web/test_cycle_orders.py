"""Orders of stages other than ЗАТО Солнечный's, walked to their end and on into the next cycle."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.web import course, made_acts
from web.audit.impossible import Impossible
from web.audit.models import Event
from web.cycle import entering, steps
from web.cycle.models import Cycle, CycleStage, Entry
from web.cycle.pages.entering import proposals
from web.cycle.standing import standing
from web.policy.scope import PROGRAM

pytestmark = pytest.mark.django_db
# profile → an area of it, and its stages in their order
ORDERS = {
    "aleksandrovskoe": ("objectivity", (
        "goals", "indicators", "methods", "monitoring", "analysis", "recommendations",
        "actions_and_decisions", "effectiveness", "new_cycle",
    )),
    "aniva": ("leaders", (
        "goals", "indicators", "actions", "monitoring", "analysis", "decisions", "effectiveness",
    )),
}  # fmt: skip


@pytest.fixture(params=sorted(ORDERS))
def walked(request: pytest.FixtureRequest, settings: Any) -> Cycle:
    """A cycle walked through all its stages; at each of them what is out of order is refused."""
    settings.PROFILE = request.param
    area, order = ORDERS[request.param]
    cycle: Cycle = steps.open_cycle(by=PROGRAM, area=area, period=course.PERIOD)
    rows = list(cycle.stages.all())
    assert [one.stage for one in rows] == list(order)
    for place, row in enumerate(rows):
        too_early(cycle, row, rows[place + 1 :])
        course.take(row, "begin")
        not_yet(cycle, row, rows[:place])
        course.fill(cycle, row.stage)
        course.take(row, "finish")
    return cycle


def refused(act: Callable[[], object]) -> str:
    """What somebody is told; nothing is written."""
    before = Event.objects.count()
    with pytest.raises(Impossible) as told:
        act()
    assert Event.objects.count() == before
    return str(told.value)


def kinds(cycle: Cycle, stage: str) -> list[str]:
    """What is entered at a stage."""
    contents = standing(cycle).stage(stage).plan.contents
    return ["lack" if one == "finding" else one for one in contents]


def too_early(cycle: Cycle, row: CycleStage, later: list[CycleStage]) -> None:
    """A stage that was not begun takes nothing and does not end; those after it do not begin."""
    title = standing(cycle).stage(row.stage).plan.title
    assert "Сейчас состояние «не начат»" in refused(lambda: course.take(row, "finish"))
    for kind in kinds(cycle, row.stage):
        assert "ещё не начат" in refused(lambda kind=kind: course.entry(cycle, kind))
    for one in later:
        told = refused(lambda one=one: course.take(one, "begin"))
        assert f"Не завершён этап «{title}»" in told


def not_yet(cycle: Cycle, row: CycleStage, earlier: list[CycleStage]) -> None:
    """An empty stage does not end, nor the cycle; what is done is closed to entries."""
    assert refused(lambda: course.take(row, "finish"))
    assert "Не завершён этап" in refused(lambda: course.take(cycle, "close"))
    for one in earlier:
        kind = kinds(cycle, one.stage)[0]
        assert "завершён. Устраняет" in refused(lambda kind=kind: course.entry(cycle, kind))
    for one in earlier[:-1]:
        told = refused(lambda one=one: course.take(one, "return"))
        assert "Завершён более поздний этап" in told


def last(cycle: Cycle) -> CycleStage:
    """The last stage."""
    row = cycle.stages.last()
    assert row is not None
    return row


def test_the_order_is_walked_to_its_end_and_every_step_leaves_its_event(walked: Cycle) -> None:
    rows = walked.stages.count()
    assert walked.stages.filter(state="done").count() == rows
    for action in ("stage.begin", "stage.finish"):
        assert Event.objects.filter(action=action).count() == rows
    course.take(walked, "close")
    assert walked.state == "closed"
    assert "завершён" in refused(lambda: course.take(last(walked), "return"))


def test_the_review_is_signed_and_rests_on_conclusions_about_everything(walked: Cycle) -> None:
    told = standing(walked)
    about = {one.ref for one in told.of("action", "decision")}
    concluded = [one for one in told.of("review") if one.state == "concluded"]
    assert {one.kind for one in told.of("action", "decision")} == {"action", "decision"}
    assert {ref for one in concluded for ref in one.links} == about
    act = made_acts.signed("effectiveness_review", of=walked)
    assert (act.state, act.number) == ("signed", "12-р")
    printed = str(act.contents)
    problem = walked.entries.get(kind="problem")
    assert problem.said["title"] in printed
    assert all(str(one.said["conclusion"]) in printed for one in concluded)
    assert "«подписан»" in refused(
        lambda: made_acts.STEPS["sign"](
            by=PROGRAM, act=act, version=act.version, said=made_acts.SIGNED
        )
    )


def test_a_conclusion_waits_for_its_action_and_then_holds_it(walked: Cycle) -> None:
    home = standing(walked).home("review")
    assert home is not None
    for row in reversed(walked.stages.all()):
        course.take(row, "return")
        if row.stage == home.plan.id:
            break
    action = walked.entries.filter(kind="action").first()
    review = Entry.objects.get(kind="review", links__ref=f"entry:{action.pk}")
    assert "уже сделан вывод" in refused(lambda: course.take(action, "resume"))
    course.take(review, "reopen")
    course.take(action, "resume")
    assert "ещё не проведена" in refused(lambda: course.take(review, "conclude"))
    assert "нет вывода об эффективности" in refused(lambda: course.take(row, "finish"))
    course.take(action, "complete")
    course.take(review, "conclude")
    course.take(row, "finish")


def test_the_problem_opens_the_next_cycle_with_its_proposed_goal(walked: Cycle) -> None:
    problem = walked.entries.get(kind="problem")
    course.take(walked, "close")
    onward = steps.open_cycle(by=PROGRAM, area=walked.area, period="2026-27", problem=problem)
    first = course.stage(onward, "goals")
    wanted = proposals(standing(onward), onward, "goals")
    assert "ещё не начат" in refused(
        lambda: entering.fill(by=PROGRAM, cycle=onward, proposed=wanted)
    )
    course.take(first, "begin")
    entering.fill(by=PROGRAM, cycle=onward, proposed=wanted)
    goal = onward.entries.get(links__ref=f"entry:{problem.pk}")
    assert (goal.kind, goal.said["title"]) == ("goal", problem.said["proposal"])
    assert goal.said["justification"] == problem.said["title"]
    assert onward.entries.filter(kind="goal").count() > 1
    course.take(first, "finish")
    assert "уже есть" in refused(
        lambda: steps.open_cycle(by=PROGRAM, area=walked.area, period="2026-27", problem=problem)
    )


def test_aleksandrovskoe_finishes_actions_and_decisions_together_or_not_at_all(
    settings: Any,
) -> None:
    settings.PROFILE = "aleksandrovskoe"
    cycle = steps.open_cycle(by=PROGRAM, area="objectivity", period=course.PERIOD)
    course.walk(cycle, until="actions_and_decisions")
    row = course.stage(cycle, "actions_and_decisions")
    course.entry(cycle, "decision")
    told = refused(lambda: course.take(row, "finish"))
    assert "решение не принято" in told
    assert "Нет ни одной записи «мера или мероприятие»" in told
    course.entry(cycle, "action", links=[one.ref for one in standing(cycle).of("recommendation")])
    course.take(cycle.entries.get(kind="decision"), "take")
    course.take(row, "finish")


def test_aniva_acts_before_it_monitors_and_recommends_within_its_analysis(settings: Any) -> None:
    settings.PROFILE = "aniva"
    cycle = steps.open_cycle(by=PROGRAM, area="preschool", period=course.PERIOD)
    course.walk(cycle, until="monitoring")
    assert cycle.entries.filter(kind="action", state="done").exists()
    assert not cycle.entries.filter(kind="monitoring").exists()
    assert cycle.entries.filter(kind="method").exists()
    home = standing(cycle).home("recommendation")
    assert home is not None
    assert home.plan.id == "analysis"
