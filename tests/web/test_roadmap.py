"""The roadmap: who answers, what is late, days set by people, approval and amendments, scope."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone
from openpyxl import load_workbook

from msoko.roadmap.occurrences import Key
from tests.web import world
from web.audit.impossible import Impossible
from web.audit.models import Event
from web.audit.versions import Stale
from web.cycle.models import Cycle, Entry, EntryPlace
from web.policy.scope import PROGRAM, Actor, Denied
from web.roadmap import marking, plan_actions
from web.roadmap.due import due, for_actor
from web.roadmap.models import OwnRow, RoadmapDate, RoadmapMark, RoadmapYear
from web.roadmap.plan import Line, own_id, year_lines
from web.roadmap.sources import told

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
Acting = Callable[[str], Actor]
TODAY = timezone.localdate()


@contextmanager
def profile(name: str) -> Iterator[None]:
    """Another regulation in force."""
    with override_settings(PROFILE=name):
        yield


def lines(actor: Actor, year: int, today: date = TODAY) -> dict[str, Line]:
    found = year_lines(actor.scope, world.NORTH, year, today)
    return {one.row.number or one.row.id: one for one in found}


def marked(key: Key, responsible: str, organisation: str, state: str, **said: Any) -> RoadmapMark:
    made: RoadmapMark = marking.mark(
        by=PROGRAM, place=world.NORTH, key=key, responsible=responsible,
        organisation=organisation, state=state, **said,
    )  # fmt: skip
    return made


def added(year: int, **said: Any) -> OwnRow:
    fields = {
        "number": "9", "title": "Диагностика", "about": "5 классы", "area": "", "plan": "",
        "term": "date", "starts": None, "due": date(year, 5, 20), "wording": "",
        "responsible": ["ОО"], "roles": ["organisation"], "organisations": [], "result": "",
    }  # fmt: skip
    row: OwnRow = plan_actions.add_row(
        by=PROGRAM, place=world.NORTH, year=year, said={**fields, **said}
    )
    return row


def test_every_row_of_aniva_stands_with_each_organisation_of_the_municipality(
    acting: Acting,
) -> None:
    with profile("aniva"):
        found = lines(acting("authority_specialist"), 2021)
        assert len(found) == 42
        assert [one.name for one in found["1.2"].held] == [
            "Отдел образования", "Методический отдел", "Школа № 101", "Школа № 102",
        ]  # fmt: skip
        assert not found["2.4"].is_late
        assert found["1.2"].is_late


def test_a_school_sees_the_bodies_and_itself_but_no_other_school(acting: Acting) -> None:
    with profile("aniva"):
        held = lines(acting("organisation_head"), 2021)["1.2"].held
        assert [one.name for one in held if one.duty.organisation] == ["Школа № 101"]
        assert [one.name for one in held if one.may_mark] == ["Школа № 101"]


def test_an_invited_expert_sees_the_rows_without_schools_and_marks_nothing(acting: Acting) -> None:
    with profile("aniva"):
        held = lines(acting("expert"), 2021)["1.2"].held
        assert {one.duty.organisation for one in held} == {""}
        assert not any(one.may_mark for one in held)


def test_a_row_is_done_when_everybody_who_answers_is(acting: Acting) -> None:
    key = Key("row_1.2", 2021)
    with profile("aniva"):
        for name, code in (("authority", ""), ("methodical_department", ""),
                           ("organisation", world.OWN)):  # fmt: skip
            marked(key, name, code, "done", done_on=date(2021, 5, 1))
        one = lines(acting("authority_specialist"), 2021)["1.2"]
        assert (one.state, one.standing.closed, one.standing.total) == ("in_work", 3, 4)
        assert one.is_late
        marked(key, "organisation", world.OTHER, "not_needed", note="школа не участвует")
        one = lines(acting("authority_specialist"), 2021)["1.2"]
        assert (one.state, one.is_late) == ("done", False)


def test_one_municipality_does_not_see_the_marks_of_another(acting: Acting) -> None:
    marking.mark(
        by=PROGRAM, place=world.SOUTH, key=Key("row_1.1", 2021), responsible="authority",
        organisation="", state="done",
    )  # fmt: skip
    with profile("aniva"):
        assert lines(acting("authority_specialist"), 2021)["1.1"].state == "not_started"


def test_a_school_marks_itself_and_nobody_else(acting: Acting) -> None:
    head = acting("organisation_head")
    said = {"place": world.NORTH, "key": Key("row_1.2", 2021), "responsible": "organisation"}
    marking.mark(by=head, organisation=world.OWN, state="done", **said)
    for code in (world.OTHER, ""):
        with pytest.raises(Denied):
            marking.mark(by=head, organisation=code, state="done", **said)


def test_not_needed_wants_a_reason_and_a_day_to_come_is_no_day_of_doing() -> None:
    key = Key("row_1.2", 2021)
    with pytest.raises(Impossible, match="почему мероприятие не требуется"):
        marked(key, "authority", "", "not_needed")
    with pytest.raises(Impossible, match="ещё не наступил"):
        marked(key, "authority", "", "done", done_on=TODAY + timedelta(1))


def test_the_second_of_two_who_mark_is_told() -> None:
    key = Key("row_1.2", 2021)
    marked(key, "authority", "", "in_work")
    with pytest.raises(Stale):
        marked(key, "authority", "", "done")
    marked(key, "authority", "", "done", version=1)


def test_a_day_makes_words_due_and_taken_back_leaves_them_as_they_were(acting: Acting) -> None:
    key, day = Key("row_2.1", 2025), date(2025, 4, 20)
    actor = acting("authority_specialist")
    with profile("aniva"):
        marking.set_date(by=actor, place=world.NORTH, key=key, due=day, reason="график ВПР")
        one = lines(actor, 2025, day + timedelta(1))["2.1"]
        assert one.is_late
        assert one.when == "20.04.2025 (в плане: В соответствии с графиком проведения)"
        assert one.occurrence.set_date is not None
        assert one.occurrence.set_date.by == actor.id
        marking.clear_date(by=actor, place=world.NORTH, key=key, version=1, reason="отменён")
        one = lines(actor, 2025, day + timedelta(1))["2.1"]
        assert (one.is_late, one.when) == (False, "В соответствии с графиком проведения")
    assert not RoadmapDate.objects.exists()
    assert Event.objects.filter(object_id="row_2.1 2025").count() == 2


def test_a_day_the_plan_names_is_changed_with_a_reason_only() -> None:
    said = {"by": PROGRAM, "place": world.NORTH, "key": Key("row_1.1", 2021), "is_written": True}
    with pytest.raises(Impossible, match="Срок назван в самом плане"):
        marking.set_date(due=date(2021, 4, 30), **said)


def test_an_approved_plan_keeps_its_rows_and_changes_by_amendment_only(
    acting: Acting, signed_in: Browser
) -> None:
    row = added(2025)
    head = acting("authority_head")
    rows = [{"Мероприятие": "Диагностика"}]
    plan_actions.approve(by=head, place=world.NORTH, year=2025, rows=rows, number="5")
    with pytest.raises(Impossible, match="изменение вносится с причиной"):
        added(2025)
    with pytest.raises(Impossible, match="уже утверждена"):
        plan_actions.approve(by=head, place=world.NORTH, year=2025, rows=rows)
    fields = {name: getattr(row, name) for name in (
        "number", "title", "about", "area", "plan", "term", "starts", "wording", "responsible",
        "roles", "organisations", "result",
    )}  # fmt: skip
    plan_actions.change_row(
        by=PROGRAM, row=row, version=1, said={**fields, "due": date(2025, 6, 1)},
        reason="перенос экзамена",
    )  # fmt: skip
    assert Event.objects.latest("number").reason == "перенос экзамена"
    assert RoadmapYear.objects.get().frozen == rows
    page = signed_in("expert").get("/roadmap/?year=2025").content.decode()
    told = page.partition("Поправки после утверждения")[2]
    assert "перенос экзамена" in told
    assert "20.05.2025 → 01.06.2025" in told


def test_only_the_head_approves_and_an_empty_plan_is_not_approved(acting: Acting) -> None:
    said: dict[str, Any] = {"place": world.NORTH, "year": 2025, "rows": [{"Мероприятие": "а"}]}
    with pytest.raises(Denied):
        plan_actions.approve(by=acting("authority_specialist"), **said)
    with pytest.raises(Impossible, match="утверждать нечего"):
        plan_actions.approve(by=acting("authority_head"), **{**said, "rows": []})


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"due": None}, "Назовите день"),
        ({"due": date(2026, 1, 10)}, "дни должны быть в этом году"),
        ({"starts": date(2025, 6, 1)}, "Начало позже срока"),
        ({"term": "unnamed"}, "вид срока"),
    ],
)
def test_a_row_says_when_within_its_year(said: dict[str, Any], why: str) -> None:
    with pytest.raises(Impossible, match=why):
        added(2025, **said)


def test_a_row_of_words_has_no_day_and_one_of_some_schools_asks_only_them(acting: Acting) -> None:
    added(2025, number="9", term="permanent", due=date(2025, 1, 1), organisations=[world.OTHER])
    one = lines(acting("authority_specialist"), 2025)["9"]
    assert (one.occurrence.due, one.when) == (None, "Постоянно")
    assert [held.duty.organisation for held in one.held] == [world.OTHER]
    assert lines(acting("organisation_head"), 2025)["9"].held == ()


def test_plans_of_severomorsk_take_rows_of_the_municipality(signed_in: Browser) -> None:
    with profile("severomorsk"):
        browser = signed_in("authority_specialist")
        page = browser.get("/roadmap/?year=2025").content.decode()
        assert page.count("срок не назван") == 9
        answer = browser.post("/roadmap/add/?year=2025", {
            "number": "1.1", "title": "Семинар", "term": "by_schedule", "bodies": ["authority"],
            "plan": "plan_3", "area": "talents", "wording": "по графику",
        })  # fmt: skip
        assert answer.status_code == 302
        row = OwnRow.objects.get(title="Семинар")
        assert (row.plan, row.roles) == ("plan_3", ["authority"])
        card = browser.get(answer["Location"]).content.decode()
        assert "Планом мероприятий по развитию муниципальной системы выявления" in card


def test_what_was_typed_stays_when_a_form_is_refused(signed_in: Browser) -> None:
    answer = signed_in("authority_specialist").post("/roadmap/add/?year=2025", {
        "title": "Очень длинное название", "term": "date", "bodies": ["organisation"],
    })  # fmt: skip
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Очень длинное название" in page
    assert "Назовите день" in page


def test_the_second_who_marks_keeps_what_they_typed_and_sees_the_difference(
    signed_in: Browser,
) -> None:
    row = world.planned_row(world.NORTH)
    address = f"/roadmap/rows/{row}/mark/?responsible=organisation&organisation={world.OWN}"
    first, second = signed_in("organisation_head"), signed_in("data_officer")
    assert first.post(address, {"state": "in_work", "note": "а", "version": 0}).status_code == 302
    answer = second.post(address, {"state": "done", "note": "моё", "version": 0})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "изменил кто-то другой" in page
    assert "моё" in page
    assert second.post(address, {"state": "done", "note": "моё", "version": 1}).status_code == 302
    assert RoadmapMark.objects.get().note == "моё"


def test_the_card_tells_its_history_to_whoever_may_see_it(signed_in: Browser) -> None:
    row = world.planned_row(world.NORTH)
    key = Key(row, TODAY.year)
    marked(key, "organisation", world.OTHER, "not_needed", note="ремонт здания")
    assert "ремонт здания" in signed_in("operator").get(f"/roadmap/rows/{row}/").content.decode()
    school = signed_in("organisation_head").get(f"/roadmap/rows/{row}/").content.decode()
    assert "ремонт здания" not in school


def test_filters_narrow_list_bars_and_files_alike(signed_in: Browser) -> None:
    with profile("aniva"):
        browser = signed_in("authority_specialist")
        query = "year=2021&term=by_schedule"
        assert "Строк: 6 из 42" in browser.get(f"/roadmap/?{query}").content.decode()
        assert browser.get(f"/roadmap/timeline/?{query}").content.decode().count("<tr>") == 7
        book = load_workbook(io.BytesIO(browser.get(f"/roadmap/table/lines.xlsx?{query}").content))
        assert book["Таблица"].max_row == 7
        by_duty = browser.get(f"/roadmap/table/duties.csv?{query}").content.decode("utf-8-sig")
        assert "Школа № 101" in by_duty
        late = browser.get("/roadmap/?year=2021&late=1&responsible=authority").content.decode()
        assert "1.2" in late
        assert "2.4" not in late


def test_the_plan_as_a_word_file_has_a_real_table(signed_in: Browser) -> None:
    with profile("aniva"):
        answer = signed_in("operator").get("/roadmap/plan.docx?year=2021")
    assert answer.status_code == 200
    from docx import Document

    (table,) = [one for one in Document(io.BytesIO(answer.content)).tables if len(one.rows) > 30]
    assert len(table.rows) == 43
    assert table.rows[0].cells[1].text == "Мероприятие"


def test_the_number_of_questions_does_not_grow_with_rows(
    signed_in: Browser, django_assert_max_num_queries: Any
) -> None:
    browser = signed_in("authority_specialist")
    browser.get("/roadmap/")
    with django_assert_max_num_queries(14) as few:
        browser.get("/roadmap/")
    for number in range(20):
        row = added(TODAY.year, number=str(number), due=date(TODAY.year, 5, 20))
        marked(Key(own_id(row), TODAY.year), "organisation", world.OWN, "done")
    with django_assert_max_num_queries(len(few)):
        browser.get("/roadmap/")


def test_what_is_mine_is_told_until_it_is_done(acting: Acting) -> None:
    row = added(TODAY.year, term="date", due=TODAY, number="7")
    for role, mine in (("organisation_head", True), ("authority_head", False)):
        found = [one for one in for_actor(acting(role), TODAY) if own_id(row) in one.url]
        assert [one.mine for one in found] == [True] * mine
    marked(Key(own_id(row), TODAY.year), "organisation", world.OWN, "done")
    assert not [o for o in for_actor(acting("organisation_head"), TODAY) if own_id(row) in o.url]


def test_the_office_sees_a_row_open_while_a_school_is(acting: Acting) -> None:
    row = added(TODAY.year, due=TODAY, number="7")
    marked(Key(own_id(row), TODAY.year), "organisation", world.OWN, "done")
    told = {
        role: next(o for o in due(acting(role), TODAY, TODAY) if own_id(row) in o.url)
        for role in ("authority_specialist", "organisation_head")
    }
    assert told["authority_specialist"].state == "in_work"
    assert told["authority_specialist"].note == "выполнили 1 из 2"
    assert told["organisation_head"].state == "done"


def test_the_month_shows_days_and_names_what_has_none(signed_in: Browser) -> None:
    with profile("aniva"):
        key = Key("row_2.1", 2025)
        marking.set_date(by=PROGRAM, place=world.NORTH, key=key, due=date(2025, 4, 20))
        page = signed_in("operator").get("/roadmap/calendar/?month=2025-04").content.decode()
    agenda = page.partition('id="agenda"')[2]
    assert "<strong>20.04.2025</strong>" in agenda
    assert "в 2025 году, день не назван" in agenda.lower()
    assert "Идут весь месяц" in agenda


def test_days_of_cycles_stand_beside_the_roadmap_for_whom_they_concern(acting: Acting) -> None:
    cycle = Cycle.objects.get()
    places = {"Мера для 101": world.OWN, "Мера для 102": world.OTHER, "Мера для 201": world.FOREIGN}
    for number, (title, code) in enumerate(places.items(), 1):
        entry = Entry.objects.create(
            cycle=cycle, kind="action", number=number, state="planned", said={"title": title},
            due=TODAY, entered_by="", entered_at=timezone.now(),
        )  # fmt: skip
        EntryPlace.objects.create(entry=entry, organisation=code)
    told_to = {
        role: {one.title for one in told(acting(role), TODAY, TODAY) if one.kind == "action"}
        for role in ("operator", "organisation_head", "expert")
    }
    assert told_to == {
        "operator": {"Мера для 101", "Мера для 102"}, "organisation_head": {"Мера для 101"},
        "expert": set(),
    }  # fmt: skip


@pytest.mark.parametrize("month", ["", "вчера", "2025-13", "9999-01", "0001-01"])
def test_a_month_that_is_none_is_this_one(month: str, signed_in: Browser) -> None:
    answer = signed_in("operator").get("/roadmap/calendar/", {"month": month})
    assert answer.status_code == 200
    assert str(TODAY.year) in answer.content.decode()


def test_the_profile_of_the_tests_is_back() -> None:
    assert settings.PROFILE == "solnechny"
