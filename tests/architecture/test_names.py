"""Names say what a thing is in the field; words that say nothing, or two things, are refused."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import PRODUCT, PYTHON, at, parsed, python_files

EMPTY_MODULES = {
    *("util", "utils", "helper", "helpers", "common", "core", "service", "services"),
    *("manager", "managers", "base", "misc", "shared", "v2"),
}
# The word of DESIGN §9 to write instead; single words of any name that others use.
OTHER_WORD = {
    "direction": "area (направление) or polarity",
    "directions": "areas",
    "measure": "indicator (показатель) or action (мера)",
    "measures": "indicators or actions",
    "metric": "indicator",
    "metrics": "indicators",
    "bias": "integrity (объективность)",
    "biased": "integrity",
    # Russian in Latin letters; proper initials such as vpr stay
    "pokazatel": "indicator",
    "napravlenie": "area",
    "shkola": "school",
    "otmetka": "mark",
    "uchenik": "pupil",
    "munitsipalitet": "municipality",
}
EMPTY_CLASS_WORDS = {"util", "utils", "helper", "manager", "service", "base", "abstract"}


def words(name: str) -> list[str]:
    """`LowMetricTable` and `low_metric_table` → low, metric, table."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]


def names(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Names that others use: classes, functions, parameters, attributes and module constants."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        if isinstance(node, ast.Module | ast.ClassDef):
            for statement in node.body:
                yield from _assigned(statement)


def _assigned(statement: ast.stmt) -> Iterator[tuple[str, int]]:
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    for target in targets:
        if isinstance(target, ast.Name):
            yield target.id, target.lineno


def wrong_words(path: Path) -> list[str]:
    return [
        f"{at(path, line)}: {name}: instead of «{word}» write {OTHER_WORD[word]}"
        for name, line in names(parsed(path))
        if not name.startswith("_")
        for word in words(name)
        if word in OTHER_WORD
    ]


def test_words_are_found_in_both_ways_of_writing() -> None:
    assert words("LowMetricTable") == words("low_metric_table") == ["low", "metric", "table"]
    assert words("VPRScale") == ["vpr", "scale"]


def test_a_wrong_word_is_seen_in_a_class_a_parameter_and_an_attribute() -> None:
    tree = ast.parse("class Metric:\n    bias: int\ndef f(direction): ...")
    assert {name for name, _ in names(tree)} == {"Metric", "bias", "f", "direction"}


def test_no_module_or_folder_has_a_name_that_says_nothing() -> None:
    found = [
        at(path)
        for path in python_files(*PYTHON)
        for part in Path(at(path)).with_suffix("").parts
        if part in EMPTY_MODULES
    ]
    assert found == []


@pytest.mark.parametrize("folder", PRODUCT)
def test_names_use_the_words_of_the_glossary(folder: str) -> None:
    assert [line for path in python_files(folder) for line in wrong_words(path)] == []


@pytest.mark.parametrize("folder", PRODUCT)
def test_no_class_is_a_manager_of_something(folder: str) -> None:
    found = [
        f"{at(path, node.lineno)}: {node.name}"
        for path in python_files(folder)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef) and EMPTY_CLASS_WORDS & set(words(node.name))
    ]
    assert found == []


def test_identifiers_are_english() -> None:
    found = [
        f"{at(path, line)}: {name}"
        for path in python_files(*PYTHON)
        for name, line in names(parsed(path))
        if not name.isascii()
    ]
    assert found == []
