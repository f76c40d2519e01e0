"""Intervals come from one module; the textbook p ± 1,96·√(p(1−p)/n) is refused.

Source: METHODS; at the sizes of municipal classes the textbook interval covers far too seldom.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.tree import at, parsed, python_files

# Where p(1 − p)/n is right: the variance under the hypothesis tested, not the observed one.
SCORE_TESTS = {
    "msoko/analysis/methods/shares.py": "Miettinen & Nurminen: restricted estimates under the gap",
}
# A rule printed by an authority with the number in it.
PRINTED_RULES = {
    "msoko/analysis/integrity/markers.py": "ФИОКО, признаки необъективности: ta = 1,96",
}
# Two-sided and one-sided normal quantiles one is tempted to type in.
QUANTILES = (1.645, 1.96, 2.326, 2.576)
HOME = ("interval.py", "intervals.py")
ROOT_OF_P_Q = re.compile(
    r"""(sqrt\(\s*|\(\s*) (?P<p>\w+) \s*\*\s* \(\s*1(\.0)?\s*-\s*(?P=p)\s*\) \s*/""", re.VERBOSE
)


def typed_quantiles(tree: ast.Module) -> list[int]:
    """Lines where a normal quantile stands as a literal, however it is rounded."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
        if any(abs(abs(node.value) - quantile) < 0.0006 for quantile in QUANTILES)
    ]


def elsewhere() -> list[Path]:
    return [path for path in python_files("msoko") if path.name not in HOME]


def test_a_typed_quantile_is_seen_however_it_is_rounded() -> None:
    assert typed_quantiles(ast.parse("a = 1.96\nb = -1.959964\nc = 1.9\nd = 196")) == [1, 2]


def test_the_textbook_formula_is_seen() -> None:
    assert ROOT_OF_P_Q.search("half = z * sqrt(p * (1 - p) / n)")
    assert ROOT_OF_P_Q.search("half = z * (share*(1-share)/n) ** 0.5")
    assert not ROOT_OF_P_Q.search("x = sqrt(p * (1 - q) / n)")


def test_no_normal_quantile_is_typed_in_outside_the_intervals() -> None:
    found = [at(path) for path in elsewhere() if typed_quantiles(parsed(path))]
    assert found == sorted(PRINTED_RULES)


def test_no_textbook_interval_is_written_anywhere() -> None:
    paths = python_files("msoko")
    found = [at(p) for p in paths if ROOT_OF_P_Q.search(p.read_text(encoding="utf-8"))]
    assert found == sorted(SCORE_TESTS)


def test_intervals_have_at_most_one_home() -> None:
    assert len([path for path in python_files("msoko") if path.name in HOME]) <= 1
