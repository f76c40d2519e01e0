"""A municipality goes a whole cycle in the browser: from a clause to the next cycle."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from msoko.vocabulary import AcademicYear
from tests.journeys import site as places

AREA = "low_performing_schools"
TODAY = date.today()
# The action whose effect is planted in the facts: since when, and in which schools.
HELD = {"starts": "2023-11-01", "due": "2024-05-24", "done_on": "2024-05-24"}
HELPED, LOW = ("980102", "980107", "980108", "980109"), "980106"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A district of many schools, so that there is something to compare with."""
    if not places.CHROMIUM.exists():
        pytest.skip("нет браузера /usr/bin/chromium: apt-get install chromium")
    place = tmp_path_factory.mktemp("district")
    places.filled(place, "district")
    return place


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def year(shift: int) -> str:
    return str(AcademicYear(AcademicYear.of_date(TODAY.year, TODAY.month).start + shift))


class Desk:
    """A person at the browser, working on one cycle."""

    def __init__(self, page: Any, cycle: str = "") -> None:
        self.page, self.cycle = page, cycle

    def save(self) -> None:
        """Send the form of the page; it must be taken."""
        self.page.locator("main form[method=post] button[type=submit]").first.click()
        self.page.wait_for_load_state()
        wrong = self.page.locator(".errors").all_inner_texts()
        assert wrong == []
        assert not re.search("Не сохранено, потому|Сейчас это невозможно", said(self.page))

    def fill(self, **said: Any) -> None:
        """Fields by name: a list marks boxes, a word chooses from a list or is typed."""
        for name, value in said.items():
            if isinstance(value, (list, tuple)):
                for one in value:
                    self.page.locator(f"[name={name}][value='{one}']").check()
                continue
            field = self.page.locator(f"[name={name}]")
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def enter(self, stage: str, kind: str, *follows: str, **said: Any) -> str:
        """A new entry that follows everything there is of these kinds; its address."""
        self.page.goto(f"{self.cycle}{stage}/add/{kind}/")
        self.fill(**said)
        for name in follows:
            boxes = self.page.locator(f"[name=follows_{name}]")
            for number in range(boxes.count()):
                boxes.nth(number).check()
        self.save()
        return self.newest(stage, kind)

    def newest(self, stage: str, kind: str) -> str:
        """The address of the entry made last, from the list of its stage."""
        self.page.goto(f"{self.cycle}{stage}/")
        links = self.page.locator("main table th[scope=row] a[href*='/entries/']")
        return str(links.last.get_attribute("href"))

    def step(self, address: str, name: str, /, **said: Any) -> None:
        """Take a step offered on a page, with whatever it asks for."""
        self.page.goto(address)
        self.offered(name).click()
        self.page.wait_for_load_state()
        if "/step/" in self.page.url:
            self.fill(**said)
            self.save()

    def offered(self, name: str) -> Any:
        """The link or button of a step; the name goes on where something stands in the way."""
        begins = re.compile(rf"^\s*{re.escape(name)}", re.IGNORECASE)
        return self.page.locator("main").locator("a, button").filter(has_text=begins).first

    def stage(self, id_: str, name: str) -> None:
        """Begin or finish a stage."""
        self.step(f"{self.cycle}{id_}/", name)

    def refusals(self, address: str, name: str) -> str:
        """What stands in the way of a step, as its page tells it."""
        self.page.goto(address)
        self.offered(name).click()
        return str(self.page.locator("main").inner_text())

    def draft(self, document: str, **said: Any) -> str:
        """An act is drafted and handed over for approval; its address."""
        self.page.goto(f"/acts/new/?cycle={self.cycle.split('/')[2]}&document={document}")
        self.save()
        card = re.sub(r"edit/$", "", self.page.url)
        self.page.goto(f"{card}edit/")
        self.fill(**said)
        self.save()
        self.step(card, "Передать на согласование")
        return card


class People:
    """Browsers of the people of one municipality, opened when they are needed."""

    def __init__(self, opened: Callable[..., Any]) -> None:
        self.opened, self.desks = opened, dict[str, Desk]()
        self.cycle = ""

    def desk(self, role: str) -> Desk:
        """The desk of a role."""
        if role not in self.desks:
            self.desks[role] = Desk(self.opened(role))
        self.desks[role].cycle = self.cycle
        return self.desks[role]

    @property
    def specialist(self) -> Desk:
        """Who leads the cycle."""
        return self.desk("authority_specialist")

    def signed(self, document: str, **said: Any) -> str:
        """The specialist drafts an act, the head signs it; its address."""
        card = self.specialist.draft(document, **said)
        requisites = {"signed_on": ago(1), "post": "Начальник отдела", "name": "Н.П. Орлова"}
        self.desk("authority_head").step(card, "Подписать", number="17", **requisites)
        return card


