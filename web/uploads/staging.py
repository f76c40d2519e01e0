"""Where a sent file lies until it is decided: a folder of its own, under the name it came with."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Collection, Sequence
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from msoko.facts.ledger import sync_folder
from web.uploads.kept import written

# Parquet is for programs: a file of it from a person is not read at all.
ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt")
_ODD = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")
# Readers look so many folders up for grade and year: those of the server must not speak.
_FOLDERS = 4
_FILE, _MARKED = "файл", "размечено.xlsx"
_DAY = 24 * 60 * 60
# How long a file that was not accepted can be had back with its cells marked, days.
KEPT_DAYS = 14


def plain_name(name: str) -> str:
    """The name as it came, without folders and signs that no file name has."""
    cleaned = _ODD.sub(" ", Path(name.replace("\\", "/")).name).strip(" .")
    stem, ending = os.path.splitext(cleaned)
    return f"{stem[:100]}{ending[:10]}" or "файл"


def plain_folders(path: str) -> list[str]:
    """The nearest folders a file came from, as names: «2021/4/файл.xlsx» → 2021, 4."""
    steps = [_ODD.sub(" ", step).strip(" .")[:60] for step in path.replace("\\", "/").split("/")]
    return [step for step in steps[:-1] if step][-_FOLDERS:]


def place_of(delivery: str) -> Path:
    """The folder of a delivery."""
    return Path(settings.UPLOAD_FOLDER) / delivery


def stage(sent: UploadedFile, delivery: str, folders: Sequence[str] = ()) -> tuple[Path, str]:
    """Write a sent file and wait until the disk has it; its path and sha256."""
    above = [*["-"] * (_FOLDERS - len(folders)), *folders]
    folder = place_of(delivery).joinpath(_FILE, *above)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / plain_name(sent.name or "")
    sha256 = written(sent.chunks(), path)
    for above_it in list(path.parents)[: _FOLDERS + 3]:
        sync_folder(above_it)
    return path, sha256


def staged(delivery: str) -> Path | None:
    """The file of a delivery, None when it has been removed."""
    folder = place_of(delivery) / _FILE
    return next((path for path in sorted(folder.rglob("*")) if path.is_file()), None)


def marked(delivery: str) -> Path:
    """Where the workbook with marked cells lies, if there is one."""
    return place_of(delivery) / _MARKED


def discard(delivery: str) -> None:
    """Remove the file and what was made of it: names must not lie about."""
    shutil.rmtree(place_of(delivery), ignore_errors=True)


def discard_sent(delivery: str) -> None:
    """Remove the file as it was sent; the copy with marked cells stays for whoever mends it."""
    shutil.rmtree(place_of(delivery) / _FILE, ignore_errors=True)


def stale(now: float | None = None) -> dict[str, float]:
    """Deliveries with a folder older than a day → its age in days."""
    root = Path(settings.UPLOAD_FOLDER)
    folders = root.iterdir() if root.is_dir() else ()
    ages = {one.name: ((now or time.time()) - one.stat().st_mtime) / _DAY for one in folders}
    return {name: age for name, age in ages.items() if age > 1}


def sweep(undecided: Collection[str], refused: Collection[str], ages: dict[str, float]) -> None:
    """Remove old folders nobody needs: cut off while being sent, decided, or kept long enough."""
    for name, age in ages.items():
        if name not in undecided and not (name in refused and age <= KEPT_DAYS):
            discard(name)
