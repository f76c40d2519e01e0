"""Expected documents: their year, their state, who may say so, files given back as they came."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.utils import timezone
from openpyxl import load_workbook

from tests.web import world
from web.audit.impossible import Impossible
from web.policy.scope import PROGRAM, Actor, Denied
from web.roadmap.document_actions import mark_document
from web.roadmap.expecting import Document, documents
from web.roadmap.models import DocumentMark

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
Acting = Callable[[str], Actor]
LIST, ORDER = "/roadmap/documents/", "/roadmap/documents/ALE-ER-25/"


@pytest.fixture(autouse=True)
def aleksandrovskoe() -> Iterator[None]:
    with override_settings(PROFILE="aleksandrovskoe"):
        yield


def of(actor: Actor, year: int = 2021) -> dict[str, Document]:
    return {one.id: one for one in documents(actor.scope, world.NORTH, year)}


def marked(document: str, **said: Any) -> None:
    told: dict[str, Any] = {
        "place": world.NORTH, "document": document, "year": 2021, "part": 0, "organisation": "",
        "state": "delivered", "link": "https://edu.example/a", "delivered_on": date(2021, 9, 1),
    }  # fmt: skip
    mark_document(by=said.pop("by", PROGRAM), **{**told, **said})


def test_a_year_names_its_documents_and_how_many_are_missing(acting: Acting) -> None:
    actor = acting("authority_specialist")
    found = of(actor)
    assert {one.state for one in found.values()} == {"expected", "undecided"}
    before = sum(one.missing for one in found.values())
    marked("ALE-ER-1")
    after = of(actor)
    assert after["ALE-ER-1"].state == "delivered"
    assert sum(one.missing for one in after.values()) == before - 1


def test_a_condition_nobody_has_decided_is_not_missing_until_it_is(acting: Acting) -> None:
    actor = acting("authority_specialist")
    assert (of(actor)["ALE-ER-5"].state, of(actor)["ALE-ER-5"].missing) == ("undecided", 0)
    marked("ALE-ER-5", state="expected", link="", delivered_on=None, note="участвовали в НИКО")
    assert (of(actor)["ALE-ER-5"].state, of(actor)["ALE-ER-5"].missing) == ("expected", 1)


def test_every_organisation_owes_its_own_beside_the_municipality(acting: Acting) -> None:
    office, school = (of(acting(r))["ALE-ER-25"] for r in ("operator", "organisation_head"))
    assert [one.organisation for one in office.copies] == ["", world.OWN, world.OTHER]
    assert [one.organisation for one in school.copies] == ["", world.OWN]
    assert [one.may_mark for one in school.copies] == [False, True]
    marked("ALE-ER-25", organisation=world.OWN)
    assert (of(acting("operator"))["ALE-ER-25"].delivered, office.missing) == (1, 3)


def test_a_school_says_so_for_itself_only(acting: Acting) -> None:
    marked("ALE-ER-25", organisation=world.OWN, by=acting("organisation_head"))
    for code in (world.OTHER, ""):
        with pytest.raises(Denied):
            marked("ALE-ER-25", organisation=code, by=acting("organisation_head"))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"link": ""}, "ссылку на документ или приложите файл"),
        ({"delivered_on": None}, "дату документа"),
        ({"delivered_on": timezone.localdate() + timedelta(1)}, "ещё не наступила"),
        ({"state": "not_needed"}, "почему документ не требуется"),
    ],
)
def test_delivered_and_not_needed_say_how_and_why(said: dict[str, Any], why: str) -> None:
    with pytest.raises(Impossible, match=why):
        marked("ALE-ER-1", **said)


def test_a_file_comes_back_as_it_came_and_is_never_shown_in_place(signed_in: Browser) -> None:
    address = f"{ORDER}?year=2021&organisation={world.OWN}"
    head = signed_in("organisation_head")
    sent = SimpleUploadedFile("Порядок ВПР.pdf", b"%PDF-1.7 <script>", "text/html")
    said = {"state": "delivered", "delivered_on": "2021-09-01", "version": 0, "sent": sent}
    assert head.post(address, said).status_code == 302
    file = f"{ORDER}file/?year=2021&organisation={world.OWN}"
    answer = head.get(file)
    assert b"".join(answer) == b"%PDF-1.7 <script>"  # type: ignore[call-overload]
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(signed_in("operator").get(file))  # type: ignore[call-overload]
    assert signed_in(f"data{world.OTHER}").get(file).status_code == 404
    assert signed_in(f"data{world.FOREIGN}").get(file).status_code == 404


@pytest.mark.parametrize("name", ["а.html", "а.svg", "а.exe", "а"])
def test_a_file_of_another_kind_is_not_taken(name: str, signed_in: Browser) -> None:
    sent = SimpleUploadedFile(name, b"1")
    said = {"state": "delivered", "delivered_on": "2021-09-01", "version": 0, "sent": sent}
    answer = signed_in("operator").post(f"{ORDER}?year=2021&organisation=", said)
    assert answer.status_code == 422
    assert not DocumentMark.objects.exists()


def test_a_link_that_is_a_script_is_not_taken(signed_in: Browser) -> None:
    said = {
        "state": "delivered", "delivered_on": "2021-09-01", "version": 0,
        "link": "javascript:alert(1)",
    }  # fmt: skip
    answer = signed_in("operator").post(f"{ORDER}?year=2021&organisation=", said)
    assert answer.status_code == 422


def test_without_a_year_the_last_named_one_is_shown_and_filters_narrow_it(
    signed_in: Browser,
) -> None:
    browser = signed_in("operator")
    assert "Ожидаемые документы: 2024 год" in browser.get(LIST).content.decode()
    page = browser.get(f"{LIST}?year=2021&state=undecided").content.decode()
    assert "ALE-ER-5" in page
    assert "ALE-ER-26" in page
    assert "ALE-ER-1/" not in page


def test_the_file_has_a_row_for_everybody_who_owes(signed_in: Browser) -> None:
    answer = signed_in("operator").get(f"{LIST}table.xlsx?year=2021&area=objectivity")
    sheet = load_workbook(io.BytesIO(answer.content))["Таблица"]
    owed = [row[2].value for row in sheet.iter_rows(min_row=2) if "Порядок" in row[0].value]
    assert owed == [world.NORTH, "Школа № 101", "Школа № 102"]


def test_a_document_of_another_year_is_not_there(signed_in: Browser) -> None:
    assert signed_in("operator").get(f"{ORDER}?year=2030").status_code == 404


def test_the_year_is_the_deadline_and_the_text_says_where_the_responsible_is_named(
    signed_in: Browser, acting: Acting
) -> None:
    page = signed_in("authority_specialist").get("/roadmap/documents/ALE-ER-1/?year=2021")
    told = page.content.decode()
    assert "до 31.12.2021: положение называет год, но не день" in told
    assert "срок прошёл" in told
    assert "в положении не назван: «Мероприятия по развитию системы оценки качества" in told
    marked("ALE-ER-1")
    assert not of(acting("authority_specialist"))["ALE-ER-1"].is_over
    coming = timezone.localdate().year
    assert not any(one.is_over for one in of(acting("authority_specialist"), coming).values())
