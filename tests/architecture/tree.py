"""The repository as the architecture tests read it: its files, its Python, its definitions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
PRODUCT = ("msoko", "web")
PYTHON = (*PRODUCT, "tests", "benchmarks", "docs")

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def ignored() -> tuple[str, ...]:
    """The patterns of .gitignore, and the folder of git itself."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    return (".git/", *(line.strip() for line in lines if line.strip() and line[0] != "#"))


def is_ignored(path: Path) -> bool:
    """True for what .gitignore leaves out: `/name/` at the root, `name/` and globs anywhere."""
    relative = path.relative_to(ROOT).as_posix()
    for pattern in ignored():
        name = pattern.strip("/")
        if pattern.startswith("/"):
            if fnmatch(relative, name):
                return True
        elif fnmatch(path.name, name):
            return True
    return False


def files(folder: Path = ROOT) -> Iterator[Path]:
    """Every file that belongs to the repository, in order."""
    for path in sorted(folder.iterdir()):
        if path.is_symlink() or is_ignored(path):
            continue
        if path.is_dir():
            yield from files(path)
        else:
            yield path


def python_files(*folders: str) -> list[Path]:
    """The Python files of the named top folders; a folder that is not there has none."""
    found = [files(ROOT / folder) for folder in folders if (ROOT / folder).is_dir()]
    return [path for group in found for path in group if path.suffix == ".py"]


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of one file, read once a run."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def lines(path: Path) -> int:
    """How many lines the file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> Iterator[Function]:
    """Every function and method of a file, also those inside others."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: Function) -> int:
    """Lines from `def` to the last line, the docstring included."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def at(path: Path, line: int | None = None) -> str:
    """«msoko/problem.py:12», as an editor opens it."""
    place = path.relative_to(ROOT).as_posix()
    return place if line is None else f"{place}:{line}"
