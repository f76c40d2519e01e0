"""Many files at once: each for itself, the whole counted, all good ones accepted together."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from tests.web import world
from tests.web.sending import GOOD, accepted, batch, results, send, sheet
from web.figures.state import store
from web.uploads.models import Delivery
from web.uploads.tasks import screen, store_facts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("same_store")]
SignedIn = Callable[[str], Client]
SCRIPT = {"HTTP_ACCEPT": "application/json"}


def sent_together(browser: Client, **files: bytes) -> str:
    """One form without scripts; the number of the sending."""
    number = batch()
    data = {
        "files": [SimpleUploadedFile(f"{name}.csv", content) for name, content in files.items()],
        "organisation": world.OWN, "batch": number,
    }  # fmt: skip
    page = browser.post("/uploads/send/", data)
    assert page["Location"] == f"/uploads/?batch={number}"
    for one in Delivery.objects.filter(batch=number):
        screen.call(str(one.pk))
    return number


def states(number: str) -> dict[str, str]:
    return dict(Delivery.objects.filter(batch=number).values_list("file", "state"))


def test_one_bad_file_does_not_stop_the_others(signed_in: SignedIn) -> None:
    number = sent_together(
        signed_in("operator"), a=results(grade=5), b=b"", c=results(grade=6), d=sheet("x;y", "1;2")
    )
    assert states(number) == {"a.csv": "screened", "c.csv": "screened", "d.csv": "refused"}


def test_a_script_sends_one_by_one_and_is_answered_in_data(signed_in: SignedIn) -> None:
    number, browser = batch(), signed_in("operator")
    said = {"organisation": world.OWN, "batch": number}
    file = SimpleUploadedFile("a.csv", GOOD)
    good = browser.post("/uploads/send/", {**said, "files": [file]}, **SCRIPT).json()
    assert (good["taken"], good["address"]) == (1, f"/uploads/?batch={number}")
    file = SimpleUploadedFile("a.docx", b"PK")
    bad = browser.post("/uploads/send/", {**said, "files": [file]}, **SCRIPT).json()
    assert (bad["taken"], "принимаются таблицы" in bad["said"]) == (0, True)


def test_the_whole_of_a_sending_is_counted_in_words(signed_in: SignedIn) -> None:
    browser = signed_in("operator")
    number = sent_together(browser, a=results(grade=5), b=sheet("x;y", "1;2"))
    page = browser.get(f"/uploads/?batch={number}").content.decode()
    assert "Обработано 2 из 2" in page
    assert "проверен, ждёт решения — 1" in page
    Delivery.objects.filter(batch=number, file="a.csv").update(state="waiting")
    page = browser.get(f"/uploads/?batch={number}").content.decode()
    assert "Обработано 1 из 2" in page
    assert "Страницу можно закрыть" in page
    main = page.partition("<main")[2]
    assert f"batch={number}" in main.partition("hx-get=")[2].partition(" ")[0]


def test_all_good_ones_are_accepted_and_the_others_left(signed_in: SignedIn) -> None:
    operator = signed_in("operator")
    accepted(operator, "прежний.csv", results(grade=7))
    number = sent_together(
        operator, a=results(grade=5), b=results(grade=6), replacing=results(grade=7, twos=1)
    )
    page = operator.get(f"/uploads/accept/?batch={number}").content.decode()
    assert "ничего не заменяют: 2" in page
    assert "Остальные (1) нужно посмотреть по одному" in page
    assert '<td class="num" data-label="Добавится строк">20</td>' in page
    operator.post(f"/uploads/accept/?batch={number}", {"file": ticked(number)})
    assert states(number) == {
        "a.csv": "storing", "b.csv": "storing", "replacing.csv": "screened",
    }  # fmt: skip
    before = len(store().visible())
    for one in Delivery.objects.filter(batch=number, state="storing"):
        store_facts.call(str(one.pk))
    assert len(store().visible()) == before + 2


def ticked(number: str) -> list[str]:
    return [f"{one.pk}:{one.version}" for one in Delivery.objects.filter(batch=number)]


def test_a_file_that_has_changed_since_the_list_was_shown_is_left_alone(
    signed_in: SignedIn,
) -> None:
    operator = signed_in("operator")
    number = sent_together(operator, a=results(grade=5), b=results(grade=6))
    shown = ticked(number)
    Delivery.objects.filter(batch=number, file="a.csv").update(version=9)
    page = operator.post(f"/uploads/accept/?batch={number}", {"file": shown}, follow=True)
    assert "Не принято файлов: 1" in page.content.decode()
    assert states(number) == {"a.csv": "screened", "b.csv": "storing"}


def test_files_of_others_are_not_accepted_by_number(signed_in: SignedIn) -> None:
    foreign = Delivery.objects.get(organisation__code=world.FOREIGN)
    signed_in("operator").post("/uploads/accept/", {"file": [f"{foreign.pk}:{foreign.version}"]})
    foreign.refresh_from_db()
    assert foreign.state == "screened"


@pytest.mark.parametrize("address", ["/uploads/", "/uploads/accept/"])
def test_a_list_asks_the_database_as_often_for_many_files_as_for_one(
    address: str, signed_in: SignedIn
) -> None:
    browser = signed_in("operator")
    browser.get(address)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        return len(queries)

    one = asked()
    origin = Delivery.objects.get(organisation__code=world.OWN)
    Delivery.objects.bulk_create(
        Delivery(
            file=f"{n}.csv", sha256=str(n), size=1, sent_by="", state="screened",
            organisation=origin.organisation, effect={"adds": [], "indicators": []},
        )
        for n in range(30)
    )  # fmt: skip
    assert asked() == one


def refused(response: Any, word: str) -> None:
    assert response.status_code == 413
    told = response.content.decode()
    assert word in (json.loads(told)["said"] if told.startswith("{") else told)


def test_two_hundred_megabytes_are_refused_before_they_are_read(signed_in: SignedIn) -> None:
    class Unread:
        def read(self, *_: Any) -> bytes:
            raise AssertionError("файл читают, хотя он заведомо велик")

        readline = read

    for accept in ("text/html", "application/json"):
        response = signed_in("operator").generic(
            "POST", "/uploads/send/", content_type="multipart/form-data; boundary=x",
            CONTENT_LENGTH=str(200 * 1024 * 1024), HTTP_ACCEPT=accept, **{"wsgi.input": Unread()},
        )  # fmt: skip
        refused(response, "не больше 150 МБ")


def test_one_file_over_its_limit_is_refused_by_name(signed_in: SignedIn) -> None:
    with override_settings(UPLOAD_BYTES=1 << 20):
        content = b"a" * ((1 << 20) + 1)
        page = send(signed_in("operator"), "большой.csv", content).content.decode()
    assert "«большой.csv» больше 1 МБ: разделите таблицу на части" in page
    assert not Delivery.objects.filter(file="большой.csv").exists()


def test_more_files_than_one_request_may_bring_are_told(signed_in: SignedIn) -> None:
    most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
    files = [SimpleUploadedFile(f"{n}.csv", b"a") for n in range(most + 1)]
    data = {"files": files, "organisation": world.OWN}
    refused(signed_in("operator").post("/uploads/send/", data), f"не больше {most} файлов")


def test_a_form_without_its_token_changes_nothing(signed_in: SignedIn) -> None:
    browser = signed_in("operator")
    browser.handler.enforce_csrf_checks = True
    before = Delivery.objects.count()
    file = SimpleUploadedFile("a.csv", GOOD)
    response = browser.post("/uploads/send/", {"files": [file], "organisation": world.OWN})
    assert (response.status_code, Delivery.objects.count()) == (403, before)
