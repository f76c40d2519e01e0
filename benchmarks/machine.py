"""The machine and the versions a figure was measured with."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from datetime import UTC, datetime
from importlib.metadata import version

LIBRARIES = ("duckdb", "ibis-framework", "sqlglot", "pyarrow", "numpy", "fastexcel", "pandas")


def described() -> list[str]:
    """Lines about the machine and the libraries."""
    with open("/proc/meminfo", encoding="utf-8") as file:
        memory = int(file.readline().split()[1]) / 2**20
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return [
        f"Машина: {_processor()}, ядер {os.cpu_count()}, памяти {memory:.0f} ГБ, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}.",
        f"Библиотеки: {libraries}.",
    ]


def measured_now() -> str:
    """When, by which version of the program, under what load and at what pace of the machine."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"Измерено {datetime.now(UTC):%Y-%m-%d %H:%M} UTC; версия программы: {_commit()}; "
        f"средняя загрузка за 1, 5 и 15 минут: {load}; десять миллионов сложений на Python в эту "
        f"минуту: {_pace():.2f} с процессора."
    )


def _pace() -> float:
    """CPU seconds of one plain loop: a borrowed machine is not equally fast every hour."""
    began, total = time.process_time(), 0
    for number in range(10_000_000):
        total += number
    return time.process_time() - began


def _processor() -> str:
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _commit() -> str:
    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], capture_output=True, text=True, check=False
        ).stdout.strip()

    changed = " с незаписанными изменениями" if git("status", "--porcelain") else ""
    return (git("rev-parse", "--short", "HEAD") or "неизвестна") + changed
