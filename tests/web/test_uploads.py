"""A sent file: checked in the background, decided by a person, its facts counted, taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.web import world
from web.figures.state import store
from web.jobs.lease import ATTEMPTS, beat, requeue
from web.jobs.models import Beat
from web.uploads.models import Delivery
from web.uploads.staging import plain_name, staged
from web.uploads.tasks import screen, store_facts

pytestmark = pytest.mark.django_db


def sheet(*lines: str) -> bytes:
    return "\r\n".join(lines).encode("utf-8-sig")


GOOD = sheet(
    "organisation;year;procedure;subject;grade;pupil;participated;mark",
    *(f"101;2023-24;vpr;russian;4;p{number};да;{2 if number < 3 else 4}" for number in range(10)),
)


def send(browser: Client, name: str, content: bytes, organisation: str = world.OWN) -> None:
    file = SimpleUploadedFile(name, content)
    browser.post("/uploads/send/", {"files": [file], "organisation": organisation})


def last() -> Delivery:
    return Delivery.objects.latest("sent_at")


def decide(browser: Client, what: str, reason: str = "проверено") -> str:
    response = browser.post(f"/uploads/{last().pk}/{what}/", {"reason": reason}, follow=True)
    return str(response.content.decode())


def test_a_file_that_is_nothing_known_is_refused_with_a_reason(
    signed_in: Callable[[str], Client],
) -> None:
    send(signed_in("data_officer"), "список дел.csv", sheet("a;b;c", "1;2;3"))
    screen.call(str(last().pk))
    assert last().state == "refused"
    assert last().told["problems"][0]["mend"]
    assert staged(str(last().pk)) is None
    page = signed_in("data_officer").get(f"/uploads/{last().pk}/").content.decode()
    assert "Как исправить" in page


def test_a_good_file_goes_all_the_way_and_back(signed_in: Callable[[str], Client]) -> None:
    send(signed_in("data_officer"), "results.csv", GOOD)
    assert last().state == "waiting"
    screen.call(str(last().pk))
    assert (last().state, last().told["rows"]) == ("screened", [["Результаты работ", 10]])
    operator = signed_in("operator")
    assert "Принять" in operator.get(f"/uploads/{last().pk}/").content.decode()
    decide(operator, "accept")
    store_facts.call(str(last().pk))
    assert last().state == "accepted"
    assert last().upload in {upload.id for upload in store().visible()}
    assert DBTaskResult.objects.filter(task_path__endswith="recompute").exists()
    decide(operator, "withdraw", "не тот класс")
    assert last().state == "withdrawn"
    assert last().upload not in {upload.id for upload in store().visible()}


def test_a_job_done_twice_does_its_work_once(signed_in: Callable[[str], Client]) -> None:
    send(signed_in("data_officer"), "results.csv", GOOD)
    number = str(last().pk)
    assert [screen.call(number), screen.call(number)] == ["screened", "screened"]
    assert last().version == 2


def test_the_same_bytes_wait_once(signed_in: Callable[[str], Client]) -> None:
    for _ in range(2):
        send(signed_in("data_officer"), "results.csv", GOOD)
    assert Delivery.objects.filter(file="results.csv").count() == 1


def test_a_decision_cannot_be_taken_twice(signed_in: Callable[[str], Client]) -> None:
    send(signed_in("data_officer"), "results.csv", GOOD)
    screen.call(str(last().pk))
    operator = signed_in("operator")
    decide(operator, "refuse", "не тот год")
    assert "это действие больше не нужно" in decide(operator, "accept")


def test_a_refusal_without_a_reason_is_not_taken(signed_in: Callable[[str], Client]) -> None:
    send(signed_in("data_officer"), "results.csv", GOOD)
    screen.call(str(last().pk))
    assert "Напишите, почему" in decide(signed_in("operator"), "refuse", " ")
    assert last().state == "screened"


def test_nobody_sends_for_an_organisation_out_of_reach(
    signed_in: Callable[[str], Client],
) -> None:
    before = Delivery.objects.count()
    send(signed_in("data_officer"), "results.csv", GOOD, world.OTHER)
    assert Delivery.objects.count() == before


@pytest.mark.parametrize("name", ["facts.parquet", "программа.exe", "письмо.docx"])
def test_other_kinds_of_files_are_not_taken(name: str, signed_in: Callable[[str], Client]) -> None:
    before = Delivery.objects.count()
    send(signed_in("operator"), name, b"PAR1")
    assert Delivery.objects.count() == before


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("../../etc/passwd", "passwd"), ("C:\\dir\\a.xlsx", "a.xlsx"), ("a\x00:b.xlsx", "a b.xlsx")],
)
def test_a_name_stays_within_its_folder(sent: str, kept: str) -> None:
    assert plain_name(sent) == kept


def running(workers: list[str]) -> DBTaskResult:
    job = screen.enqueue("x").db_result
    DBTaskResult.objects.filter(pk=job.pk).update(status="RUNNING", worker_ids=workers)
    return job


def test_the_job_of_a_silent_worker_goes_back_to_the_queue() -> None:
    dead, alive = running(["dead"]), running(["alive"])
    beat("dead")
    later = timezone.now() + timedelta(minutes=5)
    beat("alive")
    Beat.objects.filter(worker="alive").update(at=later)
    assert requeue(later) == [str(dead.pk)]
    dead.refresh_from_db()
    alive.refresh_from_db()
    assert (dead.status, alive.status) == ("READY", "RUNNING")


def test_a_job_that_kills_its_workers_is_not_tried_for_ever() -> None:
    job = running([f"w{number}" for number in range(ATTEMPTS)])
    requeue()
    job.refresh_from_db()
    assert job.status == "FAILED"
