"""Contenders that ask the questions of the analysis: their stores, and all questions at once."""

from __future__ import annotations

import contextlib
import io
import json

from benchmarks.contender import Watch
from benchmarks.measure import ROOT
from msoko.__main__ import main as msoko

_PROFILE = "solnechny"


def demo(watch: Watch, folder: str) -> int:
    """Makes the demonstration municipality; its store lies in `folder`/хранилище."""
    with watch.lap("made"), contextlib.redirect_stdout(io.StringIO()):
        return msoko(["demo", "--folder", folder, "--profile", _PROFILE, "--no-serve"])


def appended(watch: Watch, files: str, folder: str) -> int:
    """Takes a folder of files in; exit code 1 only says that some of them were refused."""
    command = ["append", str(ROOT / files), "--store", folder, "--profile", _PROFILE]
    with watch.lap("made"), contextlib.redirect_stdout(io.StringIO()):
        return msoko(command)


def everything(watch: Watch, folder: str) -> dict[str, int]:
    """`msoko analyse all`: how many findings each question brought."""
    command = ["analyse", "all", "--store", folder, "--profile", _PROFILE, "--format", "json"]
    said = io.StringIO()
    with watch.lap("all"), contextlib.redirect_stdout(said):
        assert msoko(command) == 0
    return {one["question"]: len(one["findings"]) for one in json.loads(said.getvalue())}
