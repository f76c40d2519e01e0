"""The application as `msoko serve` runs it, with a made-up municipality, and people in browsers."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from msoko.demo import facts
from msoko.facts.append import append
from msoko.facts.incoming import Incoming
from msoko.facts.store import Store

CHROMIUM = Path("/usr/bin/chromium")
ROOT = Path(__file__).parents[2]
AXE = Path(__file__).with_name("axe") / "axe.min.js"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def filled(place: Path, variant: str) -> None:
    """A store with the register, results and enrolment of the demonstration."""
    file = place / "сведения.parquet"
    file.write_bytes(b"made up")
    tables = facts(seed=7, variant=variant)
    kept = {name: tables[name] for name in ("units", "results", "enrolment") if name in tables}
    receipt = append(
        Store.open(place / "store"), Incoming("made_up", kept), file=file, sha256="0", by="тест"
    )
    assert receipt.outcome == "accepted"


@contextmanager
def served(place: Path, **further: str) -> Iterator[str]:
    """The address of the application; stopped as it is stopped by Ctrl+C."""
    port = free_port()
    settings = {
        **os.environ, "MSOKO_MODE": "demo", "MSOKO_DATA": str(place / "data"),
        "MSOKO_STORE": str(place / "store"), **further,
    }  # fmt: skip
    settings.pop("DJANGO_SETTINGS_MODULE", None)
    ask = [sys.executable, "-m", "web"]
    subprocess.run([*ask, "prepare_demo"], cwd=ROOT, env=settings, check=True, timeout=600)
    program = subprocess.Popen(
        [sys.executable, "-m", "msoko", "serve", f"--port={port}"], cwd=ROOT, env=settings
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/alive", program)
        yield f"http://127.0.0.1:{port}"
    finally:
        program.terminate()
        assert program.wait(timeout=60) == 0


def wait_for(address: str, program: subprocess.Popen[bytes]) -> None:
    for _ in range(900):
        assert program.poll() is None, "приложение остановилось само"
        try:
            with urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("приложение не открылось за три минуты")


def people(place: Path) -> dict[str, dict[str, str]]:
    """Made-up people by role, with address and password."""
    told = json.loads((place / "data" / "люди.json").read_text(encoding="utf-8"))
    return {one["role"]: one for one in told}


@contextmanager
def browsers(site: str) -> Iterator[Callable[..., Any]]:
    """Opens a page in a browser of its own, clear of the others'."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])

        def opened(who: dict[str, str] | None = None, width: int = 1200) -> Any:
            context = browser.new_context(
                base_url=site, locale="ru-RU", viewport={"width": width, "height": 900}
            )
            page = context.new_page()
            page.goto("/")
            if who is not None:
                enter(page, who)
            return page

        yield opened
        browser.close()


def enter(page: Any, who: dict[str, str]) -> None:
    """Sign in on the page of the door."""
    page.get_by_label("Адрес электронной почты").fill(who["address"])
    page.get_by_label("Пароль").fill(who["password"])
    page.get_by_role("button", name="Войти").click()
    page.get_by_role("button", name="Выйти").wait_for()
    page.wait_for_load_state()
