"""`msoko screen`: recognise and check files without storing anything."""

from __future__ import annotations

import argparse
from typing import Any

from msoko.commands.reading import add_options, options_of, readings
from msoko.commands.said import add_format, files_named, tell, tell_json, tell_problems
from msoko.facts.schema import TABLES
from msoko.problem import has_errors
from msoko.sources.reading.kind import Reading
from msoko.sources.reading.told import SAID_RU, shown
from msoko.sources.registry import kind_named


def add_parser(subparsers: Any) -> None:
    """Adds the verb to the command line."""
    parser = subparsers.add_parser(
        "screen",
        help="распознать и проверить файлы, ничего не сохраняя",
        description="Распознаёт файлы по содержанию, проверяет их и показывает, что исправить.",
    )
    add_options(parser)
    add_format(parser, ("text", "json"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 1 when any file would be refused."""
    found = [
        (path, reading) for path, _, reading in readings(files_named(args.files), options_of(args))
    ]
    if args.format == "json":
        tell_json([{"file": str(path), **as_json(reading)} for path, reading in found])
    else:
        for path, reading in found:
            tell(f"{path}: {told(reading)}")
            tell_problems(reading.problems)
    return int(any(has_errors(reading.problems) for _, reading in found))


def told(reading: Reading) -> str:
    """One line: kind, rows, and what was taken from the name or the folder."""
    if reading.incoming is None:
        return "добавить нечего" if reading.nothing_to_add else "не принят"
    rows = ", ".join(
        f"{TABLES[name].ru.lower()} — {table.num_rows}"
        for name, table in reading.incoming.tables.items()
    )
    taken = {
        "name": "из имени файла",
        "folder": "из имени папки",
        "option": "указано вами",
        "default": "по умолчанию",
        "file": "из файла",
    }
    hints = "; ".join(
        f"{SAID_RU[hint.what]}: {shown(hint)} ({taken[hint.taken_from]})"
        for hint in reading.incoming.hints
    )
    return f"{kind_named(reading.incoming.kind).ru}; строк: {rows}" + (
        f"; {hints}" if hints else ""
    )


def as_json(reading: Reading) -> dict[str, Any]:
    """Outcome, kind, rows by table, hints and problems."""
    incoming = reading.incoming
    return {
        "accepted": incoming is not None and not has_errors(reading.problems),
        "kind": incoming.kind if incoming else None,
        "rows": {n: t.num_rows for n, t in incoming.tables.items()} if incoming else {},
        "hints": [vars(hint) for hint in incoming.hints] if incoming else [],
        "problems": [problem.as_dict() for problem in reading.problems],
    }
