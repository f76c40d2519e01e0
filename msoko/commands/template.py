"""`msoko template`: a workbook to fill in for one fact table."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from msoko.commands.places import place_for
from msoko.commands.said import Refusal, tell
from msoko.facts.schema import TABLES
from msoko.facts.templates import write_template


def add_parser(subparsers: Any) -> None:
    """Adds the verb to the command line."""
    names = "; ".join(f"{table.name} — {table.ru}" for table in TABLES.values())
    parser = subparsers.add_parser(
        "template",
        help="сделать книгу Excel для заполнения",
        description=f"Пишет книгу с заголовками, списками и примечаниями. Таблицы: {names}.",
    )
    parser.add_argument(
        "table", choices=sorted(TABLES), metavar="ТАБЛИЦА", help="код таблицы: " + ", ".join(TABLES)
    )
    parser.add_argument(
        "--out", type=Path, metavar="ФАЙЛ", help="куда записать (по умолчанию ТАБЛИЦА.xlsx)"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Writes the workbook and says where it is."""
    out = place_for(args.out or Path(f"{args.table}.xlsx"))
    if out.suffix.lower() != ".xlsx":
        raise Refusal("имя файла в --out должно кончаться на .xlsx: шаблон — книга Excel")
    write_template(TABLES[args.table], out)
    tell(
        f"Шаблон «{TABLES[args.table].ru}» записан: {out}. Заполните и примите: msoko append {out}"
    )
    return 0
