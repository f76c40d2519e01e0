"""The commands people are told to type exist, and the build server runs the same ones."""

from __future__ import annotations

import os
import re
import subprocess

import pytest

from tests.architecture.tree import ROOT, at, files

pytestmark = pytest.mark.docs

READMES = ("README.md", "README.ru.md")
COMMANDS = {"make demo", "make test"}


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):(?!=)", text("Makefile"), re.MULTILINE))


def recipe(target: str) -> str:
    """The lines of one target, its dependencies included."""
    found = re.search(rf"^{target}:.*\n(?:\t.*\n?)*", text("Makefile"), re.MULTILINE)
    assert found, target
    return found[0]


def commands(document: str) -> set[str]:
    """`make …` in the code blocks and code words of a document, without what follows a comment."""
    return {f"make {name}" for name in re.findall(r"(?:^|`)make ([a-z]+)", document, re.MULTILINE)}


def test_the_build_script_runs_make_test() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    last = text(".ci/run").strip().splitlines()[-1]
    assert re.fullmatch(r"exec make( --[\w-]+)* test", last)


def test_make_test_ends_with_pytest() -> None:
    assert "pytest" in recipe("test").strip().splitlines()[-1]
    assert recipe("test").startswith("test: check")


@pytest.mark.parametrize(
    "tool", ["ruff format", "ruff check", "mypy", "lint-imports", "msoko check --all", "-m docs"]
)
def test_make_check_runs(tool: str) -> None:
    assert tool in recipe("check")


@pytest.mark.parametrize("name", READMES)
def test_the_readme_gives_the_two_commands(name: str) -> None:
    assert commands(text(name)) >= COMMANDS


def test_every_make_command_of_the_documents_exists() -> None:
    documents = [path for path in files() if path.suffix == ".md"]
    told = {(at(p), c) for p in documents for c in commands(p.read_text(encoding="utf-8"))}
    assert {(place, c) for place, c in told if c.split()[1] not in targets()} == set()


def test_make_help_lists_every_target() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(re.findall(r"^  make (\w+) — .*[а-яё]", done.stdout, re.MULTILINE)) == targets()


def test_the_demonstration_can_stop_before_serving() -> None:
    def dry(*settings: str) -> str:
        command = ["make", "--dry-run", "demo", *settings]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        return done.stdout

    assert "msoko demo --no-serve" in dry("SERVE=0")
    assert "--no-serve" not in dry()
