"""Files read for the verbs `screen` and `append`: options of the user, scales, progress."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from msoko.commands.said import Refusal, counted_progress, year_named
from msoko.facts.schema import TABLES
from msoko.profile.load import default_profiles_dir
from msoko.profile.load_common import load_scales
from msoko.sources.fact_table.known import known_codes
from msoko.sources.reading.kind import Options, Reading
from msoko.sources.reading.scales import Scales
from msoko.sources.registry import read_file
from msoko.vocabulary import PROCEDURES, SUBJECTS


def add_options(parser: argparse.ArgumentParser) -> None:
    """Files, and what the user may say of them."""
    parser.add_argument("files", nargs="+", type=Path, metavar="ФАЙЛ", help="файлы или папки")
    parser.add_argument("--subject", metavar="ПРЕДМЕТ", help="предмет: код или название")
    parser.add_argument(
        "--grade", type=int, metavar="КЛАСС", help="класс, за программу которого работа"
    )
    parser.add_argument("--year", metavar="ГОД", help="учебный год, например 2024-25")
    parser.add_argument("--procedure", metavar="ПРОЦЕДУРА", help="процедура: код или название")
    parser.add_argument(
        "--organisation", metavar="КОД", help="организация, если файл её не называет"
    )
    parser.add_argument(
        "--municipality", metavar="НАЗВАНИЕ", help="муниципалитет, если файл его не называет"
    )
    parser.add_argument(
        "--attempt",
        choices=list(TABLES["results"].column("attempt").codes),
        help="период экзамена, если дата и имя файла его не выдают: "
        "main — основной, reserve — резервный, retake — пересдача",
    )
    parser.add_argument("--region", metavar="РЕГИОН", help="регион: его шкалы важнее федеральных")


def options_of(args: argparse.Namespace, register: frozenset[str] | None = None) -> Options:
    """What was said on the command line; Refusal for an unknown subject, procedure or year."""
    return Options(
        organisation=args.organisation,
        subject=_code(args.subject, SUBJECTS, "предмет"),
        grade=args.grade,
        year=year_named(args.year) if args.year else None,
        procedure=_code(args.procedure, PROCEDURES, "процедура"),
        municipality=args.municipality,
        region=args.region,
        attempt=args.attempt,
        register=register,
        known=known_codes(default_profiles_dir() / "common"),
    )


def _code(said: str | None, codes: dict[str, str], what: str) -> str | None:
    if said is None or said in codes:
        return said
    words = {word.lower(): code for code, word in codes.items()}
    if said.lower() in words:
        return words[said.lower()]
    known = ", ".join(f"{code} ({word})" for code, word in codes.items())
    raise Refusal(f"неизвестно: {what} «{said}»; допустимо: {known}")


def readings(files: Sequence[Path], options: Options) -> Iterator[tuple[Path, str, Reading]]:
    """Every file with its sha256 and what came of reading it, one after another."""
    scales = Scales(load_scales(default_profiles_dir() / "common"))
    told = counted_progress(len(files))
    for number, (path, sha256, reading) in enumerate(read_file(files, options, scales), start=1):
        told(number, path.name)
        yield path, sha256, reading
