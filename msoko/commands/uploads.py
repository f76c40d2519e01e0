"""`msoko uploads` and `msoko retract`: what the store holds, and taking one upload back."""

from __future__ import annotations

import argparse
import getpass
from datetime import date
from typing import Any

from msoko.commands.places import store_named
from msoko.commands.said import Refusal, add_format, add_store, tell, tell_json
from msoko.facts.append import retract
from msoko.facts.schema import TABLES
from msoko.sources.registry import kind_named


def add_parser(subparsers: Any) -> None:
    """Adds both verbs to the command line."""
    shown = subparsers.add_parser(
        "uploads",
        help="показать принятые загрузки",
        description="Показывает загрузки, которые сейчас в силе: номер, день приёма, файл и что "
        "в нём.",
    )
    add_store(shown)
    add_format(shown, ("text", "json"))
    shown.set_defaults(run=run)
    back = subparsers.add_parser(
        "retract",
        help="отозвать загрузку",
        description="Скрывает загрузку; её можно вернуть, приняв тот же файл ещё раз.",
    )
    back.add_argument("upload", metavar="ЗАГРУЗКА", help="номер загрузки из «msoko uploads»")
    back.add_argument("--reason", required=True, metavar="ПРИЧИНА", help="почему отозвана")
    add_store(back)
    back.set_defaults(run=run_retract)


def run(args: argparse.Namespace) -> int:
    """Lists uploads in force."""
    store = store_named(args.store)
    accepted = {entry.upload: entry.at for entry in store.history() if entry.action == "accept"}
    shown = store.visible()
    if args.format == "json":
        tell_json(
            [
                {
                    "upload": u.id,
                    "file": u.file,
                    "kind": u.kind,
                    "rows": u.rows,
                    "at": accepted[u.id],
                }
                for u in shown
            ]
        )
        return 0
    for upload in shown:
        rows = ", ".join(f"{TABLES[name].ru.lower()} — {n}" for name, n in upload.rows.items())
        day = date.fromisoformat(accepted[upload.id][:10])
        kind = kind_named(upload.kind).ru
        tell(f"{upload.id}  {day:%d.%m.%Y}  {upload.file}: {kind}; строк: {rows}")
    tell(f"Загрузок в силе: {len(shown)}")
    return 0


def run_retract(args: argparse.Namespace) -> int:
    """Hides one upload."""
    store = store_named(args.store)
    try:
        retract(store, args.upload, by=getpass.getuser(), reason=args.reason)
    except KeyError:
        raise Refusal(
            f"загрузки {args.upload} нет среди действующих; список покажет "
            f"«msoko uploads --store {store.folder}»"
        ) from None
    tell(f"Загрузка {args.upload} отозвана.")
    return 0
