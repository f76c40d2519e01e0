"""Where a sent file lies until it is decided: a folder of its own, under the name it came with."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

# Parquet is for programs: a file of it from a person is not read at all.
ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt")
_ODD = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")


def plain_name(name: str) -> str:
    """The name as it came, without folders and signs that no file name has."""
    cleaned = _ODD.sub(" ", Path(name.replace("\\", "/")).name).strip(" .")
    stem, ending = os.path.splitext(cleaned)
    return f"{stem[:150]}{ending[:10]}" or "файл"


def stage(sent: UploadedFile, delivery: str) -> tuple[Path, str]:
    """Write a sent file and wait until the disk has it; its path and sha256."""
    folder = Path(settings.UPLOAD_FOLDER) / delivery
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / plain_name(sent.name or "")
    total = hashlib.sha256()
    with path.open("wb") as file:
        for chunk in sent.chunks():
            total.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return path, total.hexdigest()


def staged(delivery: str) -> Path | None:
    """The file of a delivery, None when it has been decided and removed."""
    folder = Path(settings.UPLOAD_FOLDER) / delivery
    return next(iter(sorted(folder.iterdir())), None) if folder.is_dir() else None


def discard(delivery: str) -> None:
    """Remove the file: the facts are stored, or it was refused; names must not lie about."""
    shutil.rmtree(Path(settings.UPLOAD_FOLDER) / delivery, ignore_errors=True)
