"""«Что делать сегодня»: each role finds what is late, what waits for it and what came back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from msoko.roadmap.due import RETURNED, Due
from tests.web import course, world
from web.cycle import entering
from web.cycle.models import Act, Entry
from web.policy.scope import PROGRAM
from web.today.gather import sorted_out
from web.uploads.models import Delivery

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]
DAY = date(2026, 11, 22)


def text(browser: Client, address: str = "/today/") -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def under(page: str, title: str) -> str:
    """What stands under one heading."""
    return page.partition(f"<h2>{title}")[2].partition("<h2>")[0]


def due(title: str, day: date | None, state: str = "x") -> Due:
    return Due(title, day, "", "", f"/{title}/", state, "action", mine=True)


def test_things_are_sorted_by_their_day_and_told_once() -> None:
    told = [
        due("поздно", DAY - timedelta(days=1)), due("сегодня", DAY),
        due("скоро", DAY + timedelta(days=14)), due("потом", DAY + timedelta(days=15)),
        due("когда-нибудь", None), due("назад", DAY - timedelta(days=1), RETURNED),
        due("сегодня", DAY),
    ]  # fmt: skip
    today = sorted_out(told, DAY)
    titles = {title: [one.title for one in things] for title, things in today.parts}
    assert titles == {
        "Просрочено": ["поздно"],
        "Вернулось: почему": ["назад"],
        "В ближайшие две недели": ["сегодня", "скоро"],
        "Ждёт вас": ["потом", "когда-нибудь"],
    }
    assert today.count == 6


def test_the_operator_sees_late_actions_and_the_next_step(signed_in: SignedIn) -> None:
    late = timezone.localdate() - timedelta(days=40)
    course.at("actions", "action", day=late, title="Семинар")
    page = text(signed_in("operator"))
    assert "Семинар" in under(page, "Просрочено")
    assert "Завершить этап «Меры и мероприятия»" in under(page, "Ждёт вас")
    assert "Мешает 1 причина" in under(page, "Ждёт вас")


def test_two_weeks_ahead_are_soon_and_what_is_done_is_not_told(signed_in: SignedIn) -> None:
    soon = timezone.localdate() + timedelta(days=12)
    entry = course.at("actions", "action", day=soon, title="Семинар")
    assert "Семинар" in under(text(signed_in("operator")), "В ближайшие две недели")
    Entry.objects.filter(pk=entry.pk).update(state="done")
    assert "Семинар" not in text(signed_in("operator"))


def test_methods_of_one_day_are_one_thing_to_do(signed_in: SignedIn) -> None:
    cycle, soon = course.opened("methods"), timezone.localdate() + timedelta(days=2)
    for _ in range(3):
        course.entry(cycle, "method", day=soon)
    part = under(text(signed_in("operator")), "В ближайшие две недели")
    assert "Собрать сведения по показателям: 3" in part
    assert part.count("метод сбора") == 1


def test_what_came_back_is_told_with_its_reason(signed_in: SignedIn) -> None:
    cycle = course.opened()
    course.take(course.stage(cycle, "effectiveness"), "return", reason="Не все меры оценены")
    part = under(text(signed_in("operator")), "Вернулось: почему")
    assert "Возвращён этап «Анализ эффективности принятых мер»" in part
    assert "Не все меры оценены" in part


def test_a_recalled_recommendation_came_back_and_a_corrected_one_did_not(
    signed_in: SignedIn,
) -> None:
    entry = course.at("recommendations", "recommendation", title="Семинар")
    entering.correct(by=PROGRAM, entry=entry, version=1, said=entry.said, reason="опечатка")
    assert "На доработке" not in text(signed_in("operator"))
    course.take(entry, "send")
    course.take(entry, "recall", reason="Не те школы")
    part = under(text(signed_in("operator")), "Вернулось: почему")
    assert "На доработке: адресная рекомендация «Семинар»" in part
    assert "Не те школы" in part


def test_the_head_is_waited_for_with_decisions_and_signatures(signed_in: SignedIn) -> None:
    entry = course.at("decisions", "decision", title="Открыть группу")
    act = course.signed(entry.cycle, "decisions_order", "on_approval")
    Act.objects.filter(pk=act.pk).update(title="О решениях")
    page = text(signed_in("authority_head"))
    assert "Принять решение: Открыть группу" in page
    assert "Подписать акт «О решениях»" in page
    assert "Подписать акт" not in text(signed_in("operator"))


def test_an_act_sent_back_waits_for_whoever_drafts_it(signed_in: SignedIn) -> None:
    act = course.signed(course.opened("goals"), "procedure_order", "draft")
    Act.objects.filter(pk=act.pk).update(reason="Нет сроков", title="О процедуре")
    part = under(text(signed_in("operator")), "Вернулось: почему")
    assert "Возвращён акт «О процедуре»" in part
    assert "Нет сроков" in part


def test_a_school_is_waited_for_with_recommendations_until_it_answers(
    signed_in: SignedIn,
) -> None:
    school = signed_in("organisation_head")
    assert f"Рекомендация школе № {world.OWN}" in text(school)
    assert f"Рекомендация школе № {world.OTHER}" not in text(school)
    entry = Entry.objects.get(places__organisation=world.OWN, kind="recommendation")
    school.post(f"/cycles/entries/{entry.pk}/acknowledge/", {"version": 1, "note": ""})
    assert f"Рекомендация школе № {world.OWN}" not in text(school)


def test_a_school_sees_actions_it_takes_part_in_and_no_others(signed_in: SignedIn) -> None:
    soon = timezone.localdate() + timedelta(days=3)
    cycle = course.opened("actions")
    course.entry(cycle, "action", day=soon, title="Наш семинар")
    course.entry(cycle, "action", day=soon, title="Чужой", participants=[world.OTHER])
    page = text(signed_in("data_officer"))
    assert "Наш семинар" in page
    assert "Чужой" not in page


def test_files_wait_to_be_accepted_and_come_back_refused(signed_in: SignedIn) -> None:
    assert "ждут решения о приёме: 2" in text(signed_in("operator"))
    Delivery.objects.filter(organisation__code=world.OWN).update(
        state="refused", reason="Не тот год", decided_at=timezone.now()
    )
    part = under(text(signed_in("data_officer")), "Вернулось: почему")
    assert f"сведения {world.OWN}.xlsx" in part
    assert "Не тот год" in part
    assert "Не тот год" not in text(signed_in("operator"))


def test_findings_wait_for_those_who_decide_on_them(signed_in: SignedIn) -> None:
    assert "Выводы анализа ждут решения: 6" in text(signed_in("operator"))
    assert "Выводы анализа" not in under(text(signed_in("organisation_head")), "Ждёт вас")


def test_somebody_with_nothing_to_do_is_told_so(signed_in: SignedIn) -> None:
    assert "Сегодня вас ничто не ждёт" in text(signed_in("administrator"))
    assert signed_in("administrator").get("/today/count").content.strip() == b""


def test_the_menu_asks_for_the_number_of_things(signed_in: SignedIn) -> None:
    browser = signed_in("operator")
    assert 'hx-get="/today/count"' in text(browser)
    said = re.search(r"</span>(\d+)</span>", text(browser, "/today/count"))
    parts = re.findall(r"<h2>[^<(]+\((\d+)\)</h2>", text(browser))
    assert said is not None
    assert int(said[1]) == sum(map(int, parts)) > 0


def test_the_first_page_shows_the_beginning_of_it(signed_in: SignedIn) -> None:
    page = text(signed_in("organisation_head"), "/")
    assert "Что делать сегодня" in page
    assert f"Рекомендация школе № {world.OWN}" in page


@pytest.mark.parametrize("who", ["operator", "authority_head", "organisation_head"])
def test_the_page_asks_a_constant_number_of_questions(
    who: str, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in(who)
    course.at("actions", "action")
    browser.get("/today/")
    with django_assert_max_num_queries(40) as told:
        browser.get("/today/")
    for area in ("leaders", "teachers", "upbringing"):
        cycle = course.opened("actions", area=area)
        for _ in range(3):
            course.entry(cycle, "action")
    with django_assert_max_num_queries(len(told)):
        browser.get("/today/")
