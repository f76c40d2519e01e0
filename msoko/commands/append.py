"""`msoko append`: check files and store their facts; the same file twice changes nothing."""

from __future__ import annotations

import argparse
import getpass
from pathlib import Path
from typing import Any

from msoko.commands.reading import add_options, options_of, readings
from msoko.commands.said import (
    Refusal,
    add_format,
    add_profile,
    add_store,
    files_named,
    profile_named,
    tell,
    tell_json,
    tell_problems,
)
from msoko.commands.screen import told
from msoko.facts.append import Receipt, append
from msoko.facts.read import rows_of
from msoko.facts.store import Store
from msoko.indicators.units import Units
from msoko.problem import Problem
from msoko.sources.reading.kind import Reading
from msoko.sources.reading.told import UNCLEAR_WORK

_OUTCOME = {
    "accepted": "принят",
    "already": "уже принят раньше",
    "refused": "не принят",
    "skipped": "добавить нечего",
}


def add_parser(subparsers: Any) -> None:
    """Adds the verb to the command line."""
    parser = subparsers.add_parser(
        "append",
        help="проверить файлы и принять их данные в хранилище",
        description="Проверяет файлы и принимает их; повтор того же файла ничего не меняет, "
        "исправленный файл замещает прежний.",
    )
    add_options(parser)
    add_store(parser)
    add_profile(parser)
    parser.add_argument(
        "--supersede",
        action="append",
        default=[],
        metavar="ЗАГРУЗКА",
        help="заместить эту загрузку (можно повторять)",
    )
    add_format(parser, ("text", "json"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 1 when any file was refused; the others are stored all the same."""
    profile_named(args.profile)  # a slip in its name is told before anything is kept
    files = files_named(args.files)
    _known(Store(args.store), args.supersede)
    store = Store.open(args.store)
    found: list[tuple[Path, Reading, Receipt | None]] = []
    for path, sha256, reading in readings(files, options_of(args, _register(store))):
        found.append((path, reading, accept(store, path, sha256, reading, args.supersede)))
    if args.format == "json":
        tell_json([_as_json(*one) for one in found])
    else:
        _tell(found)
    return int(any(outcome_of(reading, receipt) == "refused" for _, reading, receipt in found))


def _known(store: Store, uploads: list[str]) -> None:
    """Refusal for an upload to be superseded that never was: its rows would count twice."""
    strange = [one for one in uploads if not store.has(one)]
    if strange:
        raise Refusal(
            f"замещать нечего: нет загрузки {', '.join(strange)}; номера покажет "
            f"«msoko uploads --store {store.folder}»"
        )


def accept(
    store: Store, path: Path, sha256: str, reading: Reading, supersede: list[str]
) -> Receipt | None:
    """Store what was read from a file; None when reading refused it.

    A copy under a name that no longer tells its work is known by its bytes: "already".
    """
    if reading.incoming is None:
        return _known_by_bytes(store, path, sha256, reading)
    return append(
        store,
        reading.incoming,
        file=path,
        sha256=sha256,
        by=getpass.getuser(),
        supersede=supersede,
    )


def _known_by_bytes(store: Store, path: Path, sha256: str, reading: Reading) -> Receipt | None:
    """The receipt of a copy of a visible upload that lacks nothing but what its name told."""
    errors = [problem for problem in reading.problems if problem.severity == "error"]
    if not errors or any(problem.check != UNCLEAR_WORK for problem in errors):
        return None
    for upload in store.visible():
        if upload.sha256 == sha256:
            note = Problem(
                "same_file",
                f"это копия файла «{upload.file}», он уже принят (загрузка {upload.id})",
                "ничего делать не нужно; если файл о другой работе, скажите о ней параметрами",
                "note",
                file=path.name,
            )
            return Receipt("already", upload.id, upload.rows, problems=(note,))
    return None


def _problems(reading: Reading, receipt: Receipt | None) -> list[Problem]:
    """What is said of a file: a copy known by its bytes is not asked what it is about."""
    known = receipt is not None and receipt.outcome == "already"
    read = [one for one in reading.problems if not (known and one.check == UNCLEAR_WORK)]
    return [*read, *(receipt.problems if receipt else ())]


def _register(store: Store) -> frozenset[str] | None:
    """Codes of organisations the store knows, None before any list of organisations came."""
    rows = rows_of(store, "units")
    return frozenset(Units.of(rows).codes) if rows is not None else None


def outcome_of(reading: Reading, receipt: Receipt | None) -> str:
    """What became of a file: accepted, already, skipped (nothing to add) or refused."""
    if receipt is not None:
        return receipt.outcome
    return "skipped" if reading.nothing_to_add else "refused"


def _tell(found: list[tuple[Path, Reading, Receipt | None]]) -> None:
    for path, reading, receipt in found:
        outcome = _OUTCOME[outcome_of(reading, receipt)]
        tell(f"{path}: {outcome}" + (f"; {told(reading)}" if reading.incoming else ""))
        if receipt and receipt.supersedes:
            tell(f"  замещены прежние загрузки: {', '.join(receipt.supersedes)}")
        tell_problems(_problems(reading, receipt))
    counts = {word: 0 for word in _OUTCOME.values()}
    for _, reading, receipt in found:
        counts[_OUTCOME[outcome_of(reading, receipt)]] += 1
    tell("Итого файлов: " + ", ".join(f"{word} — {number}" for word, number in counts.items()))


def _as_json(path: Path, reading: Reading, receipt: Receipt | None) -> dict[str, Any]:
    return {
        "file": str(path),
        "outcome": outcome_of(reading, receipt),
        "upload": receipt.upload if receipt else None,
        "kind": reading.incoming.kind if reading.incoming else None,
        "rows": receipt.rows if receipt else {},
        "hints": [vars(hint) for hint in reading.incoming.hints] if reading.incoming else [],
        "supersedes": list(receipt.supersedes) if receipt else [],
        "problems": [problem.as_dict() for problem in _problems(reading, receipt)],
    }
