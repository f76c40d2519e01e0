"""Tests as bits: a row carries whole numbers that tell which tests of one column it meets.

Whether a row meets a whole condition is then arithmetic on a few numbers, the same in a query and
in memory, instead of comparing its texts again for every condition.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from msoko.indicators.predicates import And, Leaf, Or, Predicate, leaves

WIDTH = 60  # bits of one whole number of 64 that are used


class Bits:
    """Which bit of which word tells the answer to a test; the order is that of the tests."""

    def __init__(self, predicates: Iterable[Predicate]) -> None:
        found = dict.fromkeys(leaf for predicate in predicates for leaf in leaves(predicate))
        self._places = {leaf: divmod(number, WIDTH) for number, leaf in enumerate(found)}

    @property
    def words(self) -> list[str]:
        """Names of the columns of words, at least one."""
        return [f"bits{number}" for number in range(max(1, -(-len(self._places) // WIDTH)))]

    def leaves(self, word: int) -> dict[Leaf, int]:
        """Tests of one word, each with its bit as a number."""
        return {leaf: 1 << bit for leaf, (at, bit) in self._places.items() if at == word}

    def met(self, words: Sequence[Any], predicate: Predicate) -> Any:
        """Whether rows meet a condition; words are columns of a query, or arrays."""
        if isinstance(predicate, Or):
            return reduce(or_, [self.met(words, part) for part in predicate.parts])
        parts = predicate.parts if isinstance(predicate, And) else (predicate,)
        masks: dict[int, int] = {}
        answers = []
        for part in parts:
            if isinstance(part, Leaf):
                word, bit = self._places[part]
                masks[word] = masks.get(word, 0) | 1 << bit
            else:
                answers.append(self.met(words, part))
        answers += [(words[word] & mask) == mask for word, mask in masks.items()]
        return reduce(and_, answers) if answers else words[0] >= 0  # no parts: always
