"""The repository speaks of the product only: no work diary, no private places, no foreign data."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, SHARED, at, files

# Written in two halves, so that this file passes its own test.
_DIARY = ("sub" + "agent", "sub-" + "agent", "helper " + "agent", "language " + "model")
_UNFINISHED = ("TO" + "DO", "FIX" + "ME")
DIARY = re.compile("|".join(_DIARY) + r"|\bissue" + r" #\d*", re.IGNORECASE)
UNFINISHED = re.compile(rf"\b({'|'.join(_UNFINISHED)})\b")
PRIVATE_HOST = re.compile(
    r"://([\w-]+\.)*("
    r"(internal|intranet|corp|lan|local|private)\b"
    r"|10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2})"
)
MACHINE_PATH = re.compile(r"(?<![\w.])/(" + "|".join(("work", "root", "home/\\w+")) + r")/[\w.]")
LOCAL_INDEX = re.compile(r"file:/" + r"/")
# Working papers that are not part of the product: a reader could not look them up.
PAPERS = re.compile(r"\bMETH" + r"ODS(\.md|,? §?\d)|\bFI" + r"ELD\.md|\bSTA" + r"CK\.md")
RULES = {
    "a paper the reader has not": PAPERS,
    "unfinished work": UNFINISHED,
    "a work diary": DIARY,
    "a private host": PRIVATE_HOST,
    "a path of one machine": MACHINE_PATH,
    "a package index on one machine": LOCAL_INDEX,
}
FOREIGN = ("data", "reference")


@cache
def texts() -> tuple[tuple[Path, str], ...]:
    """Text files of the repository; the lock file is machine-written and judged elsewhere."""
    return tuple(_readable(path for path in files() if path.name != "uv.lock"))


def _readable(paths: Iterator[Path]) -> Iterator[tuple[Path, str]]:
    for path in paths:
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def found(rule: re.Pattern[str], text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), 1) if rule.search(line)]


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("unfinished work", "# TO" + "DO: later"),
        ("a work diary", "as asked in issue" + " #12"),
        ("a private host", "https:/" + "/packages.team.internal/simple"),
        ("a private host", "http:/" + "/10.0.12.7:8080/"),
        ("a path of one machine", "open('/ro" + "ot/x')"),
        ("a package index on one machine", "file:/" + "//opt/simple"),
    ],
)
def test_a_breach_of_the_rule_is_seen(rule: str, line: str) -> None:
    assert found(RULES[rule], f"first\n{line}\n") == [2]


@pytest.mark.parametrize("rule", RULES)
def test_no_file_holds(rule: str) -> None:
    assert [at(path, n) for path, text in texts() for n in found(RULES[rule], text)] == []


@pytest.mark.parametrize("folder", FOREIGN)
def test_no_file_of_foreign_data_is_kept(folder: str) -> None:
    if not (SHARED / folder).is_dir():
        pytest.skip(f"нет папки ../shared/{folder}")
    foreign = {digest(path): path.name for path in (SHARED / folder).rglob("*") if path.is_file()}
    foreign.pop(hashlib.sha256(b"").hexdigest(), None)
    assert [
        f"{at(path)} = {foreign[d]}" for path in files() if (d := digest(path)) in foreign
    ] == []


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def test_the_repository_is_read_whole() -> None:
    seen = {at(path) for path, _ in texts()}
    assert {"Makefile", ".ci/run", "README.md", "msoko/problem.py", at(Path(__file__))} <= seen
    assert not [path for path in seen if path.startswith((".venv/", ".tools/", ".git/"))]
    assert (ROOT / "uv.lock").exists()
