"""What tests of sent files share: a good table, sending it, deciding about it."""

from __future__ import annotations

import io
import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from tests.web import world
from web.uploads.models import Delivery
from web.uploads.tasks import screen, store_facts


def sheet(*lines: str) -> bytes:
    """A table as CSV."""
    return "\r\n".join(lines).encode("utf-8-sig")


HEAD = "organisation;year;procedure;subject;grade;pupil;participated;mark"


def results(*, grade: int = 4, pupils: int = 10, twos: int = 3, school: str = world.OWN) -> bytes:
    """ВПР in Russian of one school in 2023/24."""
    marks = [2 if number < twos else 4 for number in range(pupils)]
    lines = (f"{school};2023-24;vpr;russian;{grade};p{n};да;{m}" for n, m in enumerate(marks))
    return sheet(HEAD, *lines)


GOOD = results()


def book(*rows: tuple[object, ...], title: str = "Лист1") -> bytes:
    """A workbook of one sheet."""
    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def send(
    browser: Client, name: str, content: bytes, organisation: str = world.OWN, **said: Any
) -> Any:
    """Send one file from a page."""
    file = SimpleUploadedFile("x", content)
    file._name = name
    data = {"files": [file], "organisation": organisation, **said}
    return browser.post("/uploads/send/", data, follow=True)


def last() -> Delivery:
    """The file sent last."""
    return Delivery.objects.latest("sent_at")


def checked(browser: Client, name: str, content: bytes, **said: Any) -> Delivery:
    """Send a file and check it."""
    send(browser, name, content, **said)
    screen.call(str(last().pk))
    return last()


def decide(browser: Client, what: str, reason: str = "проверено", **said: Any) -> str:
    """Decide about the file sent last as it is now; the page that follows."""
    said = {"reason": reason, "version": last().version, **said}
    response = browser.post(f"/uploads/{last().pk}/{what}/", said, follow=True)
    return str(response.content.decode())


def accepted(browser: Client, name: str, content: bytes, **said: Any) -> Delivery:
    """Send, check and accept a file; its facts are stored."""
    checked(browser, name, content)
    decide(browser, "accept", **said)
    store_facts.call(str(last().pk))
    return last()


def page_of(browser: Client, delivery: Delivery) -> str:
    """The card of a file."""
    return str(browser.get(f"/uploads/{delivery.pk}/").content.decode())


def batch() -> str:
    """The number of a sending."""
    return str(uuid.uuid4())
