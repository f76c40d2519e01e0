"""Tests written as expressions of the query engine: one by one, or all together as words of bits.

What is unknown counts as not met, unless the test says otherwise. Tables and columns are those of
the query engine behind `scan`.
"""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import Any

from msoko.indicators.bits import Bits
from msoko.indicators.predicates import And, Leaf, Or, Predicate

_BY_VALUE = ("is", "not", "one_of", "known")  # tests that a list of values decides


def words(facts: Any, bits: Bits) -> dict[str, Any]:
    """The words of every row: the bits of tests it meets."""
    return {name: _word(facts, bits.leaves(at)) for at, name in enumerate(bits.words)}


def _word(facts: Any, asked: dict[Leaf, int]) -> Any:
    """Tests of one column that a list of values decides are answered at once, in one look-up."""
    by_column: dict[str, dict[Leaf, int]] = {}
    parts: list[Any] = []
    for leaf, bit in asked.items():
        if leaf.op in _BY_VALUE and all(isinstance(v, str | bool | int) for v in _values(leaf)):
            by_column.setdefault(leaf.column, {})[leaf] = bit
        else:
            parts.append(tested(facts[leaf.column], leaf).ifelse(bit, 0))
    parts += [_looked_up(facts[name], tests) for name, tests in by_column.items()]
    return reduce(add, parts) if parts else facts["year"].isnull().ifelse(0, 0)


def _looked_up(column: Any, tests: dict[Leaf, int]) -> Any:
    named = dict.fromkeys(value for leaf in tests for value in _values(leaf))
    if column.type().is_boolean():
        named = {True: None, False: None}
    other, unknown = _met(tests, object()), _met(tests, None)
    answers = [(value, bits) for value in named if (bits := _met(tests, value)) != other]
    if not answers:
        return column.isnull().ifelse(unknown, other)
    whole = column.cases(*answers, else_=other)
    return whole if unknown == other else column.isnull().ifelse(unknown, whole)


def _met(tests: dict[Leaf, int], cell: object) -> int:
    return sum(bit for leaf, bit in tests.items() if leaf.holds(cell))


def _values(leaf: Leaf) -> tuple[Any, ...]:
    if leaf.op == "known":
        return ()
    return leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)


def to_boolean(facts: Any, predicate: Predicate) -> Any:
    """A test as an expression; an unknown result counts as not met wherever it is used."""
    if isinstance(predicate, Leaf):
        return tested(facts[predicate.column], predicate)
    if not predicate.parts:
        return facts[facts.columns[0]].isnull() | facts[facts.columns[0]].notnull()  # always
    parts = [to_boolean(facts, part) for part in predicate.parts]
    whole = parts[0]
    for part in parts[1:]:
        whole = whole | part if isinstance(predicate, Or) else whole & part
    return whole


def selected_rows(facts: Any, where: And, columns: list[str]) -> Any:
    """The rows that meet a test, with the columns named."""
    return facts.filter(to_boolean(facts, where)).select(*columns)


def tested(column: Any, leaf: Leaf) -> Any:
    """A test of one column as an expression."""
    if leaf.op == "known":
        return column.notnull() if leaf.value else column.isnull()
    met = _compared(column, leaf)
    return met | column.isnull() if leaf.null_is else met


def _compared(column: Any, leaf: Leaf) -> Any:
    value: Any = leaf.value
    if isinstance(value, tuple):
        return column.notin(value) if leaf.op == "not" else column.isin(value)
    if isinstance(value, bool):
        return column if (leaf.op == "is") == value else ~column
    return {
        "is": lambda: column == value,
        "not": lambda: column != value,
        "at_least": lambda: column >= value,
        "above": lambda: column > value,
        "at_most": lambda: column <= value,
        "below": lambda: column < value,
    }[leaf.op]()
