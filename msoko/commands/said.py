"""What several verbs ask and say alike: store, profile, files, progress, problems."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from msoko.problem import Problem
from msoko.profile.load import default_profiles_dir, load_profile
from msoko.profile.profile import Profile
from msoko.vocabulary import AcademicYear

FILE_ENDINGS = {".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt", ".parquet"}
DEFAULT_STORE = Path("var/store")
DEFAULT_PROFILE = "solnechny"
_WIDTH = 79  # a line written over must not be folded
_CLEAR = "\x1b[K"  # to the end of the line


class Refusal(Exception):  # noqa: N818 - the word of the field
    """The verb cannot go on; the text says why and what to do."""


def add_store(parser: argparse.ArgumentParser) -> None:
    """The option --store."""
    parser.add_argument(
        "--store",
        type=Path,
        default=DEFAULT_STORE,
        metavar="ПАПКА",
        help=f"хранилище фактов (по умолчанию {DEFAULT_STORE})",
    )


def add_profile(parser: argparse.ArgumentParser) -> None:
    """The option --profile."""
    parser.add_argument(
        "--profile",
        default=DEFAULT_PROFILE,
        metavar="ПРОФИЛЬ",
        help=f"имя папки в profiles/ или путь к папке профиля (по умолчанию {DEFAULT_PROFILE})",
    )


def add_format(parser: argparse.ArgumentParser, choices: Sequence[str]) -> None:
    """The option --format; the first choice is the default."""
    parser.add_argument(
        "--format", choices=choices, default=choices[0], help="вид вывода: " + ", ".join(choices)
    )


def profile_named(name: str) -> Profile:
    """The profile by folder name or path; Refusal with its problems when it cannot be used."""
    folder = default_profiles_dir() / name
    loaded = load_profile(folder if folder.is_dir() else Path(name))
    if loaded.profile is None:
        told = "\n".join(str(problem) for problem in loaded.problems)
        raise Refusal(f"профиль «{name}» не загружается:\n{told}")
    return loaded.profile


def year_named(text: str) -> AcademicYear:
    """The academic year as it was written; Refusal when it is none."""
    try:
        return AcademicYear.parse(text)
    except ValueError as wrong:
        raise Refusal(str(wrong)) from None


def year_with_data(text: str, years: Sequence[int]) -> AcademicYear:
    """A year of those there are facts of; Refusal with the years there are."""
    year = year_named(text)
    if year.start not in years:
        known = ", ".join(str(AcademicYear(one)) for one in years) or "нет"
        raise Refusal(f"за {year.ru} учебный год данных нет; есть годы: {known}")
    return year


def files_named(paths: Iterable[Path]) -> list[Path]:
    """Files as named; a folder stands for every readable file in it, in order of names.

    Files of a store that lies inside are left: they are facts taken in already.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            stores = {ledger.parent for ledger in path.rglob("ledger") if ledger.is_dir()}
            inside = (
                p for p in sorted(path.rglob("*")) if p.is_file() and stores.isdisjoint(p.parents)
            )
            found.extend(p for p in inside if p.suffix.lower() in FILE_ENDINGS and _shown(p))
        else:
            found.append(path)
    if not found:
        raise Refusal("файлов не найдено; укажите файлы или папку с файлами .xlsx, .xls, .csv")
    return found


def _shown(path: Path) -> bool:
    return not path.name.startswith((".", "~$"))


def progress(text: str) -> None:
    """One line of progress, to the error stream so that output stays clean."""
    sys.stderr.write(f"{_CLEAR}{text}\n" if sys.stderr.isatty() else f"{text}\n")
    sys.stderr.flush()


def counted_progress(of: int, every: float = 5.0) -> Callable[[int, str], None]:
    """A teller of progress through `of` things, given the number (from 1) and the name of one.

    On a terminal its line is written over; elsewhere (a journal, a file) the first, the last and
    one line in `every` seconds are written, so that hundreds of files do not drown what matters.
    """
    on_terminal = sys.stderr.isatty()
    told = -every

    def tell_one(number: int, name: str) -> None:
        nonlocal told
        text = f"[{number}/{of}] {name}"
        if on_terminal:
            sys.stderr.write(f"{_CLEAR}{text[:_WIDTH]}" + ("\n" if number == of else "\r"))
            sys.stderr.flush()
        elif number == of or time.monotonic() - told >= every:
            told = time.monotonic()
            progress(text)

    return tell_one


def tell(text: str = "") -> None:
    """One line of output."""
    sys.stdout.write(f"{text}\n")


def tell_json(document: Any) -> None:
    """One JSON document on one line: indenting ten megabytes of findings takes seconds."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")


def tell_problems(problems: Iterable[Problem], indent: str = "  ") -> None:
    """Every problem on a line of its own."""
    for problem in problems:
        tell(f"{indent}{problem}")
