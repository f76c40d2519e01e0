"""Fewer categories first: merging «4» and «5» hides nobody, hiding cells hides many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from msoko.disclosure.ledger import Ledger
from msoko.disclosure.protect import Protected, protect
from msoko.disclosure.rule import Rule
from msoko.disclosure.table import TOTAL, Dimension, Table
from msoko.problem import Problem

Groups = Mapping[str, Sequence[str]]
# Marks in the field's own words: «качество» is 4 and 5, «успеваемость» 3 to 5 (FIELD §D).
MARKS: tuple[Groups, ...] = (
    {"2": ("2",), "3": ("3",), "4 и 5": ("4", "5")},
    {"2": ("2",), "3–5": ("3", "4", "5")},
    {"2 и 3": ("2", "3"), "4 и 5": ("4", "5")},
)
MOST_HIDDEN = 0.1  # the share of persons in hidden cells over which the next merging is tried


def merged(given: Table, name: str, groups: Groups) -> Table:
    """The table with members of one flat dimension put together; label → members.

    The members themselves stay in the table, unwanted: they must not be computable either.
    """
    axis = [one.name for one in given.dimensions].index(name)
    old = given.dimensions[axis]
    at = {member: place for place, member in enumerate(old.members)}
    if any(old.parents[1:]) or sorted(m for g in groups.values() for m in g) != sorted(
        old.members[1:]
    ):
        raise ValueError("groups must split the members of a flat dimension")
    rows = [(TOTAL, [at[TOTAL]], -1, True)]
    for label, members in groups.items():
        own = len(rows)
        rows.append((label, [at[one] for one in members], 0, True))
        if len(members) > 1:
            rows += [(one, [at[one]], own, False) for one in members]
    new = Dimension(name, tuple(r[0] for r in rows), tuple(r[2] for r in rows), old.tells)
    places = [np.moveaxis(part, axis, 0) for part in (given.counts, given.wanted, given.known)]
    counts = np.array([places[0][row[1]].sum(axis=0) for row in rows])
    wanted = np.array([places[1][row[1]].any(axis=0) & row[3] for row in rows])
    known = np.array([places[2][row[1]].all(axis=0) for row in rows])
    back = [np.moveaxis(part, 0, axis) for part in (counts, wanted, known)]
    dimensions = (*given.dimensions[:axis], new, *given.dimensions[axis + 1 :])
    return Table(dimensions, back[0], back[1], back[2], given.about)


def fewest_hidden(
    given: Table,
    name: str,
    ladder: Sequence[Groups],
    rule: Rule | None = None,
    ledger: Ledger | None = None,
    most: float = MOST_HIDDEN,
) -> Protected | tuple[Problem, ...]:
    """Protect as it is, then with ever fewer categories, until at most `most` of persons hide.

    Where no step of the ladder gets there, the one that hides fewest persons.
    """
    best: Protected | None = None
    for one in (given, *(merged(given, name, groups) for groups in ladder)):
        found = protect(one, rule, ledger)
        if not isinstance(found, Protected):
            return found
        if best is None or found.hidden_share < best.hidden_share:
            best = found
        if found.hidden_share <= most:
            return found
    assert best is not None
    return best
