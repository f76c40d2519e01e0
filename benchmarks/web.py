"""The application under many people: pages of a district and of a region, 200 schools sending."""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.measure import Measured, process
from benchmarks.report import Ratio, Report, Row
from benchmarks.web_load import Answer, ask, hammered, p95, sent, visited
from benchmarks.web_served import Site, empty_database, served, settings

AREA = "/areas/low_performing_schools/"
PAGES = {
    "/": "главная",
    AREA: "направление",
    f"{AREA}vpr_russian_4/": "показатель",
    "/findings/": "выводы",
    "/organisations/": "организации",
    "/organisations/?q=7": "поиск организаций",
    "/today/": "сегодня",
    "/cycles/": "циклы",
    "/roadmap/": "дорожная карта",
    "/readiness/": "готовность",
    "/uploads/": "файлы",
    "/me/": "мои данные",
}
# What every page asks for when it is there.
BESIDE = "/today/count"
# Seconds within which 95 of 100 pages must come with 50 people; kilobytes of the first page.
SLOWEST, HEAVIEST = 0.3, 100
DISTRICT, REGION = 12, 700
# A person reads a page for as many seconds, drawn anew each time.
REST = (3.0, 10.0)
# Without a rest: so many at once, for so many seconds. One page alone: so many times.
AT_ONCE, LASTING, ALONE = 4, 15.0, 20


@dataclass(frozen=True)
class Found:
    """What one size on one database showed: ratios by name, pages alone, the words of the load."""

    ratios: list[tuple[str, float, float]]
    prepared: Measured
    alone: list[tuple[str, Measured]]
    said: str


def run(times: int = 2) -> Report:
    """A district and a region on SQLite, and on PostgreSQL where its address is given."""
    ratios: list[Ratio] = []
    rows: list[Row] = []
    said: list[str] = []
    engines = {"SQLite": ""}
    if address := os.environ.get("MSOKO_BENCH_DATABASE_URL", ""):
        engines["PostgreSQL"] = address
    for engine, url in engines.items():
        for schools in (DISTRICT, REGION):
            with tempfile.TemporaryDirectory(prefix="msoko-bench-web-") as name:
                found = measured(Path(name), schools, url, times)
            title = f"{engine}, школ {schools}"
            rows.append(Row(f"подготовка: {title}", found.prepared))
            rows += [Row(f"{title}: {page}, один запрос", one) for page, one in found.alone]
            said.append(f"{title}: {found.said}")
            ratios += [
                Ratio(f"{title}: {what}", value, "не больше", border)
                for what, value, border in found.ratios
            ]
    return Report("web", "Веб-приложение: 50 человек и 200 школ", ratios, rows, _note(said))


def _note(said: list[str]) -> str:
    """The model of the load in words, and what else was measured under it."""
    note = (
        "50 человек — это люди, а не соединения: у каждого открыт свой сеанс, каждый открывает "
        f"страницы по кругу и читает каждую от {REST[0]:.0f} до {REST[1]:.0f} с (случайно, в "
        "среднем 6,5 с). p95 — за сколько секунд пришли 95 из 100 ответов; первая страница каждого "
        "человека — разогрев, она не считается. Число дел в меню спрашивается после страницы, если "
        "оно старше минуты. Значения вычислены и разобраны анализом до начала. "
        "Вес — первая страница со стилями и программами, сжатая. Файлы школ присланы одновременно "
        f"через /api/v1/. «Один запрос» — одна страница без соседей, среднее из {ALONE}; "
        "процессор и память — всех процессов приложения. "
    )
    note += " ".join(said)
    if not os.environ.get("MSOKO_BENCH_DATABASE_URL"):
        note += " PostgreSQL не измерен: его адрес дают в MSOKO_BENCH_DATABASE_URL."
    return note


def measured(folder: Path, schools: int, url: str, rounds: int) -> Found:
    """One size on one database, from the empty folder to the last file sent."""
    _facts(folder)
    told = folder / "people.json"
    with empty_database(url) as place, settings(folder, place):
        prepared = process(
            [sys.executable, "-m", "benchmarks.web_prepared", str(schools), str(told)]
        )
        people = json.loads(told.read_text(encoding="utf-8"))
        with served(folder) as site:
            return _asked(site, people, rounds, prepared)


def _asked(site: Site, people: dict[str, Any], rounds: int, prepared: Measured) -> Found:
    """People reading, pages alone, people without a rest, schools sending: one after another."""
    pages = {
        **PAGES,
        f"/organisations/card/{quote(people['card'])}/": "карточка организации",
        f"/schools/{quote(people['school'])}/": "страница школы",
    }
    sessions = people["sessions"]
    titles = {**pages, BESIDE: "число дел в меню"}
    for path in titles:
        _one(site, path, sessions[0])
    own, began = time.process_time(), time.perf_counter()
    answers = visited(site.address, sessions, list(pages), rounds, REST, BESIDE)
    share = (time.process_time() - own) / (time.perf_counter() - began)
    alone = [(title, _alone(site, path, sessions[0])) for path, title in titles.items()]
    weight = _weight(site, sessions[0])
    most = _without_rest(site, sessions, list(pages))
    said = f"{most}; людей с отдыхом изображала программа, занявшая {100 * share:.0f} % ядра."
    began = time.perf_counter()
    files = sent(site.address, people["keys"][:200], people["codes"][:200])
    lasted = time.perf_counter() - began
    wrong = [one for got in answers.values() for one in got if one.status != 200]
    lost = sum(one.status != 202 for one in files)
    ratios = [
        *((f"{titles[path]}, p95, с", p95(got), SLOWEST) for path, got in answers.items()),
        ("страниц с ошибкой", len(wrong), 0.0),
        ("вес первой страницы, КБ", weight / 1024, HEAVIEST),
        (f"файлов от {len(files)} школ потеряно", lost, 0.0),
        ("все файлы приняты на проверку, с", lasted, 60.0),
    ]
    return Found(ratios, prepared, alone, said)


def _without_rest(site: Site, sessions: list[str], paths: list[str]) -> str:
    """How many pages the application can give at most, in words."""
    used, began = site.cpu(), time.perf_counter()
    answers = hammered(site.address, sessions[:AT_ONCE], paths, LASTING)
    lasted, cpu = time.perf_counter() - began, site.cpu() - used
    told = (f"{len(answers) / lasted:.1f}", f"{len(answers) / cpu:.1f}", f"{p95(answers):.2f}")
    pace, each, slow = (one.replace(".", ",") for one in told)
    return (
        f"без отдыха, {AT_ONCE} соединения сразу, — {pace} страниц в секунду, {each} страниц на "
        f"секунду процессора, p95 {slow} с"
    )


def _alone(site: Site, path: str, session: str) -> Measured:
    """One page with nobody beside it: its time and processor, on average."""
    used, began = site.cpu(), time.perf_counter()
    for _ in range(ALONE):
        _one(site, path, session)
    wall, cpu = (time.perf_counter() - began) / ALONE, (site.cpu() - used) / ALONE
    return Measured(wall, cpu, site.memory())


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


def _one(site: Site, path: str, session: str) -> tuple[Answer, bytes]:
    answer, _, content = ask(site.address, path, {"Cookie": f"session={session}"})
    return answer, content


def _weight(site: Site, session: str) -> int:
    """Bytes of the first page with everything it loads, as they travel."""
    answer, content = _one(site, "/", session)
    text = gzip.decompress(content).decode() if content[:2] == b"\x1f\x8b" else content.decode()
    loads = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', text))
    return answer.size + sum(_one(site, path, session)[0].size for path in loads)
