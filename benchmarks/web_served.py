"""The application started for measuring: settings, a database of its own, processor time of it."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.measure import BYTE_CODE, ROOT
from benchmarks.web_load import ask

_TICK, _PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Site:
    """Where the application answers, and the process everything of it descends from."""

    address: str
    root: int

    def cpu(self) -> float:
        """Seconds of processor all its processes have used."""
        return sum(used for used, _ in self._parts())

    def memory(self) -> float:
        """Resident memory of all its processes, MB; what they share is counted in each."""
        return sum(pages for _, pages in self._parts()) * _PAGE / 2**20

    def _parts(self) -> list[tuple[float, int]]:
        """Seconds and pages of memory of the first process and all that descend from it."""
        children: dict[int, list[int]] = defaultdict(list)
        used: dict[int, tuple[float, int]] = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                said = path.read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            number = int(path.parent.name)
            children[int(said[1])].append(number)
            used[number] = (int(said[11]) + int(said[12])) / _TICK, int(said[21])
        family, found = [self.root], []
        while family:
            one = family.pop()
            found.append(used.get(one, (0.0, 0)))
            family += children[one]
        return found


@contextmanager
def settings(folder: Path, url: str) -> Iterator[None]:
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
def empty_database(url: str) -> Iterator[str]:
    """The address of a new database on the same PostgreSQL, dropped afterwards; "" for SQLite."""
    if not url:
        yield ""
        return
    import psycopg

    name = f"msoko_bench_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """`msoko serve` on a free port, its byte code compiled once as in an installed program."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(BYTE_CODE)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with (folder / "log").open("w") as log:
        command = [sys.executable, "-m", "msoko", "serve", f"--port={port}"]
        program = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, env=environment)
        site = Site(f"http://127.0.0.1:{port}", program.pid)
        try:
            _wait(site.address)
            yield site
        finally:
            program.terminate()
            program.wait(timeout=60)


def _wait(address: str) -> None:
    for _ in range(600):
        try:
            ask(address, "/alive", {})
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("приложение не открылось за две минуты")