@pytest.fixture(scope="module")
def people(opened: Callable[..., Any]) -> People:
    """The same people go through all stages."""
    return People(opened)


def said(page: Any) -> str:
    return str(page.locator("main").inner_text())


STAGES = {
    "Определение целей и их обоснования", "Определение задач", "Определение показателей",
    "Определение методов сбора и обработки информации", "Мониторинг показателей",
    "Анализ результатов мониторинга", "Адресные рекомендации", "Управленческие решения",
}  # fmt: skip


def test_the_demonstration_stands_at_different_stages(people: People) -> None:
    """Учебный муниципалитет: восемь направлений на разных этапах и один пройденный цикл."""
    page = people.desk("authority_specialist").page
    page.goto("/cycles/")
    told = page.locator("td[data-label=Этап]").all_inner_texts()
    assert {one.split(":")[0] for one in told} >= STAGES
    page.goto("/cycles/?state=closed")
    page.get_by_role("link", name=re.compile("школами с низкими результатами")).first.click()
    assert page.get_by_text("подписан").count() >= 7


def test_goals_come_from_the_clause(people: People) -> None:
    """От пункта положения к целям, задачам и показателям цикла."""
    desk = people.specialist
    desk.page.goto("/cycles/new/")
    desk.fill(area=AREA, period=year(-1))
    desk.save()
    people.cycle = desk.cycle = re.sub(r"^https?://[^/]+", "", desk.page.url)
    assert "№ 109" in said(desk.page)
    early = desk.refusals(f"{desk.cycle}monitoring/", "начать этап")
    assert "Не завершён этап «Определение целей и их обоснования»" in early
    desk.stage("goals", "начать этап")
    why = "По итогам года в школе больше трети работ по математике с отметкой «2»."
    desk.enter("goals", "goal", goal="g1_work_with_school", justification=why)
    desk.stage("goals", "завершить этап")
    desk.stage("objectives", "начать этап")
    desk.page.get_by_role("button", name="Внести из положения").click()
    desk.stage("objectives", "завершить этап")
    desk.stage("indicators", "начать этап")
    desk.enter("indicators", "indicator", "goal", indicator="vpr_math_5_6")
    desk.stage("indicators", "завершить этап")


def test_methods_and_monitoring_are_ordered_by_acts(people: People) -> None:
    """Методы и мониторинг: без подписанного распоряжения этап не завершить."""
    desk = people.specialist
    desk.stage("methods", "начать этап")
    desk.enter(
        "methods", "method", "indicator", title="Выгрузка протоколов ВПР", source="ФИС ОКО",
        due=ago(40), responsible="методист Чайкина О. Л.",
    )  # fmt: skip
    told = desk.refusals(f"{desk.cycle}methods/", "завершить этап")
    assert "Не подписан акт этапа" in told
    people.signed("procedure_order", starts=ago(30), due=ago(3))
    desk.stage("methods", "завершить этап")
    desk.stage("monitoring", "начать этап")
    desk.enter(
        "monitoring", "monitoring", "indicator", title="Результаты ВПР", starts=ago(30),
        due=ago(3), participants=[LOW, *HELPED], use_of_results="Адресные рекомендации школам",
    )  # fmt: skip
    people.signed("monitoring_order")
    desk.stage("monitoring", "завершить этап")


def test_findings_are_confirmed_by_a_person(people: People) -> None:
    """Анализ: вывод подтверждает человек, отсутствие остального он объясняет."""
    desk = people.specialist
    desk.stage("analysis", "начать этап")
    desk.page.goto(f"/findings/?kind=gap&unit={LOW}")
    desk.page.locator("li.finding a").first.click()
    finding = desk.page.url
    desk.page.get_by_role("button", name=re.compile("^Подтвердить")).first.click()
    desk.page.wait_for_load_state()
    assert "подтверждён" in said(desk.page)
    key = finding.rstrip("/").split("/")[-1]
    desk.enter(
        "analysis", "relevance", follows_finding=[f"finding:{key}"],
        title="Школа участвует в мерах цикла",
    )  # fmt: skip
    for kind in ("factor", "good_practice"):
        desk.enter("analysis", "lack", of=kind, title="Данных одного года для вывода мало")
    people.signed("analysis_report", inform="руководители школ — электронной почтой")
    desk.stage("analysis", "завершить этап")
    desk.page.goto(finding)
    assert "подтверждён" in said(desk.page)


