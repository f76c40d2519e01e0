"""`msoko serve`: opens the web application as a program of its own."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from msoko.commands.said import (
    DEFAULT_PROFILE,
    DEFAULT_STORE,
    Refusal,
    add_profile,
    add_store,
    profile_named,
    tell,
)

_ROOT = Path(__file__).resolve().parents[2]
_LAST_PORT = 65535


def add_parser(subparsers: Any) -> None:
    """Adds the verb to the command line."""
    parser = subparsers.add_parser(
        "serve",
        help="открыть веб-приложение",
        description="Открывает веб-приложение: страницы, статические файлы и фоновая работа одной "
        "командой. Остальные настройки — переменные окружения (docs/reference/settings.md).",
    )
    parser.add_argument("--bind", metavar="АДРЕС", help="адрес (по умолчанию 127.0.0.1)")
    parser.add_argument("--port", type=int, metavar="ПОРТ", help="порт (по умолчанию 8000)")
    add_store(parser)
    add_profile(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """The exit code of the application; Refusal for a port or a profile there cannot be."""
    if args.port is not None and not 1 <= args.port <= _LAST_PORT:
        raise Refusal(f"порта {args.port} не бывает; укажите число от 1 до {_LAST_PORT}")
    said = {"MSOKO_STORE": args.store.resolve(), "MSOKO_PROFILE": args.profile}
    # what the environment says holds unless the command line says something else
    if args.store == DEFAULT_STORE and "MSOKO_STORE" in os.environ:
        del said["MSOKO_STORE"]
    if args.profile == DEFAULT_PROFILE and "MSOKO_PROFILE" in os.environ:
        del said["MSOKO_PROFILE"]
    profile_named(str(said.get("MSOKO_PROFILE", os.environ.get("MSOKO_PROFILE"))))
    where = [f"--bind={args.bind}"] if args.bind else []
    where += [f"--port={args.port}"] if args.port else []
    return application("serve", *where, settings={k: str(v) for k, v in said.items()})


def open_demo(data: Path, store: Path, profile: str) -> int:
    """The web application over a demonstration, with made-up people; its exit code."""
    settings = {
        "MSOKO_MODE": "demo",
        "MSOKO_DATA": str(data.resolve()),
        "MSOKO_STORE": str(store.resolve()),
        "MSOKO_PROFILE": profile,
    }
    tell("Открываю веб-приложение…")
    return application("prepare_demo", settings=settings) or application("serve", settings=settings)


def application(command: str, *words: str, settings: Mapping[str, str]) -> int:
    """Run one command of the web application with settings of its own; its exit code."""
    if find_spec("django") is None or not (_ROOT / "web").is_dir():
        raise Refusal("веб-приложение не установлено: рядом с msoko нет папки web")
    asked = [sys.executable, "-m", "web", command, *words]
    child = subprocess.Popen(asked, env={**os.environ, **settings, "PYTHONPATH": _path()})
    before = signal.signal(signal.SIGTERM, lambda number, _: child.send_signal(number))
    try:
        return child.wait()
    except KeyboardInterrupt:  # the child was told too, and stops by itself
        return child.wait()
    finally:
        signal.signal(signal.SIGTERM, before)


def _path() -> str:
    """Where Python finds `web`, whatever the folder the command was given in."""
    return os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH", ""))))
