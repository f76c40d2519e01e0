"""The specialist in a real browser: sign in, area, indicator, where the number comes from."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from msoko.demo import facts
from msoko.facts.append import append
from msoko.facts.incoming import Incoming
from msoko.facts.store import Store

CHROMIUM = Path("/usr/bin/chromium")
ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="нет браузера /usr/bin/chromium: apt-get install chromium"
)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the made-up municipality of one school."""
    place = tmp_path_factory.mktemp("journey")
    file = place / "сведения.parquet"
    file.write_bytes(b"made up")
    tables = facts(seed=7, variant="one_school")
    kept = {name: tables[name] for name in ("units", "results", "enrolment") if name in tables}
    receipt = append(
        Store.open(place / "store"), Incoming("made_up", kept), file=file, sha256="0", by="тест"
    )
    assert receipt.outcome == "accepted"
    return place


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    """The application as `msoko serve` runs it, stopped as it is stopped."""
    port = free_port()
    settings = {
        **os.environ, "MSOKO_MODE": "demo", "MSOKO_DATA": str(folder / "data"),
        "MSOKO_STORE": str(folder / "store"),
    }  # fmt: skip
    settings.pop("DJANGO_SETTINGS_MODULE", None)
    ask = [sys.executable, "-m", "web"]
    subprocess.run([*ask, "prepare_demo"], cwd=ROOT, env=settings, check=True, timeout=300)
    served = [sys.executable, "-m", "msoko", "serve", f"--port={port}"]
    program = subprocess.Popen(served, cwd=ROOT, env=settings)
    try:
        wait_for(f"http://127.0.0.1:{port}/alive", program)
        yield f"http://127.0.0.1:{port}"
    finally:
        program.terminate()
        assert program.wait(timeout=30) == 0


def wait_for(address: str, program: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert program.poll() is None, "приложение остановилось само"
        try:
            with urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("приложение не открылось за две минуты")


@pytest.fixture
def page(folder: Path, site: str) -> Iterator[Any]:
    """A page on which the specialist has signed in; what the browser complains of is collected."""
    from playwright.sync_api import sync_playwright

    people = json.loads((folder / "data" / "люди.json").read_text(encoding="utf-8"))
    who = next(one for one in people if one["role"] == "authority_specialist")
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(base_url=site, locale="ru-RU")
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text))
        page.on("request", lambda one: page.complaints.extend(elsewhere(one.url, site)))
        page.goto("/")
        page.get_by_label("Адрес электронной почты").fill(who["address"])
        page.get_by_label("Пароль").fill(who["password"])
        page.get_by_role("button", name="Войти").click()
        yield page
        browser.close()


def elsewhere(address: str, site: str) -> list[str]:
    """Addresses outside the application; there must be none."""
    return [] if address.startswith((site, "data:")) else [address]


def test_from_the_first_page_to_the_rows_of_a_number(page: Any) -> None:
    page.get_by_role("link", name="Система работы со школами с низкими результатами").click()
    label = "Процент обучающихся, получивших «2» за ВПР по русскому языку, 4 класс"
    page.get_by_role("link", name=label).click()
    assert page.get_by_role("heading", level=1).inner_text() == label
    assert page.get_by_text("Приложение, направление 2").count() == 1
    page.get_by_role("link", name="Показать, откуда эта цифра").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Откуда эта цифра?"
    assert page.get_by_role("rowheader", name="сведения.parquet").count() >= 1
    assert page.complaints == []


def test_no_page_is_wider_than_a_phone(page: Any) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    area = "/areas/low_performing_schools/"
    for address in ("/", area, f"{area}vpr_russian_4/", "/organisations/", "/uploads/", "/roles/"):
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert (address, wide) == (address, 0)


def test_a_sent_file_is_checked_while_one_looks(page: Any) -> None:
    page.goto("/uploads/")
    page.get_by_label("Файлы").set_input_files(
        {"name": "дела.csv", "mimeType": "text/csv", "buffer": b"a;b\n1;2\n"}
    )
    page.get_by_role("button", name="Прислать и проверить").click()
    page.locator(".badge", has_text="не принят").wait_for(timeout=60_000)
    page.get_by_role("link", name="дела.csv").click()
    assert page.get_by_text("Как исправить").count() >= 1
