"""Stores and files the user names: there, fit to be written, or refused in words."""

from __future__ import annotations

import errno
from pathlib import Path

from msoko.commands.said import Refusal
from msoko.facts.store import Store

_WHY = {
    errno.ENOENT: "нет такого файла или папки",
    errno.EACCES: "нет права",
    errno.EPERM: "нет права",
    errno.EEXIST: "под этим именем уже есть файл",
    errno.ENOTDIR: "часть пути — файл, а не папка",
    errno.EISDIR: "это папка, а не файл",
    errno.ENOSPC: "на диске нет места",
    errno.EROFS: "диск открыт только для чтения",
    errno.ENAMETOOLONG: "слишком длинное имя",
}


def reason(error: OSError) -> str:
    """Why the system would not do it, in Russian; its own word where we have none."""
    return _WHY.get(error.errno or 0, error.strerror or str(error))


def store_named(folder: Path) -> Store:
    """The store of a folder, to ask it; Refusal when there is none: asking makes no store."""
    if not (folder / "ledger").is_dir():
        raise Refusal(
            f"в папке {folder} нет хранилища; укажите другую (--store ПАПКА) или примите файлы: "
            f"msoko append ФАЙЛЫ --store {folder}"
        )
    return Store.open(folder)


def place_for(out: Path) -> Path:
    """A file to be written, its folder made; Refusal when it cannot be, before any long work."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(f"файл {out} не записать: {reason(error)}") from error
    if out.is_dir():
        raise Refusal(f"файл {out} не записать: это папка; допишите имя файла")
    return out
