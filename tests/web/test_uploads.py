"""A sent file: checked in the background, decided by a person, its facts counted, taken back."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.web import world
from tests.web.sending import GOOD, accepted, checked, decide, last, page_of, results, send, sheet
from web.figures.state import store
from web.jobs.lease import ATTEMPTS, beat, requeue
from web.jobs.models import Beat
from web.uploads import screening
from web.uploads.models import NEXT, STATES, Delivery
from web.uploads.staging import place_of, plain_folders, plain_name, staged
from web.uploads.tasks import hide_facts, screen, store_facts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("same_store")]
SignedIn = Callable[[str], Client]


def shown() -> set[str]:
    return {upload.id for upload in store().visible()}


def test_a_file_that_is_nothing_known_is_refused_with_a_reason(signed_in: SignedIn) -> None:
    found = checked(signed_in("data_officer"), "список дел.csv", sheet("a;b", "1;2"))
    assert found.state == "refused"
    page = page_of(signed_in("data_officer"), found)
    assert "Файл не похож ни на один известный вид" in page
    assert "Как исправить" in page


def test_a_good_file_goes_all_the_way_and_back(signed_in: SignedIn) -> None:
    operator = signed_in("operator")
    found = checked(signed_in("data_officer"), "results.csv", GOOD)
    assert (found.state, found.told["rows"]) == ("screened", [["Результаты работ", 10]])
    assert "Принять" in page_of(operator, found)
    decide(operator, "accept")
    store_facts.call(str(last().pk))
    assert last().state == "accepted"
    assert last().upload in shown()
    assert staged(str(last().pk)) is None
    assert DBTaskResult.objects.filter(task_path__endswith="recompute").exists()
    decide(operator, "withdraw", "не тот класс")
    assert (last().state, last().upload in shown()) == ("withdrawing", True)
    assert [hide_facts.call(str(last().pk)) for _ in range(2)] == ["withdrawn", "withdrawn"]
    assert last().upload not in shown()


def test_a_job_done_twice_does_its_work_once(signed_in: SignedIn) -> None:
    send(signed_in("data_officer"), "results.csv", GOOD)
    number = str(last().pk)
    assert [screen.call(number), screen.call(number)] == ["screened", "screened"]
    assert last().version == 2


def test_facts_stored_before_the_worker_died_are_not_stored_again(signed_in: SignedIn) -> None:
    found = accepted(signed_in("operator"), "results.csv", results(grade=6))
    before = len(store().history())
    send(signed_in("data_officer"), "again.csv", results(grade=6))
    # the worker died after the ledger was written and before the record was
    Delivery.objects.filter(pk=found.pk).delete()
    Delivery.objects.filter(pk=last().pk).update(state="storing", decided_by="x")
    assert store_facts.call(str(last().pk)) == "accepted"
    assert (last().upload, len(store().history())) == (found.upload, before)


def test_the_same_bytes_wait_once(signed_in: SignedIn) -> None:
    for _ in range(2):
        send(signed_in("data_officer"), "results.csv", GOOD)
    assert Delivery.objects.filter(file="results.csv").count() == 1


def test_a_file_among_the_facts_already_adds_nothing_and_says_so(signed_in: SignedIn) -> None:
    accepted(signed_in("operator"), "results.csv", results(grade=7))
    found = checked(signed_in("data_officer"), "копия.csv", results(grade=7))
    assert (found.state, found.reason) == ("refused", screening.ALREADY)


@pytest.mark.parametrize("second", ["accept", "refuse"])
def test_the_second_of_two_who_decide_is_told(second: str, signed_in: SignedIn) -> None:
    seen = checked(signed_in("data_officer"), "results.csv", GOOD).version
    decide(signed_in("operator"), "refuse", "не тот год")
    page = decide(signed_in("authority_specialist"), second, version=seen)
    assert "Пока вы смотрели, файл изменился: теперь он «не принят» (решено" in page
    assert (last().state, last().reason) == ("refused", "не тот год")


def test_a_decision_about_an_older_report_is_not_taken(signed_in: SignedIn) -> None:
    seen = checked(signed_in("data_officer"), "results.csv", GOOD).version
    signed_in("data_officer").post(
        f"/uploads/{last().pk}/about/", {"version": seen, "year": "2023-24"}
    )
    screen.call(str(last().pk))
    assert "Ваше решение не записано" in decide(signed_in("operator"), "accept", version=seen)
    assert last().state == "screened"


def test_a_refusal_without_a_reason_is_not_taken(signed_in: SignedIn) -> None:
    checked(signed_in("data_officer"), "results.csv", GOOD)
    assert "Напишите, почему" in decide(signed_in("operator"), "refuse", " ")
    assert last().state == "screened"


def test_nobody_sends_for_an_organisation_out_of_reach(signed_in: SignedIn) -> None:
    before = Delivery.objects.count()
    page = send(signed_in("data_officer"), "results.csv", GOOD, world.OTHER).content.decode()
    assert "не можете прислать" in page
    assert Delivery.objects.count() == before


def test_every_state_has_a_name_and_leads_only_to_named_ones() -> None:
    assert set(NEXT) == set(STATES)
    assert set().union(*NEXT.values()) <= set(STATES)


def test_a_fault_of_the_program_is_told_and_the_file_kept(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("внутренности")

    with monkeypatch.context() as patched:
        patched.setattr(screening, "look", broken)
        found = checked(signed_in("data_officer"), "results.csv", GOOD)
    page = page_of(signed_in("operator"), found)
    assert (found.state, "внутренности" in page) == ("failed", False)
    decide(signed_in("operator"), "again")
    assert screen.call(str(found.pk)) == "screened"


def test_a_work_that_is_not_stored_goes_back_to_its_decision(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError("нет места на диске")

    checked(signed_in("data_officer"), "results.csv", results(grade=8))
    decide(signed_in("operator"), "accept")
    before = shown()
    with monkeypatch.context() as patched:
        patched.setattr("web.uploads.tasks.append", full)
        store_facts.call(str(last().pk))
    assert (last().state, shown()) == ("screened", before)
    assert "Ничего не изменилось" in last().reason


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("../../etc/passwd", "passwd"), ("C:\\dir\\a.xlsx", "a.xlsx"), ("a\x00:b.xlsx", "a b.xlsx")],
)
def test_a_name_stays_within_its_folder(sent: str, kept: str) -> None:
    assert plain_name(sent) == kept


def test_folders_a_file_came_from_are_names_only() -> None:
    assert plain_folders("../../2021/4/a.xlsx") == ["2021", "4"]


def test_folders_of_the_server_tell_a_reader_nothing(signed_in: SignedIn) -> None:
    send(signed_in("data_officer"), "results.csv", GOOD, path="2021/4/results.csv")
    path = staged(str(last().pk))
    assert path is not None
    assert path.parent.parts[-4:] == ("-", "-", "2021", "4")


def test_what_was_cut_off_while_being_sent_is_swept(signed_in: SignedIn) -> None:
    orphan = settings.UPLOAD_FOLDER / "00000000-0000-4000-8000-00000000000a"
    refused = checked(signed_in("data_officer"), "дела.csv", sheet("a;b", "1;2"))
    (orphan / "файл").mkdir(parents=True)
    send(signed_in("data_officer"), "results.csv", GOOD)
    for place in (orphan, place_of(str(refused.pk)), place_of(str(last().pk))):
        old = time.time() - 3 * 24 * 3600
        os.utime(place, (old, old))
    screen.call(str(last().pk))
    kept = [place_of(str(one.pk)).exists() for one in (refused, last())]
    assert (orphan.exists(), kept) == (False, [True, True])


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
