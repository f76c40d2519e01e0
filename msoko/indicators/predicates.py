"""Conditions made two-valued: every test says what an unknown cell counts as."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from msoko.profile.conditions import Any_, Compare, Condition, Operator, Scalar, Unknown


@dataclass(frozen=True)
class Leaf:
    """One column compared; an unknown cell gives `null_is`."""

    column: str
    op: Operator
    value: Scalar | tuple[Scalar, ...]
    null_is: bool = False

    def holds(self, cell: object) -> bool:
        """The plain meaning, for one cell (None is unknown)."""
        if self.op == "known":
            return (cell is not None) == self.value
        if cell is None:
            return self.null_is
        return _holds(self.op, cell, self.value)


@dataclass(frozen=True)
class And:
    """All parts hold; no parts hold always."""

    parts: tuple[Predicate, ...] = ()


@dataclass(frozen=True)
class Or:
    """At least one part holds."""

    parts: tuple[Predicate, ...]


Predicate = Leaf | And | Or
TRUE = And()


def _holds(op: Operator, cell: object, value: object) -> bool:
    if op == "one_of":
        return cell in value  # type: ignore[operator]
    if op == "not":
        return cell not in value if isinstance(value, tuple) else cell != value
    if op == "is":
        return cell == value
    ordered: dict[Operator, bool] = {
        "at_least": cell >= value,  # type: ignore[operator]
        "above": cell > value,  # type: ignore[operator]
        "at_most": cell <= value,  # type: ignore[operator]
        "below": cell < value,  # type: ignore[operator]
    }
    return ordered[op]


def of_population(condition: Condition, unknown: Mapping[str, Unknown]) -> Predicate:
    """A population test: a row with an unknown cell is in only where the rule says keep."""
    if isinstance(condition, Compare):
        keep = unknown.get(condition.column) == "keep"
        return Leaf(condition.column, condition.op, condition.value, keep)
    parts = tuple(of_population(part, unknown) for part in condition.parts)
    return Or(parts) if isinstance(condition, Any_) else both(*parts)


def of_numerator(condition: Condition) -> Predicate:
    """A numerator test: an unknown cell never meets it."""
    return of_population(condition, {})


def of_possible(condition: Condition, unknown: Mapping[str, Unknown]) -> Predicate:
    """The same test where every unknown cell of a column in doubt speaks for the row.

    Each comparison is taken by itself: together they may ask of one cell what no cell can be.
    """
    return of_population(
        condition, {name: "keep" for name, word in unknown.items() if word == "doubt"}
    )


def known(columns: Iterable[str]) -> Predicate:
    """All these cells are filled."""
    return both(*(Leaf(column, "known", True) for column in columns))


def both(*predicates: Predicate) -> And:
    """A flat conjunction without repetition, in a stable order, so that equal tests are equal."""
    flat: dict[Predicate, None] = {}
    for predicate in predicates:
        for part in predicate.parts if isinstance(predicate, And) else (predicate,):
            flat[part] = None
    return And(tuple(sorted(flat, key=repr)))


def leaves(predicate: Predicate) -> list[Leaf]:
    """Every test of one column, in order."""
    if isinstance(predicate, Leaf):
        return [predicate]
    return [leaf for part in predicate.parts for leaf in leaves(part)]


def columns(predicate: Predicate, *, known: bool = True) -> set[str]:
    """Columns a test looks at; `known=False` leaves out those only asked to be filled or not."""
    if isinstance(predicate, Leaf):
        return {predicate.column} if known or predicate.op != "known" else set()
    return set().union(*(columns(part, known=known) for part in predicate.parts))


def split(predicate: And, cell_columns: frozenset[str]) -> tuple[And, And]:
    """The part that looks only at cell columns, and the rest."""
    inside = [part for part in predicate.parts if columns(part) <= cell_columns]
    outside = [part for part in predicate.parts if not columns(part) <= cell_columns]
    return both(*inside), both(*outside)
