"""The application under many people: pages of a district and of a region, 200 schools sending."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from benchmarks.measure import ROOT, Measured, process
from benchmarks.report import Ratio, Report, Row
from benchmarks.web_load import Answer, ask, p95, sent, visited

AREA = "/areas/low_performing_schools/"
PAGES = {
    "/": "главная",
    AREA: "направление",
    f"{AREA}vpr_russian_4/": "показатель",
    "/organisations/": "организации",
    "/organisations/?q=7": "поиск организаций",
    "/uploads/": "файлы",
    "/me/": "мои данные",
}
# Seconds within which 95 of 100 pages must come with 50 people; kilobytes of the first page.
SLOWEST, HEAVIEST = 0.3, 100
DISTRICT, REGION = 12, 700
# A person who reads rests between pages, seconds.
PAUSE = 5.0


def run(times: int = 2) -> Report:
    """A district and a region on SQLite, and on PostgreSQL where its address is given."""
    ratios: list[Ratio] = []
    rows: list[Row] = []
    engines = {"SQLite": ""}
    if address := os.environ.get("MSOKO_BENCH_DATABASE_URL", ""):
        engines["PostgreSQL"] = address
    for engine, url in engines.items():
        for schools in (DISTRICT, REGION):
            with tempfile.TemporaryDirectory(prefix="msoko-bench-web-") as name:
                found, prepared = measured(Path(name), schools, url, times)
            title = f"{engine}, школ {schools}"
            rows.append(Row(f"подготовка: {title}", prepared))
            ratios += [
                Ratio(f"{title}: {what}", value, "не больше", border)
                for what, value, border in found
            ]
    note = (
        "50 человек с открытыми сеансами, каждый открывает страницы по кругу с отдыхом "
        f"{PAUSE:.0f} с; p95 — за сколько секунд пришли 95 из 100 ответов. Вес — первая страница "
        "со стилями и программами, сжатая. Файлы школ присланы одновременно через /api/v1/."
    )
    if len(engines) == 1:
        note += " PostgreSQL не измерен: его адрес дают в MSOKO_BENCH_DATABASE_URL."
    return Report("web", "Веб-приложение: 50 человек и 200 школ", ratios, rows, note)


def measured(
    folder: Path, schools: int, url: str, rounds: int
) -> tuple[list[tuple[str, float, float]], Measured]:
    """What, seconds or kilobytes or a count, and its border; and the making of the region."""
    _facts(folder)
    told = folder / "people.json"
    with _settings(folder, url):
        prepared = process(
            [sys.executable, "-m", "benchmarks.web_prepared", str(schools), str(told)]
        )
        people = json.loads(told.read_text(encoding="utf-8"))
        with _served(folder) as site:
            card = f"/organisations/card/{quote(people['card'])}/"
            pages = {**PAGES, card: "карточка организации"}
            for path in pages:
                _one(site, path, people["sessions"][0])
            answers = visited(site, people["sessions"], list(pages), rounds, PAUSE)
            weight = _weight(site, people["sessions"][0])
            began = time.perf_counter()
            files = sent(site, people["keys"][:200], people["codes"][:200])
            lasted = time.perf_counter() - began
    found = [(f"{pages[path]}, p95, с", p95(got), SLOWEST) for path, got in answers.items()]
    wrong = [one for got in answers.values() for one in got if one.status != 200]
    lost = sum(one.status != 202 for one in files)
    return [
        *found,
        ("страниц с ошибкой", len(wrong), 0),
        ("вес первой страницы, КБ", weight / 1024, HEAVIEST),
        (f"файлов от {len(files)} школ потеряно", lost, 0),
        ("все файлы приняты на проверку, с", lasted, 60),
    ], prepared


def _facts(folder: Path) -> None:
    """The made-up district's register and results in a store."""
    from msoko.demo import facts
    from msoko.facts.append import append
    from msoko.facts.incoming import Incoming
    from msoko.facts.store import Store

    file = folder / "facts"
    file.write_bytes(b"made up")
    tables = facts(seed=7, variant="district")
    kept = {name: tables[name] for name in ("units", "results", "enrolment")}
    store = Store.open(folder / "store")
    append(store, Incoming("made_up", kept), file=file, sha256="0", by="измерение")


@contextmanager
def _settings(folder: Path, url: str) -> Iterator[None]:
    """Environment of the application, for this and further processes."""
    said = {
        "MSOKO_MODE": "local", "MSOKO_DATA": str(folder / "data"), "DATABASE_URL": url,
        "MSOKO_STORE": str(folder / "store"), "MSOKO_SECOND_FACTOR": "nobody",
        "DJANGO_SETTINGS_MODULE": "web.settings",
    }  # fmt: skip
    before = {name: os.environ.get(name) for name in said}
    os.environ.update(said)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
        shutil.rmtree(folder / "data", ignore_errors=True)


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The address of `msoko serve` on a free port."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    with (folder / "log").open("w") as log:
        command = [sys.executable, "-m", "msoko", "serve", f"--port={port}"]
        program = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        site = f"http://127.0.0.1:{port}"
        try:
            _wait(site)
            yield site
        finally:
            program.terminate()
            program.wait(timeout=60)


def _wait(site: str) -> None:
    for _ in range(600):
        try:
            ask(site, "/alive", {})
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("приложение не открылось за две минуты")


def _one(site: str, path: str, session: str) -> tuple[Answer, bytes]:
    answer, _, content = ask(site, path, {"Cookie": f"session={session}"})
    return answer, content


def _weight(site: str, session: str) -> int:
    """Bytes of the first page with everything it loads, as they travel."""
    import gzip
    import re

    answer, content = _one(site, "/", session)
    text = gzip.decompress(content).decode() if content[:2] == b"\x1f\x8b" else content.decode()
    loads = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', text))
    return answer.size + sum(_one(site, path, session)[0].size for path in loads)
