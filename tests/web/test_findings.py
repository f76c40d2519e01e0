"""A finding is seen by scope, decided with a reason, and keeps the numbers of its day."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from tests.web import world
from web import regulation
from web.audit.impossible import Impossible
from web.audit.models import Event
from web.audit.versions import Stale
from web.cycle import actions
from web.cycle.models import Finding
from web.cycle.proposal import Proposal, proposal_of
from web.figures.found import found, seen_by, silent_to, similar_to
from web.policy.scope import PROGRAM, Actor
from web.ui.sheet import Sheet, saved

pytestmark = pytest.mark.django_db
LIST = "/findings/"
SILENT = ("trends", "integrity")


def card(code: str, kind: str = "gap") -> str:
    return f"/findings/{world.key(code, kind)}/"


def proposal(value: float = 0.2) -> Proposal:
    said = world.finding(world.OWN, value=value).as_dict()
    return proposal_of(world.key(world.OWN), said, regulation.profile(), "расчёт")


@pytest.mark.parametrize(
    ("role", "units"),
    [
        ("authority_specialist", {world.OWN, world.OTHER}),
        ("organisation_head", {world.OWN}),
        ("methodical_association", {world.OWN, world.OTHER}),
        ("public_representative", set()),
        ("expert", set()),
    ],
)
def test_findings_are_those_the_role_reaches(
    role: str, units: set[str], acting: Callable[[str], Actor]
) -> None:
    known = found()
    assert known is not None
    table = seen_by(acting(role).scope, known.table)
    assert set(table["unit"].to_pylist()) == units


@pytest.mark.parametrize(
    ("role", "units"),
    [
        ("authority_specialist", {world.OWN, world.OTHER}),
        ("organisation_head", {world.OWN}),
        ("data_officer", set()),
        ("methodical_association", set()),
    ],
)
def test_signals_of_integrity_have_a_right_of_their_own(
    role: str, units: set[str], acting: Callable[[str], Actor]
) -> None:
    known = found()
    assert known is not None
    rows = seen_by(acting(role).scope, known.table).to_pylist()
    assert {row["unit"] for row in rows if row["kind"] == "integrity_signal"} == units


def test_a_school_does_not_see_rows_of_others_in_a_chart(
    signed_in: Callable[[str], Client],
) -> None:
    own, all_of_it = (
        signed_in(role).get(card(world.OWN)).content.decode()
        for role in ("organisation_head", "authority_specialist")
    )
    assert "77,7" in all_of_it
    assert "77,7" not in own
    assert "Строки других организаций вам не показаны" in own


def test_a_card_says_what_the_finding_does_not_mean(signed_in: Callable[[str], Client]) -> None:
    page = signed_in("authority_specialist").get(card(world.OWN)).content.decode()
    for said in (
        "Чего это не означает",
        "О причинах не говорит.",
        "Clopper &amp; Pearson 1934",
        "40",
    ):
        assert said in page


def test_confirming_freezes_numbers_and_a_changed_one_is_told(
    signed_in: Callable[[str], Client],
) -> None:
    actions.confirm(by=PROGRAM, proposal=proposal(value=0.3))
    page = signed_in("authority_specialist").get(card(world.OWN)).content.decode()
    assert "Сегодня значение другое." in page
    assert "отметок «2» — 30 %" in page
    assert "отметок «2» — 20 %" in page
    kept = Finding.objects.get()
    assert (kept.frozen["value"], kept.profile_version) == (0.3, regulation.profile().version)
    assert kept.threshold.startswith("не меньше 20")


def test_an_unchanged_number_is_not_called_changed(signed_in: Callable[[str], Client]) -> None:
    browser = signed_in("authority_specialist")
    assert browser.post(f"{card(world.OWN)}confirm/").status_code == 302
    page = browser.get(card(world.OWN)).content.decode()
    assert "подтверждён" in page
    assert "Сегодня значение другое" not in page


def test_rejecting_without_a_reason_changes_nothing(signed_in: Callable[[str], Client]) -> None:
    browser = signed_in("authority_specialist")
    before = Event.objects.count()
    page = browser.post(f"{card(world.OWN)}reject/", follow=True)
    assert "Напишите, почему вывод отклонён" in page.content.decode()
    assert (Finding.objects.count(), Event.objects.count()) == (0, before)


def test_a_decision_is_undone_by_opening_again_and_taken_anew() -> None:
    decided = actions.reject(by=PROGRAM, proposal=proposal(), reason="ошибка в файле")
    with pytest.raises(Impossible, match="откройте его заново"):
        actions.confirm(by=PROGRAM, proposal=proposal())
    actions.reopen(by=PROGRAM, finding=decided, version=1, reason="файл исправлен")
    again = actions.confirm(by=PROGRAM, proposal=proposal(value=0.25))
    assert (again.pk, again.state, again.frozen["value"]) == (decided.pk, "confirmed", 0.25)
    told = Event.objects.order_by("-number").values_list("action", flat=True)[:3]
    assert list(told) == ["findings.confirm", "findings.reopen", "findings.reject"]


def test_two_people_deciding_at_once_do_not_overwrite_each_other() -> None:
    decided = actions.confirm(by=PROGRAM, proposal=proposal())
    with pytest.raises(Stale):
        actions.reopen(by=PROGRAM, finding=decided, version=7, reason="а")


def test_a_school_decides_on_nothing(signed_in: Callable[[str], Client]) -> None:
    browser = signed_in("organisation_head")
    assert browser.post(f"{card(world.OWN)}confirm/").status_code == 403
    assert "Подтвердить" not in browser.get(card(world.OWN)).content.decode()


def test_filters_narrow_the_list(signed_in: Callable[[str], Client]) -> None:
    browser = signed_in("authority_specialist")
    page = browser.get(f"{LIST}?kind=gap&unit={world.OWN}").content.decode()
    assert "Выводов: 1." in page
    actions.confirm(by=PROGRAM, proposal=proposal())
    page = browser.get(f"{LIST}?state=confirmed").content.decode()
    assert "Выводов: 1." in page


def test_the_list_asks_the_database_a_constant_number_of_questions(
    signed_in: Callable[[str], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = signed_in("authority_specialist")
    browser.get(LIST)
    most = {LIST: 14, f"/schools/{world.OWN}/": 18, card(world.OWN): 18, "/": 30}
    for address, number in most.items():
        with django_assert_max_num_queries(number):
            assert browser.get(address).status_code == 200


def test_similar_schools_come_from_the_analysis() -> None:
    assert set(similar_to(found(), world.OWN)) == {world.OTHER, world.FOREIGN}


def test_a_workbook_holds_the_table_its_notes_and_no_formula() -> None:
    sheet = Sheet("т", "Таблица", ("А", "Б"), (("=1+1", 2.5), ("б", None)), (("Версия", "7"),))
    book = load_workbook(io.BytesIO(saved(sheet, "xlsx").content))
    cells = list(book["Таблица"].iter_rows(values_only=True))
    assert cells == [("А", "Б"), ("'=1+1", 2.5), ("б", None)]
    assert ("Версия", "7") in list(book["О таблице"].iter_rows(values_only=True))
    assert all(cell.data_type != "f" for row in book["Таблица"] for cell in row)


def test_a_page_of_a_school_names_no_other_school(signed_in: Callable[[str], Client]) -> None:
    page = signed_in("organisation_head").get(f"/schools/{world.OWN}/").content.decode()
    assert f"Школа № {world.OWN}" in page
    assert f"Школа № {world.OTHER}" not in page
    assert "20,0\u00a0%" in page


def test_a_unit_stands_beside_its_municipality(signed_in: Callable[[str], Client]) -> None:
    address = f"/areas/{world.AREA}/{world.INDICATOR}/{world.OWN}/"
    page = signed_in("organisation_head").get(address).content.decode()
    assert "15,7\u00a0%" in page
    assert "слишком мало данных, чтобы показать группу" in page


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("authority_specialist", {(c, q) for c in (world.OWN, world.OTHER) for q in SILENT}),
        ("organisation_head", {(world.OWN, q) for q in SILENT}),
        ("data_officer", {(world.OWN, "trends")}),
        ("methodical_association", set()),
        ("public_representative", set()),
    ],
)
def test_silences_are_those_the_role_reaches(
    role: str, told: set[tuple[str, str]], acting: Callable[[str], Actor]
) -> None:
    known = found()
    assert known is not None
    rows = silent_to(acting(role).scope, known).to_pylist()
    assert {(row["unit"], row["question"]) for row in rows} == told


def test_what_cannot_be_said_stands_beside_the_findings(
    signed_in: Callable[[str], Client], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in("organisation_head")
    page = browser.get(LIST).content.decode()
    assert "О чём сказать нельзя: мало данных" in page
    assert f"{LIST}silences/?question=trends" in page
    shown = browser.get(f"{LIST}silences/?question=trends").content.decode()
    assert f"Школа № {world.OWN}: нужно не менее 3 лет" in shown
    assert f"Школа № {world.OTHER}" not in shown
    with django_assert_num_queries(5):
        browser.get(f"{LIST}silences/")
    nothing = browser.get(f"{LIST}silences/?unit={world.OTHER}").content.decode()
    assert "ни о чём не промолчал" in nothing
