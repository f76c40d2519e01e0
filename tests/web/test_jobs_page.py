"""Background work on a page: in words, failures first, each done again by one press."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

import web
from web.audit.models import Event
from web.jobs.models import Beat
from web.jobs.words import WORKS
from web.uploads.models import Delivery

pytestmark = pytest.mark.django_db
PAGE = "/jobs/"


def job(status: str, path: str = "web.figures.tasks.recompute", *said: Any) -> DBTaskResult:
    now = timezone.now()
    return DBTaskResult.objects.create(
        status=status, task_path=path, backend_name="default", run_after=now, finished_at=now,
        args_kwargs={"args": list(said), "kwargs": {}}, worker_ids=["a", "b", "c"],
        traceback="Traceback:\n  …\nOSError: на диске нет места",
    )  # fmt: skip


def test_every_job_of_the_application_has_words() -> None:
    root, found = Path(web.__file__).parent, set()
    for path in root.rglob("*.py"):
        module = ".".join(("web", *path.relative_to(root).with_suffix("").parts))
        text = path.read_text(encoding="utf-8")
        found |= {f"{module}.{name}" for name in re.findall(r"@task\([^)]*\)\ndef (\w+)", text)}
    assert found == set(WORKS)


def test_a_failed_job_says_why_and_is_done_again(signed_in: Callable[[str], Client]) -> None:
    failed, browser = job("FAILED"), signed_in("authority_specialist")
    page = browser.get(PAGE).content.decode()
    assert page.index("Вычисление всех показателей") < page.index("Делается и ждёт")
    assert "OSError: на диске нет места" in page
    assert browser.post(f"{PAGE}{failed.pk}/repeat/").status_code == 302
    failed.refresh_from_db()
    assert (failed.status, failed.worker_ids, failed.traceback) == ("READY", [], "")
    assert Event.objects.latest("number").reason == "Вычисление всех показателей"
    again = browser.post(f"{PAGE}{failed.pk}/repeat/", follow=True).content.decode()
    assert "уже поставлено в очередь" in again
    assert Event.objects.filter(action="jobs.repeat").count() == 1


def test_a_job_leads_to_the_file_it_is_about(signed_in: Callable[[str], Client]) -> None:
    sent = Delivery.objects.first()
    assert sent is not None
    job("RUNNING", "web.uploads.tasks.screen", str(sent.pk))
    assert f'href="/uploads/{sent.pk}/"' in signed_in("operator").get(PAGE).content.decode()


def test_the_page_says_whether_anybody_works(signed_in: Callable[[str], Client]) -> None:
    Beat.objects.all().delete()
    browser = signed_in("administrator")
    assert "Обработчик не запущен" in browser.get(PAGE).content.decode()
    Beat.objects.create(worker="w", at=timezone.now())
    assert "Обработчик работает" in browser.get(PAGE).content.decode()


def test_the_number_of_questions_does_not_grow_with_jobs(
    signed_in: Callable[[str], Client], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in("operator")
    for status in ("FAILED", "RUNNING", "READY", "SUCCESSFUL"):
        for _ in range(5):
            job(status)
    browser.get(PAGE)
    with django_assert_max_num_queries(8):
        browser.get(PAGE)
