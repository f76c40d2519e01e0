"""Files and functions stay small enough to be read at one sitting (DESIGN §10)."""

from __future__ import annotations

from math import ceil
from pathlib import Path
from statistics import median

import pytest

from tests.architecture.tree import PRODUCT, PYTHON, at, functions, length, lines, python_files

# "path" or "path::function" → the size it is allowed; the list may only shrink.
EXCEPTIONS: dict[str, int] = {}


def file_sizes(*folders: str) -> dict[str, int]:
    return {at(path): lines(path) for path in python_files(*folders) if lines(path)}


def function_sizes(*folders: str) -> dict[str, int]:
    return {
        f"{at(path)}::{function.name}": length(function)
        for path in python_files(*folders)
        for function in functions(path)
    }


def percentile(sizes: list[int], share: float) -> int:
    """The smallest size that at least this share of all sizes does not exceed."""
    return sorted(sizes)[ceil(share * len(sizes)) - 1]


def too_long(sizes: dict[str, int], limit: int) -> dict[str, int]:
    return {name: size for name, size in sizes.items() if size > EXCEPTIONS.get(name, limit)}


def test_the_percentile_is_the_nearest_rank() -> None:
    assert percentile(list(range(1, 21)), 0.95) == 19


def test_no_file_is_longer_than_400_lines() -> None:
    assert too_long(file_sizes(*PYTHON), 400) == {}


def test_no_function_is_longer_than_60_lines() -> None:
    assert too_long(function_sizes(*PYTHON), 60) == {}


@pytest.mark.parametrize("folder", PRODUCT)
def test_most_files_are_short(folder: str) -> None:
    sizes = list(file_sizes(folder).values()) or [0]
    assert (median(sizes) <= 100, percentile(sizes, 0.95) <= 300) == (True, True), sorted(sizes)


@pytest.mark.parametrize("folder", PRODUCT)
def test_most_functions_are_short(folder: str) -> None:
    sizes = list(function_sizes(folder).values()) or [0]
    longest = sorted(function_sizes(folder).items(), key=lambda item: -item[1])[:20]
    assert (median(sizes) <= 10, percentile(sizes, 0.95) <= 30) == (True, True), longest


def test_every_exception_is_still_needed_and_states_the_size_as_it_is() -> None:
    now = file_sizes(*PYTHON) | function_sizes(*PYTHON)
    limit = {name: 60 if "::" in name else 400 for name in EXCEPTIONS}
    stale = {n: now.get(n) for n, size in EXCEPTIONS.items() if not limit[n] < size == now.get(n)}
    assert stale == {}


def test_the_domain_is_where_these_tests_look() -> None:
    assert Path("msoko/problem.py").as_posix() in file_sizes("msoko")
