"""Files in, books or problems out: the functions the rest of the program calls."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from msoko.problem import Problem
from msoko.sources.sheets import autopsy, kind, ole, package, text
from msoko.sources.sheets.book import Book, Sheet
from msoko.sources.sheets.limits import MIB, Limits
from msoko.sources.sheets.refusals import problem
from msoko.sources.sheets.refused import RefusedError
from msoko.sources.sheets.worker import Worker

# Called after each file with the number done, the number of all and the file's path.
Progress = Callable[[int, int, Path], None]

DEFAULT = Limits()

_UNCLEAR = {"too_much_memory", "too_much_time", "crashed", "broken_package", "unreadable"}


def open_book(
    path: Path | str, *, limits: Limits = DEFAULT, name: str | None = None
) -> Book | list[Problem]:
    """Read one file; whatever it holds the answer is a book or why there is none.

    `name` is what people call the file when it is stored under another name.
    """
    with Worker() as worker:
        return _open(Path(path), name, limits, worker)


def open_books(
    paths: Iterable[Path | str], *, progress: Progress | None = None, limits: Limits = DEFAULT
) -> Iterator[tuple[Path, Book | list[Problem]]]:
    """Read files in their order with one child process; a crash costs only the file it is from."""
    todo = [Path(path) for path in paths]
    with Worker() as worker:
        for done, path in enumerate(todo, start=1):
            result = _open(path, None, limits, worker)
            if progress is not None:
                progress(done, len(todo), path)
            yield path, result


def _open(path: Path, name: str | None, limits: Limits, worker: Worker) -> Book | list[Problem]:
    name = name or path.name
    content = b""
    try:
        content = _content(path, limits)
        task, warnings = _look(content, limits)
        sheets = _parse(content, task | {"name": path.stem}, limits, worker)
    except RefusedError as refused:
        return [problem(_explained(content, refused), name)]
    return Book(
        path=path,
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        format=task["format"],
        sheets=sheets,
        problems=tuple(problem(RefusedError(code), name, "warning") for code in warnings),
    )


def _content(path: Path, limits: Limits) -> bytes:
    try:
        if not path.is_file():
            raise RefusedError("not_a_file" if path.exists() else "no_file")
        size = path.stat().st_size
        if size > limits.file_size:
            raise RefusedError("too_large", f"{size / MIB:.0f}")
        with path.open("rb") as stream:
            content = stream.read(limits.file_size + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise RefusedError("no_access") from error
    if len(content) != size:
        raise RefusedError("changed")
    return content


def _look(content: bytes, limits: Limits) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The task for the child and codes of warnings; raises RefusedError."""
    container = kind.container(content)
    if container == "zip":
        seen = package.look(content, limits)
        return {"format": seen.format}, seen.warnings
    if container == "ole":
        return {"format": "xls"}, ole.look(content)
    return {"format": "csv", "encoding": text.encoding_of(content)}, ()


def _parse(
    content: bytes, task: dict[str, Any], limits: Limits, worker: Worker
) -> tuple[Sheet, ...]:
    size = len(content)
    bounds = {
        "memory": limits.memory(size),
        "cpu": limits.cpu(size),
        "cells": limits.cells,
        "sheets": limits.sheets,
    }
    return worker.parse(task | bounds, content, limits.wall(size))


def _explained(content: bytes, refused: RefusedError) -> RefusedError:
    if refused.code in _UNCLEAR and content.startswith(kind.ZIP):
        return autopsy.explain(content, refused)
    return refused
