"""The claim policy: the table itself, and that nobody decides beside it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from msoko.analysis.policy import claim, for_pupils, for_schools, least_pupils
from tests.architecture.tree import at, parsed, python_files


@pytest.mark.parametrize(
    ("pupils", "interval", "adjective", "items", "in_words"),
    [
        (0, "none", "never", "none", True),
        (4, "none", "never", "none", True),
        (5, "exact_in_words", "never", "none", True),
        (9, "exact_in_words", "never", "none", True),
        (10, "exact_and_shrunken", "pooled", "classical", False),
        (29, "exact_and_shrunken", "pooled", "classical", False),
        (30, "plain", "pooled", "classical", False),
        (59, "plain", "pooled", "classical", False),
        (60, "plain", "always", "rasch", False),
        (499, "plain", "always", "rasch", False),
        (500, "plain", "always", "two_parameter", False),
    ],
)
def test_what_a_number_of_pupils_allows(
    pupils: int, interval: str, adjective: str, items: str, in_words: bool
) -> None:
    one = for_pupils(pupils)
    told = (one.interval, one.adjective, one.items, one.counts_in_words)
    assert told == (interval, adjective, items, in_words)


@pytest.mark.parametrize(
    ("schools", "treated", "comparison", "factors", "clusters", "effect"),
    [
        (4, 3, "listing", False, "none", False),
        (5, 3, "grid_bayes", False, "none", False),
        (9, 3, "grid_bayes", False, "none", False),
        (10, 2, "full", True, "declared_or_neighbours", False),
        (10, 3, "full", True, "declared_or_neighbours", True),
        (69, 3, "full", True, "declared_or_neighbours", True),
        (70, 3, "full", True, "with_null_test", True),
    ],
)
def test_what_a_number_of_schools_allows(
    schools: int, treated: int, comparison: str, factors: bool, clusters: str, effect: bool
) -> None:
    one = for_schools(schools, treated)
    told = (one.comparison, one.factors, one.clusters, one.effect_word)
    assert told == (comparison, factors, clusters, effect)


@pytest.mark.parametrize(
    ("probability", "pupils", "works", "said"),
    [
        (0.99, 60, 1, "sure"),
        (0.90, 60, 1, "likely"),
        (0.50, 60, 1, "described"),
        (0.99, 59, 1, "described"),
        (0.99, 59, 3, "sure"),
        (0.90, 59, 3, "described"),
        (0.99, 10, 3, "sure"),
        (0.99, 9, 20, "described"),
    ],
)
def test_a_small_group_is_judged_only_over_several_works_and_only_surely(
    probability: float, pupils: int, works: int, said: str
) -> None:
    assert claim(probability, pupils, works) == said


def test_the_least_number_of_pupils_for_a_claim_is_read_from_the_table() -> None:
    assert least_pupils(lambda one: one.interval == "plain") == 30
    assert least_pupils(lambda one: one.adjective != "never") == 10


# Numbers that are no claim about a result: rows a correlation or a regression needs at all.
_ELSEWHERE = {
    "msoko/analysis/agreement/measures.py",
    "msoko/analysis/integrity/against.py",
    "msoko/analysis/integrity/items.py",
    "msoko/analysis/integrity/severity.py",
    "msoko/analysis/items/groups.py",
}
_BORDERS = {5, 10, 30, 60, 70, 200, 500}  # not 100: it is also the end of the scale of percent


def compared(tree: ast.Module) -> Iterator[int]:
    """Lines that compare something with a border of the policy typed in."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = (node.left, *node.comparators)
            ordered = any(isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for op in node.ops)
            typed = (side.value for side in sides if isinstance(side, ast.Constant))
            if ordered and any(value in _BORDERS for value in typed):
                yield node.lineno


def test_a_typed_border_is_seen() -> None:
    assert list(compared(ast.parse("a = n < 10\nb = n > 0\nc = 30 <= n"))) == [1, 3]


def test_no_analysis_compares_a_number_of_people_with_a_border_of_its_own() -> None:
    def ours(path: Path) -> bool:
        return "analysis" in path.parts and "methods" not in path.parts

    found = {
        at(path)
        for path in python_files("msoko")
        if ours(path) and path.name != "policy.py" and list(compared(parsed(path)))
    }
    assert found <= _ELSEWHERE
