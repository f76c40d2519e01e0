"""Pages of cycles: what is shown to whom, nothing typed is lost, refusals lead where they end."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from tests.web import course, world
from web import regulation
from web.cycle import entering
from web.cycle.models import Cycle, Entry, Finding
from web.policy.scope import PROGRAM

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]
TODAY = timezone.localdate


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def page_of(cycle: Cycle, stage: str = "") -> str:
    if stage:
        return reverse("cycles:stage", args=[cycle.pk, stage])
    return reverse("cycles:cycle", args=[cycle.pk])


def card_of(entry: Entry) -> str:
    return reverse("cycles:entry", args=[entry.pk])


def test_a_cycle_is_opened_from_the_page_and_a_second_one_is_refused(signed_in: SignedIn) -> None:
    browser, said = signed_in("operator"), {"area": course.AREA, "period": "2025-26"}
    response = browser.post("/cycles/new/", said)
    made = Cycle.objects.get(area=course.AREA)
    assert (response.status_code, response.url) == (302, page_of(made))
    again = browser.post("/cycles/new/", {**said, "title": "Второй"})
    assert again.status_code == 422
    assert "учебный год уже" in text(again)
    assert 'value="Второй"' in text(again)


def test_the_list_says_where_a_cycle_is_and_what_blocks_it(signed_in: SignedIn) -> None:
    cycle = course.opened("goals")
    page = text(signed_in("operator").get(f"/cycles/?area={course.AREA}"))
    assert "Циклов: 1" in page
    assert "Определение целей и их обоснования: в работе" in page
    assert "Нет ни одной записи «цель»" in page
    assert reverse("cycles:enter", args=[cycle.pk, "goals", "goal"]) in page


def test_filters_stay_in_the_address_of_the_file(signed_in: SignedIn) -> None:
    course.opened("goals")
    browser = signed_in("operator")
    assert f"table.xlsx?area={course.AREA}" in text(browser.get(f"/cycles/?area={course.AREA}"))
    book = load_workbook(io.BytesIO(browser.get(f"/cycles/table.xlsx?area={course.AREA}").content))
    rows = list(book["Таблица"].iter_rows(values_only=True))
    assert (len(rows), rows[1][4]) == (2, "Определение целей и их обоснования")


def test_a_late_entry_is_told_in_the_list_and_on_the_page(signed_in: SignedIn) -> None:
    late = course.at("actions", "action", day=TODAY() - timedelta(days=40), title="Семинар")
    page = text(signed_in("operator").get("/cycles/?late=1"))
    assert "Циклов: 1" in page
    assert "Семинар" in text(signed_in("operator").get(page_of(late.cycle)))


def test_stages_are_told_in_words_in_the_order_of_the_regulation(signed_in: SignedIn) -> None:
    cycle = course.opened("objectives")
    page = signed_in("authority_head").get(page_of(cycle)).content.decode()
    steps = re.findall(r'<li class="step step--(\w+)".*?<strong>(.*?)</strong>', page, re.S)
    assert steps[:3] == [("done", "завершён"), ("open", "в работе"), ("waiting", "не начат")]
    assert len(steps) == 10


def test_what_a_stage_lacks_leads_to_where_it_is_entered(signed_in: SignedIn) -> None:
    cycle = course.opened("goals")
    page = text(signed_in("operator").get(page_of(cycle, "goals")))
    assert "определение целей их обоснования по направлениям" in page
    assert "постановление от 17.08.2021 № 109, Положение, пункт 5.1" in page
    assert reverse("cycles:enter", args=[cycle.pk, "goals", "goal"]) in page


def test_a_stage_that_lacks_something_is_not_finished_and_says_why(signed_in: SignedIn) -> None:
    cycle = course.opened("goals")
    address = reverse("cycles:stage_step", args=[cycle.pk, "goals", "finish"])
    response = signed_in("operator").post(address, {"version": 1})
    assert response.status_code == 422
    assert "Нет ни одной записи «цель»" in text(response)
    assert course.stage(cycle, "goals").state == "open"


def test_a_stage_is_begun_by_one_press(signed_in: SignedIn) -> None:
    cycle = course.opened("goals")
    row = course.stage(cycle, "goals")
    row.state = "waiting"
    row.save()
    address = reverse("cycles:stage_step", args=[cycle.pk, "goals", "begin"])
    assert signed_in("operator").post(address, {"version": row.version}).status_code == 302
    assert course.stage(cycle, "goals").state == "open"
    again = signed_in("operator").post(address, {"version": row.version})
    assert (again.status_code, "сейчас состояние" in text(again).lower()) == (422, True)


def test_returning_a_stage_asks_for_a_reason(signed_in: SignedIn) -> None:
    cycle = course.opened()
    address = reverse("cycles:stage_step", args=[cycle.pk, "effectiveness", "return"])
    browser = signed_in("authority_head")
    assert browser.post(address, {"version": 1, "reason": ""}).status_code == 422
    assert browser.post(address, {"version": 1, "reason": "Не те школы"}).status_code == 302
    assert "Не те школы" in text(browser.get(page_of(cycle, "effectiveness")))


def test_a_right_that_is_missing_is_refused(signed_in: SignedIn) -> None:
    cycle = course.opened()
    address = reverse("cycles:stage_step", args=[cycle.pk, "effectiveness", "return"])
    said = {"version": 1, "reason": "х"}
    assert signed_in("operator").post(address, said).status_code == 403
    assert "Вернуть этап" not in text(signed_in("operator").get(page_of(cycle)))


def test_the_regulation_fills_a_stage_and_is_not_offered_twice(signed_in: SignedIn) -> None:
    cycle = course.opened("goals")
    browser, fill = signed_in("operator"), reverse("cycles:fill", args=[cycle.pk, "goals"])
    assert "Внести из положения" in text(browser.get(page_of(cycle, "goals")))
    browser.post(fill)
    assert cycle.entries.filter(kind="goal").count() == 4
    page = text(browser.get(page_of(cycle, "goals")))
    assert "Внести из положения" not in page
    assert "повышение качества образования в образовательных организациях" in page
    browser.post(fill)
    assert cycle.entries.filter(kind="goal").count() == 4


def test_an_entry_is_made_with_what_it_follows(signed_in: SignedIn) -> None:
    cycle = course.opened("recommendations")
    ref = course.decided()
    Finding.objects.update(period=course.PERIOD)
    address = reverse("cycles:enter", args=[cycle.pk, "recommendations", "recommendation"])
    browser = signed_in("operator")
    assert f'value="{ref}"' in text(browser.get(f"{address}?follows={ref}"))
    said = {"version": 1, "title": "Провести семинар", "addressees": [world.OWN, world.OTHER],
            "follows_finding": [ref], "due": "2026-12-01"}  # fmt: skip
    assert browser.post(address, said).status_code == 302
    made = cycle.entries.get(kind="recommendation")
    assert {one.organisation for one in made.places.all()} == {world.OWN, world.OTHER}
    assert [one.ref for one in made.links.all()] == [ref]
    assert "Вывод." in text(browser.get(card_of(made)))


def test_a_goal_of_the_regulation_needs_no_words_of_ones_own(signed_in: SignedIn) -> None:
    cycle = course.opened("goals")
    address = reverse("cycles:enter", args=[cycle.pk, "goals", "goal"])
    signed_in("operator").post(address, {"version": 1, "goal": "g1_work_with_school"})
    made = cycle.entries.get(kind="goal")
    assert made.said["title"].startswith("повышение качества образования")
    assert [one.ref for one in made.links.all()] == [f"goal:{course.AREA}.g1_work_with_school"]


def test_an_entry_of_a_stage_that_is_over_is_refused_and_keeps_what_was_typed(
    signed_in: SignedIn,
) -> None:
    cycle = course.opened("objectives")
    address = reverse("cycles:enter", args=[cycle.pk, "goals", "goal"])
    response = signed_in("operator").post(address, {"version": 1, "title": "Поздняя цель"})
    assert response.status_code == 422
    assert "этап «Определение целей и их обоснования» завершён" in text(response).replace(
        "Этап", "этап"
    )
    assert "Поздняя цель" in text(response)


def test_the_second_of_two_editors_keeps_what_they_typed(signed_in: SignedIn) -> None:
    entry = course.at("actions", "action", title="Семинар")
    address, browser = reverse("cycles:edit", args=[entry.pk]), signed_in("operator")
    first = {"version": 1, "title": "Первый", "due": "2026-03-01", "participants": [world.OWN]}
    assert browser.post(address, first).status_code == 302
    second = {**first, "title": "Второй", "responsible": "директор"}
    response = browser.post(address, second)
    page = text(response)
    assert response.status_code == 422
    assert "запись изменил кто-то другой" in page
    assert "Второй</textarea>" in page
    assert "<td>Второй</td><td>Первый</td>" in page
    assert 'value="директор"' in page
    assert browser.post(address, {**second, "version": 2}).status_code == 302
    entry.refresh_from_db()
    assert (entry.said["title"], entry.said["responsible"]) == ("Второй", "директор")


def test_a_deadline_before_the_beginning_is_told_at_once(signed_in: SignedIn) -> None:
    entry = course.at("actions", "action")
    said = {"version": 1, "title": "х", "starts": "2026-03-02", "due": "2026-03-01"}
    response = signed_in("operator").post(reverse("cycles:edit", args=[entry.pk]), said)
    assert (response.status_code, "раньше начала" in text(response)) == (422, True)


def test_a_decision_without_a_deadline_is_refused_in_russian(signed_in: SignedIn) -> None:
    entry = course.at("decisions", "decision", due=None)
    address = reverse("cycles:entry_step", args=[entry.pk, "take"])
    browser = signed_in("authority_head")
    assert "не заполнено «Срок»" in text(browser.get(address))
    response = browser.post(address, {"version": 1})
    assert (response.status_code, "не заполнено «Срок»" in text(response)) == (422, True)
    entry.refresh_from_db()
    assert entry.state == "draft"


def test_an_entry_is_withdrawn_with_a_reason(signed_in: SignedIn) -> None:
    entry = course.at("goals", "goal")
    address, browser = reverse("cycles:withdraw", args=[entry.pk]), signed_in("operator")
    assert browser.post(address, {"version": 1, "reason": ""}).status_code == 422
    assert browser.post(address, {"version": 1, "reason": "Повтор"}).status_code == 302
    assert "Повтор" in text(browser.get(card_of(entry)))
    assert "Снятые и отменённые (1)" in text(browser.get(page_of(entry.cycle, "goals")))


def test_the_page_of_an_indicator_names_the_entries_that_measure_it(signed_in: SignedIn) -> None:
    course.at("indicators", "indicator")
    page = text(signed_in("operator").get(f"/areas/{world.AREA}/{world.INDICATOR}/"))
    assert "В управленческих циклах" in page


def test_a_method_is_listed_with_the_indicator_it_collects(signed_in: SignedIn) -> None:
    cycle = course.opened("indicators")
    measured = course.entry(cycle, "indicator")
    cycle.stages.filter(stage="indicators").update(state="done")
    cycle.stages.filter(stage="methods").update(state="open")
    course.entry(cycle, "method", links=[f"entry:{measured.pk}"])
    page = text(signed_in("operator").get(page_of(cycle, "methods")))
    label = regulation.profile().indicators[world.INDICATOR].label
    assert f"<small>{label}</small>" in page
    add = reverse("cycles:enter", args=[cycle.pk, "methods", "method"])
    asked = text(signed_in("operator").get(add))
    assert "показатели <small>(нужно, чтобы завершить этап)</small>" in asked


def test_the_monitoring_tells_live_who_has_given_data(signed_in: SignedIn) -> None:
    cycle = course.opened("indicators", period=world.PERIOD)
    course.entry(cycle, "indicator")
    cycle.stages.filter(stage="indicators").update(state="done")
    cycle.stages.filter(stage="monitoring").update(state="open")
    page = text(signed_in("operator").get(page_of(cycle, "monitoring")))
    assert "Организаций, которые дали всё: 2 из 2" in page


def test_pages_ask_a_constant_number_of_questions(
    signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in("operator")
    one = course.opened("recommendations")
    entry = course.entry(one, "recommendation")
    pages = ("/cycles/", page_of(one), page_of(one, "recommendations"), card_of(entry))
    for address in pages:
        browser.get(address)
    counts = {}
    for address in pages:
        with django_assert_max_num_queries(40) as told:
            browser.get(address)
        counts[address] = len(told)
    for area in ("leaders", "teachers", "upbringing"):
        other = course.opened("recommendations", area=area)
        course.entry(other, "recommendation")
    for _ in range(5):
        course.entry(one, "recommendation")
    for address in pages:
        with django_assert_max_num_queries(counts[address]):
            browser.get(address)


def test_a_problem_of_an_earlier_cycle_opens_the_next(signed_in: SignedIn) -> None:
    problem = course.at("effectiveness", "problem", title="Мало наставников")
    browser = signed_in("operator")
    assert "Открыть из неё цикл" in text(browser.get(card_of(problem)))
    form = text(browser.get(f"/cycles/new/?problem={problem.pk}"))
    assert f'<option value="{problem.pk}" selected>' in form
    said = {"area": course.AREA, "period": "2026-27", "problem": str(problem.pk)}
    browser.post("/cycles/new/", said)
    made = Cycle.objects.get(problem=problem)
    assert reverse("cycles:cycle", args=[made.pk]) in text(browser.get(card_of(problem)))
    course.take(course.stage(made, "goals"), "begin")
    browser.post(reverse("cycles:fill", args=[made.pk, "goals"]))
    goal = made.entries.get(kind="goal", number=1)
    assert goal.said["justification"] == "Мало наставников"
    assert card_of(problem) in text(browser.get(card_of(goal)))


def test_a_form_says_at_once_that_its_stage_is_not_open(signed_in: SignedIn) -> None:
    cycle = course.opened("objectives")
    page = text(
        signed_in("operator").get(reverse("cycles:enter", args=[cycle.pk, "goals", "goal"]))
    )
    assert "Сейчас это невозможно" in page
    assert "завершён" in page


def test_the_journal_of_the_card_tells_what_happened(signed_in: SignedIn) -> None:
    entry = course.at("goals", "goal")
    entering.correct(by=PROGRAM, entry=entry, version=1, said={"title": "Иная"}, reason="опечатка")
    page = text(signed_in("authority_head").get(card_of(entry)))
    assert "исправлена запись цикла" in page
    assert "опечатка" in page