def test_a_recommendation_is_sent_and_acknowledged(people: People) -> None:
    """Рекомендация направлена школе; директор знакомится и отвечает."""
    desk = people.specialist
    desk.stage("recommendations", "начать этап")
    none = {"practices": "нет", "materials": "нет", "documents": "нет"}
    card = desk.enter(
        "recommendations", "recommendation", "finding", title="Открыть занятия с наставником",
        addressees=[LOW], due=ago(-30), **none,
    )  # fmt: skip
    desk.step(card, "направить адресатам")
    assert "ещё не ознакомилась" in desk.refusals(card, "отметить: все ознакомились")
    head = people.desk("organisation_head")
    head.page.goto(card)
    head.page.get_by_role("link", name="Ознакомиться и ответить").click()
    head.page.locator("[name=note]").fill("Занятия включены в план школы")
    head.save()
    desk.step(card, "отметить: все ознакомились")
    desk.page.goto(card)
    assert "Занятия включены в план школы" in said(desk.page)
    people.signed("recommendations")
    desk.stage("recommendations", "завершить этап")


def test_an_action_is_held_and_a_decision_is_signed(people: People) -> None:
    """Мера проведена, решение принято руководителем и утверждено распоряжением."""
    desk, who = people.specialist, "методист Чайкина О. Л."
    desk.stage("actions", "начать этап")
    card = desk.enter(
        "actions", "action", "recommendation", title="Занятия по математике с наставником",
        responsible=who, participants=HELPED, subject="math", **HELD,
    )  # fmt: skip
    desk.step(card, "отметить проведение")
    people.signed("actions_order")
    desk.stage("actions", "завершить этап")
    desk.stage("decisions", "начать этап")
    decision = desk.enter(
        "decisions", "decision", "action", title="Продолжить занятия ещё на год",
        responsible=who, participants=[LOW],
    )  # fmt: skip
    head = people.desk("authority_head")
    assert "не заполнено «Срок»" in head.refusals(decision, "принять решение")
    desk.page.goto(f"{decision}edit/")
    desk.fill(due=ago(-60))
    desk.save()
    head.step(decision, "принять решение")
    act = people.signed("decisions_order")
    desk.page.goto(act)
    assert "№ 17" in said(desk.page)
    desk.page.goto(f"{act}edit/")
    assert "подписан и не меняется" in said(desk.page)
    desk.stage("decisions", "завершить этап")


def measured(desk: Desk, action: str) -> str:
    """The comparison is asked for and waited for; what it begins with."""
    compared = re.sub(r"^/cycles/entries/", "/thread/compared/", action)
    desk.page.goto(compared)
    desk.page.get_by_role("button", name="Рассчитать заново").click()
    told = desk.page.get_by_text("изменение в школах с мерой отличается").first
    for _ in range(60):
        desk.page.goto(compared)
        if told.count():
            return str(told.inner_text())
        desk.page.wait_for_timeout(2000)
    raise AssertionError("сравнение не рассчитано за две минуты")


def test_the_effect_is_measured_and_the_next_cycle_opened(people: People) -> None:
    """Эффект измерен сравнением, вывод сделан человеком, из проблемы открыт новый цикл."""
    desk = people.specialist
    desk.stage("effectiveness", "начать этап")
    compared = measured(desk, desk.newest("actions", "action"))
    said_by_person = {"starts": ago(2), "due": ago(1), "conclusion": "Меру продолжить."}
    for kind in ("action", "decision"):
        review = desk.enter("effectiveness", "review", kind, title="Занятия", **said_by_person)
        desk.step(review, "сделать вывод")
    desk.page.goto(review)
    assert compared in said(desk.page)
    problem = desk.enter(
        "effectiveness", "problem", "review", title="Русский язык: результаты низкие",
        proposal="Повысить результаты по русскому языку",
    )  # fmt: skip
    people.signed("effectiveness_review")
    desk.stage("effectiveness", "завершить этап")
    people.desk("authority_head").step(desk.cycle, "завершить цикл")
    desk.page.goto(problem)
    desk.page.get_by_role("link", name="Открыть из неё цикл").click()
    desk.fill(period=year(0))
    desk.save()
    assert "Открыт из проблемы прошлого цикла" in said(desk.page)


def test_everybody_sees_what_is_theirs(people: People) -> None:
    """Школа видит обращённое к ней; наблюдателю циклы закрыты."""
    head = people.desk("organisation_head")
    head.page.goto(people.cycle)
    assert "Открыть занятия с наставником" in said(head.page)
    observer = people.desk("expert")
    observer.page.goto(people.cycle)
    assert "Доступа нет" in said(observer.page)
