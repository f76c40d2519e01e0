"""`python -m web serve`: pages, static files and background work in one command."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from web import environment
from web.figures.analyse import is_analysed
from web.figures.keep import latest
from web.figures.state import state_now, store
from web.figures.tasks import ask_to_recompute


class Command(BaseCommand):
    """Brings the database up to date, then keeps a server and a worker running until stopped."""

    help = "Открывает приложение: страницы и фоновая работа одной командой"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen; the settings say it otherwise."""
        parser.add_argument("--bind", default=environment.text("MSOKO_BIND"), metavar="АДРЕС")
        parser.add_argument(
            "--port", type=int, default=environment.number("MSOKO_PORT"), metavar="ПОРТ"
        )

    def handle(self, *args: Any, bind: str, port: int, **options: Any) -> None:
        """Until stopped; a part that dies stops the whole, so that nothing runs half.

        CommandError when the address is taken or a part dies by itself.
        """
        demand_free(bind, port)
        prepare()
        # in groups of their own: a signal to the whole terminal or service reaches them through
        # this program alone, and what a part has started itself can be stopped with it
        commands = _server(bind, port), [sys.executable, "-m", "web", "worker"]
        parts = [subprocess.Popen(command, start_new_session=True) for command in commands]
        signal.signal(signal.SIGTERM, _stop)
        self.stdout.write(f"Приложение открыто: http://{bind}:{port}/ (остановить: Ctrl+C)")
        self.stdout.flush()
        try:
            while all(part.poll() is None for part in parts):
                time.sleep(0.2)
        except KeyboardInterrupt:
            self.stdout.write("Останавливаю…")
            return
        finally:
            stop(parts)
        raise CommandError("Приложение остановилось: одна из его частей завершилась сама.")


def demand_free(bind: str, port: int) -> None:
    """CommandError when nobody can listen there."""
    try:
        kind = socket.getaddrinfo(bind, None, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(kind) as asked:
            asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            asked.bind((bind, port))
    except (OSError, OverflowError) as error:
        told = f"Адрес {bind}:{port} занят или недоступен: остановите другую программу"
        raise CommandError(f"{told} или укажите иной: --port ПОРТ, --bind АДРЕС.") from error


def prepare() -> None:
    """Checks, tables, static files, and values when the facts have changed meanwhile."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    if store().visible() and not (latest() == state_now() and is_analysed()):
        ask_to_recompute()


def _server(bind: str, port: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", bind,
        "--port", str(port), "--workers", str(environment.number("MSOKO_WORKERS")),
        "--blocking-threads", "4", "--backpressure", "64", "--no-ws", "--log-level", "warning",
        "web.wsgi:application",
    ]  # fmt: skip


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def stop(parts: list[subprocess.Popen[bytes]], patience: float = 10.0) -> None:
    """Ask every part to stop, then wait for it; after `patience` seconds it is not asked any more.

    Each part leads a group of processes. A second signal to stop does not break the stopping off.
    """
    for again in (signal.SIGTERM, signal.SIGINT):
        signal.signal(again, signal.SIG_IGN)
    for part in parts:
        if part.poll() is None:
            part.terminate()
    for part in parts:
        try:
            part.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            os.killpg(part.pid, signal.SIGKILL)
            part.wait()
