"""Contenders measured alone: each in a process of its own, the best of several runs counts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
# Byte code is compiled once, as in an installed program, wherever packages lie.
BYTE_CODE = ROOT / "var" / "benchmarks" / "bytecode"


@dataclass(frozen=True)
class Measured:
    """Seconds of the best run: of the whole process and of its named laps; what it answered.

    `wall`, `cpu` are of the whole process with imports; `laps` are (wall, CPU) inside it; `peak` is
    the largest resident memory in MB of any run.
    """

    wall: float
    cpu: float
    peak: float
    laps: dict[str, tuple[float, float]] = field(default_factory=dict)
    answer: Any = None


def contender(function: str, arguments: Mapping[str, Any], times: int = 3) -> Measured:
    """The best of `times` runs of "module:function", called with the arguments and a watch."""
    command = [sys.executable, "-m", "benchmarks.contender", function, json.dumps(arguments)]
    runs = [process(command) for _ in range(times)]
    best = min(runs, key=lambda run: run.cpu)
    told = json.loads(best.answer.splitlines()[-1])
    laps = {name: (wall, cpu) for name, (wall, cpu) in told["laps"].items()}
    wall, peak = min(run.wall for run in runs), max(run.peak for run in runs)
    return Measured(wall, best.cpu, peak, laps, told["answer"])


def process(command: list[str]) -> Measured:
    """One run of a command; its output is the answer. RuntimeError when it fails.

    Memory is that of the command itself: this process stays smaller than any contender.
    """
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(BYTE_CODE), "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    reader, writer = os.pipe()
    began = _now()
    with os.fdopen(reader, "rb") as output:
        child = subprocess.Popen(command, stdout=writer, env=environment, cwd=ROOT)
        os.close(writer)
        answer = output.read().decode()
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{command}: код {child.returncode}\n{answer}")
    cpu = usage.ru_utime + usage.ru_stime
    return Measured(_now() - began, cpu, usage.ru_maxrss / 1024, answer=answer)


def _now() -> float:
    import time

    return time.perf_counter()
