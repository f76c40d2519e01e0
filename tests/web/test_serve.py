"""Everything `serve` has started stops with it, however often it is told to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from django.core.management.base import CommandError

from web.workspace.management.commands import serve

# A part that does not listen, with a process of its own beside it.
_DEAF = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """What this process does when told to stop is left as it was."""
    before = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_part_that_does_not_listen_is_ended_with_all_it_started() -> None:
    part, child = _deaf()
    serve.stop([part], patience=0.2)
    assert part.poll() == -signal.SIGKILL
    assert _is_gone(child)


def test_being_told_to_stop_again_does_not_leave_parts_behind() -> None:
    signal.signal(signal.SIGTERM, serve._stop)
    part, child = _deaf()
    again = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM))
    again.start()
    serve.stop([part], patience=0.6)
    again.join()
    assert part.poll() is not None
    assert _is_gone(child)


def test_a_part_that_listens_is_not_killed() -> None:
    part = subprocess.Popen(["sleep", "60"], start_new_session=True)
    serve.stop([part])
    assert part.poll() == -signal.SIGTERM


def test_a_taken_address_is_refused_before_anything_starts() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"127.0.0.1:{port} занят"):
            serve.demand_free("127.0.0.1", port)
    serve.demand_free("127.0.0.1", port)
    with pytest.raises(CommandError):
        serve.demand_free("127.0.0.1", 99999)


def _deaf() -> tuple[subprocess.Popen[bytes], int]:
    part = subprocess.Popen(
        [sys.executable, "-c", _DEAF], stdout=subprocess.PIPE, start_new_session=True
    )
    assert part.stdout is not None
    child = int(part.stdout.readline())
    part.stdout.close()
    return part, child


def _is_gone(process: int) -> bool:
    """Whether it ends within two seconds; who is not yet buried does not run any more."""
    for _ in range(40):
        try:
            with open(f"/proc/{process}/stat", encoding="ascii") as told:
                if told.read().rpartition(")")[2].split()[0] == "Z":
                    return True
        except FileNotFoundError:
            return True
        time.sleep(0.05)
    return False
